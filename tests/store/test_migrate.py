"""A store becomes one of this version: made at once, or through every revision."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from monitor.errors import StoreError
from monitor.store.counting import data_version
from monitor.store.migrate import SCRIPTS, head, stored, upgrade
from monitor.store.opening import open_database
from monitor.store.store import Store
from tests.store.kept import NOW, keep, release, source

NOW_AT = head()
NEXT = f"{int(NOW_AT) + 1:04}"
NEXT_REVISION = f'''
"""A column more."""
import sqlalchemy as sa
from alembic import op
revision = "{NEXT}"
down_revision = "{NOW_AT}"
def upgrade():
    with op.batch_alter_table("sources") as table:
        table.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="grey"))
'''


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The revisions of a version to come."""
    scripts = tmp_path / "scripts"
    copytree(SCRIPTS, scripts)
    (scripts / "versions" / f"r{NEXT}_colour.py").write_text(NEXT_REVISION)
    return scripts


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes databases with nothing in them."""
    if request.param == "postgres":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
        return make
    names = iter("abc")
    return lambda: f"sqlite:///{tmp_path / next(names)}.db"


def test_a_store_made_at_once_equals_one_that_went_through_every_revision(
    new_url: Callable[[], str],
) -> None:
    made, migrated = new_url(), new_url()
    Store.open(made).close()
    engine = create_engine(migrated)
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    assert _described(made) == _described(migrated)


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [head()]


def test_an_older_store_is_migrated_and_keeps_what_it_has(
    new_url: Callable[[], str], next_version: Path
) -> None:
    url = new_url()
    older = Store.open(url)
    older.sync_sources([source()], NOW)
    keep(older, release("r", "Kept."))
    older.close()
    database = open_database(url, scripts=next_version)
    assert database.read(stored) == NEXT
    assert database.read(_scalar, "SELECT colour FROM sources") == "grey"
    assert [row.text for row in Store(database).releases(texts=True)] == ["Kept."]
    database.close()


def test_a_copy_is_put_beside_a_store_before_it_is_migrated(
    tmp_path: Path, next_version: Path
) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    older = Store.open(url)
    older.sync_sources([source()], NOW)
    keep(older, release("r"))
    older.close()
    open_database(url, scripts=next_version).close()
    before = Store.open(f"{url}.before-{NEXT}")
    assert [row.id for row in before.releases()] == ["r"]
    before.close()
    assert not list(tmp_path.glob(".*unfinished*"))


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    new_url: Callable[[], str], next_version: Path
) -> None:
    url = new_url()
    Store.open(url).close()
    broken = next_version / "versions" / f"r{NEXT}_colour.py"
    broken.write_text(NEXT_REVISION + "    op.execute('DROP TABLE nowhere')\n")
    before = _described(url)
    with pytest.raises(Exception, match="nowhere"):
        open_database(url, scripts=next_version)
    assert _described(url) == before
    Store.open(url).close()


def test_a_store_of_a_newer_version_is_refused_and_says_so(
    new_url: Callable[[], str], next_version: Path
) -> None:
    url = new_url()
    open_database(url, scripts=next_version).close()
    with pytest.raises(StoreError, match=rf"newer version.* {NEXT}.* {NOW_AT}") as refused:
        Store.open(url)
    assert refused.value.hint


def test_tables_of_another_program_are_left_alone(new_url: Callable[[], str]) -> None:
    url = new_url()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE releases (name TEXT)"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"tables already \(releases\)"):
        Store.open(url)


def test_opening_again_changes_nothing_and_makes_no_copy(
    sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.sync_sources([source()], NOW)
    again = Store.open("sqlite:///monitor.db", root=tmp_path)
    assert [row.source.id for row in again.sources()] == ["one"]
    again.close()
    assert not list(tmp_path.glob("*before*"))


def test_opening_loads_alembic_only_to_migrate(tmp_path: Path) -> None:
    program = (
        "import sys; from monitor.store.store import Store;"
        f"Store.open('sqlite:///{tmp_path}/monitor.db').close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_two_processes_may_create_one_store(new_url: Callable[[], str]) -> None:
    program = "import sys; from monitor.store.store import Store; Store.open(sys.argv[1]).close()"
    url = new_url()
    running = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    database = open_database(url)
    assert database.read(data_version) == 0
    database.close()


def _scalar(connection: Connection, statement: str) -> object:
    return connection.scalar(text(statement))


def _described(url: str) -> object:
    """Every table, column, key and index as the database itself tells of them."""
    engine = create_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            return [sorted(_asked(engine, each), key=repr) for each in _OF_SQLITE]
        columns = (
            "SELECT table_name, ordinal_position, column_name, data_type, is_nullable,"
            " column_default, collation_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        indexes = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
        )
        inspected = inspect(engine)
        keys = [
            (name, sorted(map(str, inspected.get_foreign_keys(name))))
            for name in sorted(inspected.get_table_names())
        ]
        return _asked(engine, columns), _asked(engine, indexes), keys
    finally:
        engine.dispose()


_OF_SQLITE = (
    "SELECT name, CASE type WHEN 'index' THEN sql END FROM sqlite_master",
    "SELECT t.name, c.* FROM sqlite_master t, pragma_table_xinfo(t.name) c",
    "SELECT t.name, k.* FROM sqlite_master t, pragma_foreign_key_list(t.name) k",
    "SELECT t.name, i.name, [unique], partial FROM sqlite_master t, pragma_index_list(t.name) i",
)
"""Not the text of CREATE TABLE: a column that came later stands at another place in it."""


def _asked(engine: Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(_plain(value) for value in row) for row in connection.execute(text(question))]


def _plain(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value
