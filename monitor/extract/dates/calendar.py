"""What the dates of pages are written with: words of fourteen languages, beside those for texts.

Another language is one more line in each table; all words are casefolded, without full stops.
"""

from monitor import languages


def names(text: str) -> frozenset[str]:
    """Words as a set, for tables that people edit."""
    return frozenset(text.split())


_MORE_MONTHS = {
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "pl-nominative": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień "
    "październik listopad grudzień",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar-maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
}
_SHORT_MONTHS = {
    1: "sty يناير", 2: "fev lut", 3: "mrt març", 4: "kwi ابريل إبريل", 5: "maio",
    6: "cze يونيه", 7: "lip يوليه", 8: "sie اغسطس", 9: "wrz set", 10: "out paź اكتوبر",
    11: "lis", 12: "des gru",
}  # fmt: skip
MONTHS = (
    {n: i for row in _MORE_MONTHS.values() for i, n in enumerate(row.split(), 1)}
    | {name: number for number, row in _SHORT_MONTHS.items() for name in row.split()}
    | languages.MONTHS
)
"""Name or abbreviation -> 1 to 12. `mar` and `set` are months: only ever beside a day or a year."""

LEVANTINE = {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7,
    "آب": 8, "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
}  # fmt: skip
"""The months of Arabic's other calendar words, some of which are two words."""

_MORE_WEEKDAYS = (
    "segunda segunda-feira maandag måndag poniedziałek",
    "terça terça-feira dinsdag tisdag wtorek",
    "quarta quarta-feira woensdag onsdag środa",
    "quinta quinta-feira donderdag torsdag czwartek",
    "sexta sexta-feira vrijdag fredag piątek",
    "zaterdag lördag sobota",
    "zondag söndag niedziela",
)
WEEKDAYS = languages.WEEKDAYS | {
    name: number for number, row in enumerate(_MORE_WEEKDAYS) for name in row.split()
}
"""Name or abbreviation -> 0 (Monday) to 6."""

TODAY = names(
    "today heute aujourd'hui hoy oggi hoje сегодня vandaag idag dzisiaj dziś اليوم 今天 今日"
)
YESTERDAY = names(
    "yesterday gestern hier ayer ieri ontem вчера gisteren igår wczoraj أمس 昨天 昨日"
)
"""Days that are counted from the visit. `hier` (French) is only taken beside a time or alone."""

UNITS = {
    "minute": "minute minutes mins min minuten minuto minutos minuti минут минуты минуту minuter "
    "minut minuty minuut دقيقة دقائق 分钟 分鐘 分",
    "hour": "hour hours hrs hr h stunde stunden heure heures hora horas ora ore час часа часов uur "
    "uren timme timmar godzin godziny godzinę ساعة ساعات 小时 小時 時間",
    "day": "day days tag tage tagen jour jours día días dia dias giorno giorni день дня дней dag "
    "dagen dagar dzień dni يوم أيام 天 日",
    "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane неделю "
    "недели недель weken vecka veckor tydzień tygodnie tygodni أسبوع أسابيع 周 週間",
    "month": "month months monat monate monaten mois mes meses mese mesi mês месяц месяца месяцев "
    "maand maanden månad månader miesiąc miesiące miesięcy شهر أشهر 个月 か月 ヶ月",
    "year": "year years jahr jahre jahren an ans año años anno anni ano anos год года лет jaar år "
    "rok lata lat سنة سنوات 年",
}
"""What "ago" counts in, in all languages."""

AGO_BEFORE = names("vor hace há ha for för منذ قبل") | {"il y a"}
AGO_AFTER = names("ago fa назад geleden sedan temu atrás 前 之前 以前")

UPDATED = languages.UPDATED_LABELS | names(
    "revised bijgewerkt uppdaterad uppdaterat ändrad atualizado alterado zaktualizowano 更新 تحديث"
)
"""Words that make a date the day of an edit."""

NOT_PUBLISHED = names(
    "deadline due expires expiry ends end closes closing until bis frist ablauf argued submitted "
    "heard scheduled comments jusqu'au hasta fino tot t.o.m copyright born"
)
"""Words that make a date another than that of publication."""
