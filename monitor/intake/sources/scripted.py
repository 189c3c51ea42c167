"""Where nothing is found on a page: whether its scripts would have to build it, and what to do."""

from contextlib import suppress

from monitor.errors import ExtractError
from monitor.extract.shell import Scripted, scripted
from monitor.intake.sources.web import charset
from monitor.model.source import Source
from monitor.model.visit import Part

TO_DO = "set `render: browser`"
"""As a key of the source, or as `--render browser` of a command."""


def needs_browser(source: Source, part: Part) -> Scripted | None:
    """Why the page seems to build itself with scripts; None where it was shown in a browser."""
    if source.options.get("render"):
        return None
    with suppress(ExtractError):
        return scripted(part.body, charset(part.content_type))
    return None


def said(found: Scripted) -> str:
    """The sentence for people."""
    seems = "this page builds itself" if found.empty else "this page may build itself"
    return f"{seems} with scripts, since {found.why}: {TO_DO}"


def advised(error: ExtractError, source: Source, part: Part) -> ExtractError:
    """The error with what to do about a page that scripts build, where it is one."""
    if found := needs_browser(source, part):
        error.hint = (
            said(found) if found.empty or not error.hint else f"{said(found)}; or {error.hint}"
        )
    return error
