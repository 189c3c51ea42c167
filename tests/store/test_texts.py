"""Texts are kept once, and as long as a revision says them."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from monitor.model.change import ChangeKind
from monitor.store import texts
from monitor.store.opening import open_database
from monitor.store.schema import revisions
from monitor.store.schema import texts as kept_texts
from monitor.store.store import Store
from tests.store.kept import NOW, change, check, keep, release, source, state_of

SOURCES = ("one", "two")


def test_equal_texts_are_kept_once(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    keep(store, *(release(f"a{n}", "Same.", title="Same") for n in range(3)))
    keep(store, release("b", "Same.", title="Same", of="two"))
    keep(store, release("c", "Same.", title="Same", html="<p>Same.</p>", of="two"))
    assert _uses(store) == [1, 4]


def test_a_text_goes_with_the_last_revision_that_says_it(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    keep(store, release("a", "Same.", title="Same"), release("own", "Own."))
    keep(store, release("b", "Same.", title="Same", of="two"))
    assert store.forget("one") == 2
    assert _uses(store) == [1]
    assert [row.text for row in store.releases(texts=True)] == ["Same."]
    store.forget("two")
    assert _uses(store) == []


def test_a_release_that_goes_back_to_what_it_said_keeps_both_texts(store: Store) -> None:
    """A → B → A: the newest is A, and both differences can be shown."""
    store.sync_sources([source()], NOW)
    keep(store, release("r", "A"))
    for number, text in ((2, "B"), (3, "A")):
        revised = release("r", text, revision=number)
        told = change(ChangeKind.REVISED, revised, n=number, previous=number - 1)
        store.commit(check(state_of(store), [revised], [told]))
    assert [each.text for each in store.revisions("r")] == ["A", "B", "A"]
    assert _uses(store) == [1, 2]
    assert store.prune(NOW, NOW - NOW) == 0
    assert store.texts(["r"]) == {"r": ("Title of r", "A")}


step = st.one_of(
    st.tuples(
        st.just("keep"), st.sampled_from(SOURCES), st.sampled_from("rst"), st.sampled_from("xyz")
    ),
    st.tuples(st.just("forget"), st.sampled_from(SOURCES)),
    st.tuples(st.just("prune")),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(step, max_size=15))
def test_the_count_of_a_text_is_the_number_of_its_revisions(steps: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        database = open_database("sqlite:///monitor.db", root=Path(folder))
        store = Store(database)
        store.sync_sources([source(name) for name in SOURCES], NOW)
        for what, *about in steps:
            if what == "keep":
                _say(store, *about)
            elif what == "forget":
                store.forget(*about)
            else:
                store.prune(NOW, NOW - NOW)
            assert database.read(_counted) == database.read(_referred)
        store.close()


def _say(store: Store, of: str, name: str, text: str) -> None:
    """Keep the next revision of a release, whatever it said before."""
    known = {each.id: each for each in store.known(of)}
    before = known.get(f"{of}-{name}")
    number = before.revision + 1 if before else 1
    said = release(f"{of}-{name}", text, of=of, revision=number, title=text)
    kind = ChangeKind.REVISED if before else ChangeKind.NEW
    told = change(kind, said, n=number)
    store.commit(check(state_of(store, of), [said], [told]))


def _uses(store: Store) -> list[int]:
    return sorted(store._database.read(_counted).values())


def _counted(connection: Connection) -> Counter[bytes]:
    rows = connection.execute(select(kept_texts.c.hash, kept_texts.c.uses))
    return Counter({row.hash: row.uses for row in rows})


def _referred(connection: Connection) -> Counter[bytes]:
    return Counter(connection.scalars(select(revisions.c.text)))


def test_a_snapshot_comes_back_to_the_letter() -> None:
    said = texts.Snapshot("T\0 \ud800", "Ünal\n\n\N{GRINNING FACE}", None)
    document = release("r", said.text, title=said.title).document
    assert texts.unpacked(texts.packed(document)) == said
