"""`keep:` leaves only the items, or the lines of a page, that match one of the patterns."""

from collections.abc import Sequence

from monitor.intake.filters.filter import matcher, said, with_lines
from monitor.model.release import Document


def keep(documents: Sequence[Document], patterns: Sequence[str]) -> tuple[Document, ...]:
    """What matches stays."""
    matches = matcher(tuple(patterns))
    lines = (
        with_lines(document, matches) if document.whole else document for document in documents
    )
    return tuple(document for document in lines if document.whole or matches(said(document)))
