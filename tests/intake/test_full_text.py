"""Which items' own pages are read, and what becomes of the others. The pure part."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.intake.full_text import completed, wanted
from monitor.model.published import Published
from monitor.model.release import Document, Known

NOW = datetime(2025, 3, 1, tzinfo=UTC)
OLD, NEW = "https://o.test/old", "https://o.test/new"


def item(url: str | None, text: str = "a taste") -> Document:
    return Document("Title", text, "https://o.test/", url=url)


def known(url: str) -> Known:
    key = url.removeprefix("https://")
    return Known("id", key, "hash", 1, "Title", url, None, False, NOW, NOW, {}, 0)


def test_what_is_known_keeps_its_text_and_is_not_read_again() -> None:
    documents = [item(OLD), item(NEW)]
    keys = wanted(documents, "url", [], {}).keys
    kept = replace(known(OLD), key=keys[0])
    plan = wanted(documents, "url", [kept], {"id": ("Title", "the whole text")})
    assert plan.documents[0].text == "the whole text"
    assert plan.documents[1].text == "a taste"
    assert plan.new == (1,)


def test_a_page_that_was_read_is_not_read_again_under_another_guid() -> None:
    kept = replace(known(OLD), key="guid-1", aliases=("guid-2",))
    text = {"id": ("Title", "the whole text")}
    for guid in ("guid-2", "guid-3"):
        plan = wanted([replace(item(OLD), guid=guid)], "guid", [kept], text)
        assert (plan.documents[0].text, plan.new) == ("the whole text", ())
    other = replace(item(OLD), guid="guid-3", title="Another title")
    assert wanted([other], "guid", [kept], text).new == (0,)


def test_an_item_without_a_link_has_no_page() -> None:
    assert wanted([item(None)], "title", [], {}).new == ()


def test_nothing_found_is_nothing_wanted() -> None:
    assert wanted([], None, [], {}).documents == ()


def test_the_page_fills_in_what_the_list_does_not_say() -> None:
    page = Document(
        "Page title", "Long text.", NEW, html="<p>Long text.</p>", author="A. Writer",
        published=Published("2025-02-01"),
    )  # fmt: skip
    done = completed(item(NEW), page)
    assert (done.title, done.text, done.author) == ("Title", "Long text.", "A. Writer")
    assert done.published == Published("2025-02-01")
    dated = completed(replace(item(NEW), published=Published("2025-02-03")), page)
    assert dated.published == Published("2025-02-03")


def test_a_page_that_says_nothing_takes_nothing_away() -> None:
    assert completed(item(NEW), Document("", "", NEW)).text == "a taste"
