"""Which feeds there are, and whom they open to."""

import pytest

from monitor.config.settings import FeedSpec, Match
from monitor.publish.catalogue import Catalogue, path
from tests.publish.rows import settings, source

HARBOUR = source("harbour", title="Harbour office", tags=("water", "city"))
BOARD = source("board", tags=("inside",), headers={"Authorization": "x"}, feed_token="t0ken")
LOCKED = source("locked", headers={"Authorization": "x"})
BRIDGES = FeedSpec("bridges", "Bridges only", Match(tags=("water",), any_words=("bridge",)))
CATALOGUE = Catalogue(settings(HARBOUR, BOARD, LOCKED, feeds=(BRIDGES,)))


def test_there_is_one_of_everything_of_each_configured_feed_tag_and_public_source() -> None:
    names = [offer.name for offer in CATALOGUE.shared()]
    assert names == ["all", "bridges", "tag-water", "tag-city", "harbour"]


@pytest.mark.parametrize("name", ["all", "bridges", "tag-water", "harbour", "board", "locked"])
def test_each_is_found_by_its_name(name: str) -> None:
    offer = CATALOGUE.find(name)
    assert offer is not None
    assert offer.name == name


@pytest.mark.parametrize("name", ["", "tag-", "tag-inside", "tag-nothing", "water", "ALL"])
def test_there_is_no_other(name: str) -> None:
    assert CATALOGUE.find(name) is None


@pytest.mark.parametrize("name", ["all", "bridges", "tag-water"])
def test_a_shared_feed_has_one_entry_a_story_and_nothing_private(name: str) -> None:
    offer = CATALOGUE.find(name)
    assert offer is not None
    assert offer.selection.one_per_story
    assert not offer.selection.include_private


def test_a_configured_feed_selects_what_it_matches() -> None:
    offer = CATALOGUE.find("bridges")
    assert offer is not None
    assert (offer.selection.tags, offer.selection.any_words) == (("water",), ("bridge",))


@pytest.mark.parametrize(
    ("name", "token", "opens"),
    [
        pytest.param("harbour", None, True, id="public"),
        pytest.param("harbour", "anything", True, id="public, token or not"),
        pytest.param("board", "t0ken", True, id="private, its token"),
        pytest.param("board", "t0keN", False, id="private, another token"),
        pytest.param("board", "", False, id="private, an empty token"),
        pytest.param("board", None, False, id="private, no token"),
        pytest.param("board", "t0ken\u00e9", False, id="private, a token beyond ASCII"),
        pytest.param("locked", None, False, id="private without a token: nobody"),
        pytest.param("locked", "", False, id="private without a token: nor an empty one"),
    ],
)
def test_a_private_feed_opens_to_its_token_alone(name: str, token: str | None, opens: bool) -> None:
    offer = CATALOGUE.find(name)
    assert offer is not None
    assert offer.opens_to(token) is opens


def test_a_change_shows_up_in_every_feed_that_its_source_is_part_of() -> None:
    assert set(CATALOGUE.holding("harbour")) == {
        "all", "bridges", "tag-water", "tag-city", "harbour",
    }  # fmt: skip
    assert list(CATALOGUE.holding("board")) == []


def test_a_name_is_made_fit_for_a_path() -> None:
    assert path("csto", "atom") == "/feeds/csto.atom"
    assert path("csto", "rss", changes=True) == "/feeds/csto/changes.rss"
    assert path("tag-a/../b c", "rss") == "/feeds/tag-a%2F..%2Fb%20c.rss"
