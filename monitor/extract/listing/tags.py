"""Names of elements, by what they are to a reader."""


def names(text: str) -> frozenset[str]:
    """Words as a set, for tables that people edit."""
    return frozenset(text.split())


HEADINGS = names("h1 h2 h3 h4 h5 h6")
HEADING_LIKE = HEADINGS | names("b strong caption th dt legend")
"""What may stand above records and say something of all of them."""
ITEMS = HEADINGS | names("li tr article dt dd section p td summary")
"""What may be, or begin, a record without having a link."""
BOXES = names("tr li article div section ul ol table tbody dl a details")
"""What may hold a whole record."""
ALWAYS = names("li article")
"""Whose siblings of the same name are records, too, however they are built."""
JOINED = names("i em u font sup sub mark span wbr q cite abbr bdi bdo small tt nobr")
"""What does not break a line of text into pieces, unless it has a class."""
INLINE = JOINED | names("b strong label time data code kbd var s ins del acronym")
UNSEEN = names(
    "script style noscript template svg iframe object head select datalist canvas map math"
)
"""What no reader of the page sees as its text."""
HELD = names("a time td th img meta audio data abbr")
"""What says something even without text: each gets an empty leaf, to have a place."""
PARTS = names("div section ul ol table nav aside main header footer form")
"""Whose ids may name a part of the page."""
