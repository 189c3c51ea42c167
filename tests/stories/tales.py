"""Releases of two invented harbour offices, written for these tests."""

from datetime import date

from monitor.stories.model import Told

DAY = date(2031, 5, 6)

_JOINT = """The harbour offices of Brindlemark and Ostwick agreed today to share one pilot
service from the first of next month. Eleven pilots and four launches will work from the new
station at Cormorant Point, which cost 2,430,000 crowns and took three winters to build. Ships
above 90 metres must still order a pilot a day ahead. Captain Ilsabet Roon, who will lead the
station, said that nobody would wait longer than an hour for help, whatever the weather. The old
stations at Gull Sound and Ferrow will be open to visitors in summer, when volunteers show the
oil lamps and the first wireless room of the coast."""

_GRANT = """The Ostwick Harbour Fund gave {sum} crowns to the sailing school of {place} today.
The fund supports schools that teach children to swim, to row and to read a chart before their
twelfth birthday. Its money comes from the landing fees of guest boats and is given out each
quarter by a jury of five skippers. Schools apply with a plan and a budget, and report after a
year what became of both. The sailing school of {place} will buy {boats} dinghies, said Director
Maelle Thorn of the fund, who thanked all donors and wished the children fair winds always."""


def joint(office: str, quote: str = "", *, day: date = DAY, cost: str = "2,430,000") -> Told:
    text = f"{_JOINT} {quote}".replace("2,430,000", cost)
    return Told(office, f"{office}: one pilot service for two harbours", text, f"/{office}/1", day)


def grant(place: str, amount: str, boats: str = "6", *, source: str = "Ostwick") -> Told:
    text = _GRANT.format(place=place, sum=amount, boats=boats)
    return Told(source, f"Harbour Fund supports {place}", text, f"/{place}", DAY)
