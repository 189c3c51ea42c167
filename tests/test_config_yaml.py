"""The configuration that comes with the program: it works as it stands, and explains itself."""

import re
from pathlib import Path

from monitor.alerts.kinds import NOTIFIERS
from monitor.commands.review import review
from monitor.config.load import load
from monitor.config.settings import RETRIES_SECONDS, Fetch, Settings
from monitor.config.shape import (
    ConfigShape,
    DefaultsShape,
    FeedShape,
    FetchShape,
    LimitsShape,
    MatchShape,
    PerHostShape,
    SourceShape,
    TargetShape,
)
from monitor.intake.kinds import KINDS
from tests.config.loading import SECRET, loaded

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "config.yaml").read_text(encoding="utf-8")
SHAPES = (ConfigShape, DefaultsShape, FeedShape, FetchShape, LimitsShape, MatchShape, PerHostShape,
          SourceShape, TargetShape)  # fmt: skip

_EXAMPLE = re.compile(r"^(\s*)# ((?:  )*(?:- )?[A-Za-z_]+:(?: .*)?)$")


def with_examples() -> str:
    """config.yaml with its commented examples made real, each in place of the empty list above."""
    lines = [_EXAMPLE.sub(r"\1\2", line) for line in TEXT.splitlines()]
    return "\n".join(
        line for line in lines if not re.search(r"^(include|feeds|targets): \[\]", line)
    )


def test_it_works_as_it_stands_and_watches_the_seeds() -> None:
    settings = load(ROOT / "config.yaml", KINDS, NOTIFIERS, environ={})
    (source,) = settings.sources
    assert (source.id, source.kind, source.place) == ("csto", "files", "seeds/*.txt")
    assert (source.title, source.tags, source.every) == ("CSTO press releases", ("security",), "2s")
    assert [*settings.warnings, *review(settings)] == []


def test_every_value_that_it_shows_is_the_default() -> None:
    settings = load(ROOT / "config.yaml", KINDS, NOTIFIERS, environ={})
    plain = Settings(settings.path, settings.root, sources=settings.sources, files=settings.files)
    assert settings == plain
    assert settings.fetch == Fetch()


def test_the_retries_that_it_shows_are_the_default(tmp_path: Path) -> None:
    shown = re.search(r"retries: (\[.*\])", TEXT)
    assert shown
    target = f"id: t, webhook: 'https://x.example', secret: {SECRET}, retries: {shown[1]}"
    settings = loaded(tmp_path, f"sources: []\ntargets: [{{{target}}}]")
    assert settings.targets[0].retries_seconds == RETRIES_SECONDS


def test_its_examples_work_once_they_are_uncommented(tmp_path: Path) -> None:
    environ = {"TERMS_TOKEN": "t", "TERMS_FEED_TOKEN": "long enough", "OPS_HOOK_SECRET": SECRET,
               "TEAM_CHAT_URL": "slack://a/b/c"}  # fmt: skip
    text = re.sub(r"include: .*", "", with_examples())
    settings = loaded(tmp_path, text, environ)
    kinds = [source.kind for source in settings.sources]
    assert kinds == ["files", "page", "listing", "sitemap", "api", "any", "feed"]
    assert len(settings.feeds) == 1
    assert [target.kind for target in settings.targets] == list(NOTIFIERS)
    assert settings.warnings == ()


def test_it_explains_every_key_that_there_is() -> None:
    keys = {key for shape in SHAPES for key in shape.model_fields} | set(KINDS) | set(NOTIFIERS)
    for kinds in (KINDS, NOTIFIERS):
        keys |= {key for name in kinds for key in kinds[name].options.model_fields}
    shown = set(re.findall(r"([a-z_]+):", TEXT))
    assert keys <= shown


def test_the_reference_names_every_key_of_every_kind() -> None:
    reference = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name in KINDS:
        (row,) = re.findall(rf"^\| `{name}` \|.*$", reference, re.MULTILINE)
        assert set(KINDS[name].options.model_fields) <= set(re.findall(r"`(\w+)`", row))
