"""Whether a text holds words: whole words or phrases, whatever their case and accents."""

import re
import unicodedata
from collections.abc import Callable

from monitor.store.views import Selection

# Scripts that put no blanks between words: there every sign stands for itself.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_TOKEN = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+")
_ASCII_GAPS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


def matcher(selection: Selection) -> Callable[[str, str], bool] | None:
    """A test of (title, text): it holds one of `any_words`, if there are any, and none of
    `none_words`. None where there are no words to look for."""
    if not selection.any_words and not selection.none_words:
        return None
    wanted = [phrase for phrase in map(folded, selection.any_words) if phrase.strip()]
    unwanted = [phrase for phrase in map(folded, selection.none_words) if phrase.strip()]

    def matches(title: str, text: str) -> bool:
        said = folded(title) + "\n" + folded(text)
        if any(phrase in said for phrase in unwanted):
            return False
        return not selection.any_words or any(phrase in said for phrase in wanted)

    return matches


def folded(text: str) -> str:
    """A text as it is compared: its words in order, a blank on either side of each."""
    text = text.casefold()
    if text.isascii():
        return f" {' '.join(text.translate(_ASCII_GAPS).split())} "
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return f" {' '.join(_TOKEN.findall(plain.casefold()))} "
