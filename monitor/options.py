"""The words that commands share: options, arguments, and how their help looks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from monitor.bounds import bounded

NAME = "feed-monitor"
CONFIG = Path("config.yaml")


@dataclass(frozen=True, slots=True)
class Command:
    """One command as the command line offers it. `run` takes what its signature says, gives the
    exit code, and has the help in its docstring."""

    name: str
    run: Callable[..., int]
    examples: tuple[str, ...]


def called(name: str, *examples: str) -> Callable[[Callable[..., int]], Command]:
    """Make a function the command of this name (`config check` stands in a group)."""
    return lambda run: Command(name, run, examples)


def group(about: str, epilog: str | None = None) -> typer.Typer:
    """A group of commands with plain help: Rich's takes three times as long to appear."""
    return typer.Typer(
        help=about,
        epilog=epilog,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def example(*lines: str) -> str:
    """The text below a command's help: how it is called."""
    return "\b\nFor example:\n" + "\n".join(f"  {NAME} {line}" for line in lines)


def _chosen(ctx: typer.Context, value: Path) -> Path:
    """`--config` counts before the command as well as after it."""
    return ctx.find_root().params.get("config", value) if value == CONFIG else value


def _version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(f"{NAME} {metadata.version(NAME)}")
        raise typer.Exit


def in_bounds(value: int | list[int] | None) -> int | list[int] | None:
    """A callback of options and arguments that are numbers: none is larger than can be kept."""
    if isinstance(value, int):
        return bounded(value)
    return [bounded(number) for number in value] if value else value


RootConfig = Annotated[
    Path, typer.Option("--config", "-c", metavar="FILE", help="The configuration.")
]
Config = Annotated[
    Path,
    typer.Option("--config", "-c", metavar="FILE", help="The configuration.", callback=_chosen),
]
Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which this is.")
]
Render = Annotated[
    str | None,
    typer.Option("--render", metavar="browser", help="Let its scripts build it first."),
]
Wait = Annotated[
    str | None,
    typer.Option("--wait", metavar="WHAT", help="Until then: quiet, 3s, or a CSS selector."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, nothing else.")]
Since = Annotated[
    int | None,
    typer.Option(
        "--since",
        min=0,
        metavar="SEQ",
        help="Only what has a higher sequence.",
        callback=in_bounds,
    ),
]
Limit = Annotated[
    int,
    typer.Option("--limit", min=1, metavar="N", help="The newest N.", callback=in_bounds),
]
Sources = Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", show_default=False)]
SomeSources = Annotated[list[str], typer.Argument(metavar="SOURCE...", show_default=False)]
OfSources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="SOURCE", help="Only of this source; may be repeated."),
]
Release = Annotated[str, typer.Argument(metavar="RELEASE", help="An id, or the beginning of one.")]
Target = Annotated[
    str | None, typer.Option("--target", metavar="TARGET", help="Only for this target.")
]
