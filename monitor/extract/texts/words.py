"""What the lines around releases are written with, in many languages: phrases, nothing else.

Another language is one more phrase in each table; all are in lower case.
"""


def _phrases(text: str) -> frozenset[str]:
    """Phrases parted by `|`; the lines of a table do not matter."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


GENRES = _phrases(
    """press release|news release|media release|press statement|media statement|press notice
    |media advisory|press advisory|media note|press note|for immediate release
    |pressemitteilung|presseerklärung|presseinformation|pressemeldung|medienmitteilung
    |medieninformation|persbericht|pressmeddelande|communiqué de presse|communiqué
    |nota de prensa|nota informativa|comunicado de prensa|comunicado oficial
    |nota de imprensa|nota à imprensa|comunicado de imprensa|comunicato stampa
    |komunikat prasowy|basın bülteni|basın açıklaması|пресс-релиз|сообщение для печати
    |официальное сообщение|прес-реліз|баспасөз хабарламасы|մամուլի հաղորդագրություն
    |بيان صحفي|新闻稿|新闻公报|プレスリリース|보도자료"""
)
"""What a text calls itself."""

MORE = _phrases(
    """read more|more|learn more|see more|continue reading|full story|full text
    |read the full text|weiterlesen|mehr|mehr lesen|mehr erfahren|lire la suite|lire plus
    |en savoir plus|leer más|ver más|seguir leyendo|leggi tutto|leggi di più
    |continua a leggere|leia mais|ler mais|saiba mais|подробнее|читать далее
    |читать полностью|далее|детальніше|читати далі|толығырақ|czytaj więcej|więcej
    |devamı|devamını oku|ավելին|կարդալ ավելին|اقرأ المزيد|المزيد|阅读更多|更多
    |続きを読む|もっと見る|더보기"""
)
"""Buttons that lead from a teaser to its text."""

BUTTONS = MORE | _phrases(
    """share|share this|share this page|share on|tweet|print|print this page|print version
    |e-mail|email|send|show more|back|back to list|back to the list|back to top|back to news
    |all news|go back|copy link|subscribe|listen|skip to content|skip to main content|search
    |menu|facebook|twitter|linkedin|whatsapp|telegram|youtube|instagram|vk|rss
    |teilen|drucken|seite drucken|zurück|zurück zur übersicht|nach oben|suche
    |zum inhalt springen|partager|partager cette page|imprimer|retour|retour à la liste
    |haut de page|rechercher|toutes les actualités|compartir|imprimir|volver
    |volver al listado|buscar|condividi|stampa|torna su|cerca|partilhar|compartilhar|voltar
    |поделиться|поделиться ссылкой|печать|распечатать|версия для печати|назад|к списку
    |назад к списку|вернуться к списку|все новости|наверх|поиск|скопировать ссылку
    |подписаться|поділитися|друкувати|бөлісу|басып шығару|udostępnij|drukuj|powrót
    |paylaş|yazdır|կիսվել|տպել|مشاركة|شارك|طباعة|分享|分享到|打印|打印本页|返回|返回列表
    |シェア|印刷|공유|인쇄"""
)
"""What may be clicked on a page, and says nothing in a text."""

COUNTED = _phrases(
    """view|views|hits|reads|visits|shares|comments|reading time|read time|aufrufe|lesezeit
    |kommentare|vues|lectures|temps de lecture|commentaires|visitas|lecturas|comentarios
    |tiempo de lectura|visualizações|letture|visualizzazioni|просмотр|просмотров|просмотры
    |прочитали|комментарии|комментариев|время чтения|перегляди|переглядів|դիտումներ
    |مشاهدات|عدد المشاهدات|浏览次数|浏览量|阅读"""
)
"""What pages count."""

RELATED = _phrases(
    """read also|see also|also read|related|related news|related articles|related content
    |related links|related stories|related documents|more news|latest news|recent news
    |other news|more on this topic|most read|popular|you may also like|further reading
    |lesen sie auch|mehr zum thema|siehe auch|weitere meldungen|weitere nachrichten
    |zum thema|lire aussi|à lire aussi|voir aussi|articles liés|sur le même sujet
    |autres actualités|lea también|leer también|ver también|véase también
    |noticias relacionadas|otras noticias|leggi anche|vedi anche|notizie correlate
    |leia também|veja também|notícias relacionadas|читайте также|смотрите также|см. также
    |по теме|материалы по теме|другие новости|похожие новости|последние новости
    |ещё новости|еще новости|популярное|читайте також|дивіться також|оқи отырыңыз
    |կարդացեք նաև|اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|相关新闻|相关阅读|延伸阅读
    |関連記事|関連ニュース|관련 기사"""
)
"""What stands above a list of other texts."""

TITLE_FIELDS = _phrases(
    """title|subject|headline|heading|betreff|titel|überschrift|objet|titre|asunto|título
    |titulo|oggetto|titolo|assunto|тема|заголовок|название|тақырып|başlık|konu|tytuł|temat
    |վերնագիր|العنوان|الموضوع|标题|主题|件名|タイトル|제목"""
)
DATE_FIELDS = _phrases(
    """date|dated|sent|published|publication date|pubdate|datum|gesendet|veröffentlicht
    |date de publication|fecha|fecha de publicación|publicado|data|дата|дата публикации
    |опубликовано|отправлено|күні|tarih|ամսաթիվ|التاريخ|日期|发布日期|日付|날짜"""
)
LINK_FIELDS = _phrases("url|link|permalink|ссылка|lien|enlace|链接|الرابط")
OTHER_FIELDS = _phrases(
    """from|to|cc|bcc|reply-to|message-id|mime-version|content-type|content-transfer-encoding
    |return-path|received|author|authors|by|byline|source|slug|layout|lang
    |language|id|type|section|category|categories|topic|topics|tag|tags|keywords|summary
    |description|location|place|draft|organization|organisation|lastmod|updated|modified
    |status|image|von|an|autor|quelle|kategorie|de|à|auteur|rubrique|para|autora|fuente|da|a
    |autore|fonte|от|кому|автор|источник|категория|рубрика|раздел|теги|дереккөз
    |kaynak|yazar|հեղինակ|աղբյուր|المصدر|الكاتب|作者|来源"""
)
"""Names of fields above a text: its title, its date, its address, and all else."""

TEXT_COLUMNS = _phrases(
    """text|body|content|lead|summary|description|teaser|inhalt|texte|contenu|corps|chapô
    |texto|cuerpo|contenido|testo|corpo|текст|содержание|описание|анонс|лид|տեքստ|النص
    |正文|内容|本文"""
)
"""What a table calls the column of texts."""

SAID_OF_A_DAY = _phrases("on|am|le|el|il|l|em|dia|today|сегодня|вчера")
"""Words that may stand before the day on which something was done."""

REFER_TO_A_DAY = _phrases("от|с|со|до|к|ко|по|после|перед|начиная")
"""Words before a day that is only referred to, in Russian, which needs none for the others."""
