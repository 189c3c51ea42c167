"""Whether a body is a PDF document: asked often, so it loads nothing."""

MARK = b"%PDF-"

_LOOKED_AT_BYTES = 64


def is_pdf(body: bytes) -> bool:
    """Whether these bytes begin as a PDF does, white space before it aside."""
    return body[:_LOOKED_AT_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(MARK)
