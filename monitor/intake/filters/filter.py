"""What a filter is: a function from documents and patterns to documents.

Patterns are regular expressions (Python's, without regard to case) that may match anywhere.
Of a source that is a list, a filter takes or leaves whole items, by title and text. Of a source
that is one document, it takes or leaves lines. What is filtered out exists for nothing that
follows: a change in it alone is no change (conformance I).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.model.release import Document

Filter = Callable[[Sequence[Document], Sequence[str]], tuple[Document, ...]]


@lru_cache(maxsize=256)
def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a text matches at least one of the patterns."""
    compiled = [re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in patterns]
    return lambda text: any(expression.search(text) for expression in compiled)


def with_lines(document: Document, wanted: Callable[[str], bool]) -> Document:
    """The document with the lines that are wanted; its markup goes when a line went."""
    paragraphs = (
        "\n".join(line for line in paragraph.split("\n") if wanted(line))
        for paragraph in document.text.split("\n\n")
    )
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
    return document if text == document.text else replace(document, text=text, html=None)


def said(document: Document) -> str:
    """What an item is judged by."""
    return f"{document.title}\n{document.text}"
