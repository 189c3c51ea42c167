"""`drop:` leaves out the items, or the lines of a page, that match one of the patterns."""

from collections.abc import Sequence

from monitor.intake.filters.filter import matcher, said, with_lines
from monitor.model.release import Document


def drop(documents: Sequence[Document], patterns: Sequence[str]) -> tuple[Document, ...]:
    """What matches goes."""
    matches = matcher(tuple(patterns))
    lines = (
        with_lines(document, lambda line: not matches(line)) if document.whole else document
        for document in documents
    )
    return tuple(document for document in lines if document.whole or not matches(said(document)))
