"""What a record says beside its title: its longest text, where that is text and not a label.

Beside a title stand its office, its author, its number of comments: short, and some of them other
ones at every visit. So a few words count only where their element is one for text.
"""

from monitor.extract.dates.stamps import stamps
from monitor.extract.listing.facts import Facts, Parts, Piece
from monitor.extract.listing.titles import word_count
from monitor.extract.listing.words import ASIDES, GENERIC, TEXTS, named

LONGEST = 600
"""Characters of a summary at most."""
_SENTENCE = 6
"""So many words are text wherever they stand."""
_ALL = 0.8


def summary(facts: Facts, parts: Parts, title: str) -> str:
    """A record's text, on one line; empty where it has none."""
    others = [piece for piece in parts.pieces.values() if piece.text != title]
    longest = max(others, key=lambda piece: len(piece.text), default=None)
    if longest is not None and word_count(longest.text) < _SENTENCE:
        short = (piece for piece in others if _is_text(facts, piece))
        longest = max(short, key=lambda piece: len(piece.text), default=None)
    return longest.text[:LONGEST] if longest else ""


def _is_text(facts: Facts, piece: Piece) -> bool:
    """Whether a few words are text: in a paragraph, or in what is called one; no date, no count."""
    node = facts.page.nodes[piece.node]
    words = named(facts.page.steps[node.key][1])
    if not words & TEXTS and (node.tag != "p" or words & ASIDES):
        return False
    if GENERIC.fullmatch(piece.text) or facts.links_in(piece.start, piece.end):
        return False
    return word_count(piece.text) > 1 and not _counts(piece.text) and not _dates(facts, piece.text)


def _counts(text: str) -> bool:
    """ "12 comments", "Hits: 312": another one tomorrow."""
    words = text.split()
    return len(words) < 3 and any(word.strip("():,.").isdigit() for word in words)


def _dates(facts: Facts, text: str) -> bool:
    return any(stamp.fills > _ALL for stamp in stamps(text, facts.today))
