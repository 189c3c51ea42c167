"""What the rules about dates and titles know of six languages: words, nothing else.

Another language is one more word in each table; all words are lower case, without full stops.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_OTHER_MONTHS = {
    1: "jan jän jänner janv ene gen genn янв январь январе",
    2: "feb febr feber fév févr fevrier febb фев февр февраль феврале",
    3: "mar mär mrz maerz marz мар март марте",
    4: "apr avr abr апр апрель апреле",
    5: "mag май мае",
    6: "jun giu июн июнь июне",
    7: "jul juil lug июл июль июле",
    8: "aug aout ago авг август августе",
    9: "sep sept set setiembre сен сент сентябрь сентябре",
    10: "oct okt ott окт октябрь октябре",
    11: "nov ноя нояб ноябрь ноябре",
    12: "dec dez déc decembre dic дек декабрь декабре",
}
MONTHS = {
    name: number for names in _MONTHS.values() for number, name in enumerate(names.split(), 1)
} | {name: number for number, names in _OTHER_MONTHS.items() for name in names.split()}
"""Name or abbreviation -> 1 to 12."""

SHORT_MONTHS = _set("мая июня июля mai juin juni juli june july août mayo mars")
"""Whole names of four letters or fewer that are no other word."""

_WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedì lunedi понедельник пн",
    "tuesday tue tues dienstag di mardi mar martes martedì martedi вторник вт",
    "wednesday wed mittwoch mi mercredi mer miércoles miercoles mercoledì mercoledi среда среду ср",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves giovedì giovedi четверг чт",
    "friday fri freitag fr vendredi ven viernes venerdì venerdi пятница пятницу пт",
    "saturday sat samstag sonnabend sa samedi sam sábado sabado sabato суббота субботу сб",
    "sunday sun sonntag so dimanche dim domingo domenica воскресенье вс",
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
"""Name or abbreviation -> 0 (Monday) to 6."""

BEFORE_DATE = _set(
    "on in from between since during as of the by late early mid "
    "am im vom zum seit ab der den dem des zwischen nacht "
    "le les du de des dès depuis ce en entre l à au "
    "el los la día días dia dias del desde durante "
    "il lo nei nel nella giorni giorno dal dalla tra fra "
    "с со в во от на период день "
    "op på"
)
"""Words that may stand between the beginning of a sentence and its date."""

BETWEEN_DAYS = r"and|to|through|thru|until|till|und|bis(?:\szum)?|sowie|et|au|y|al?|e|ed|и|по|до"
"""What joins several days of one date, as a regular expression."""

PUBLISHED_LABELS = _set(
    "date dated published publication posted released release issued issue created press news "
    "statement updated-on information media advisory for immediate no nr n "
    "datum veröffentlicht veröffentlichung erstellt erschienen stand pressemitteilung meldung "
    "pressemeldung medienmitteilung mitteilung presseinformation "
    "publié publiée publication communiqué presse mis en ligne "
    "fecha publicado publicada publicación comunicado nota prensa "
    "data pubblicato pubblicata comunicato stampa "
    "дата опубликовано публикация публикации пресс-релиз новости"
)
"""What a date line may say before its date, beside a place."""

UPDATED_LABELS = _set(
    "update updated modified aktualisiert aktualisierung geändert änderung "
    "màj actualisé actualisée modifié actualizado actualización modificado "
    "aggiornato aggiornamento modificato обновлено обновление изменено"
)
"""Words that make a date the day of an edit: never the day of publication."""

ABBREVIATIONS = _set(
    "mr mrs ms dr prof st sen sens rep reps gov gen col lt capt sgt hon rev pres no nos vs etc inc "
    "ltd co corp dept e.g i.e u.s u.n u.k a.m p.m jr sr fig vol art sec approx "
    "nr bzw ca z.b d.h u.a usw ggf evtl abs hl str dipl ing str tel vgl mio mrd sog inkl "
    "m mm mme mlle me n° p.ex env av bd sté "
    "sr sra srta ud uds ee.uu núm pág art avda "
    "sig dott dott.ssa on ing avv cfr ecc pag "
    "г гг т.е т.к т.д т.п им ул д стр руб млн млрд тыс ст п см др проф акад ген"
)
"""Words whose full stop does not end a sentence (single letters never do)."""

FUNCTION_WORDS = _set(
    "the a an of and or to in on at by for with from as that which who whose its their his her "
    "into between under over about than is are was were be been has have had will would also not "
    "der die das dem den des ein eine einer eines einem einen und oder von vom zu zum zur im in am "
    "an auf aus bei mit nach für über unter als dass ist sind war wird wurde hat "
    "le la les l un une des du de et ou à au aux en dans par pour sur avec que qui dont est sont a "
    "el los las una unos del y o al en por para con que se su sus es son ha "
    "il lo gli i uno di del della dei delle dello e ed o da dal dalla in nel nella con per tra "
    "fra che è sono ha "
    "и в во на с со к ко по о об от до из за для при не что как а но его их под над между"
)
"""Words that no headline ends with."""

NAME_PARTICLES = _set("von van der den de du di da del della dos al el bin ibn le la")
"""Lower-case words within a name."""

ENGLISH = _set("the and of to in that for with was is on")
"""Frequent words that tell English from the other languages here."""

CONTACT_LABELS = (
    "contact|press|media|tel|phone|fax|e-?mail|source|photo|kontakt|ansprechpartner|presse|quelle|"
    "foto|fuente|contacto|contatti|fonte|контакты?|источник|фото"
)
"""What lines below a text begin with, before a colon, as a regular expression."""
