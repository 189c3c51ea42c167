"""A store that cannot be opened says why, and what to do."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from monitor.errors import StoreError
from monitor.store.opening import beside
from monitor.store.store import Store


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("data/monitor.db", "cannot be read", id="no URL"),
        pytest.param("mysql://localhost/x", "kind 'mysql'", id="another database"),
        pytest.param("sqlite://", "must be a file", id="in memory"),
        pytest.param("sqlite:///:memory:", "must be a file", id="in memory, said so"),
    ],
)
def test_a_url_that_names_no_store_is_refused(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        Store.open(url)
    assert "sqlite:///data/monitor.db" in str(refused.value)


def test_a_relative_path_counts_from_the_root(tmp_path: Path) -> None:
    Store.open("sqlite:///data/monitor.db", root=tmp_path).close()
    assert (tmp_path / "data" / "monitor.db").exists()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/monitor.db", "root/data/monitor.db.hosts"),
        ("sqlite:////var/other.db", "/var/other.db.hosts"),
        ("postgresql://user@host/news", "root/data/monitor.hosts"),
    ],
)
def test_what_belongs_to_a_store_lies_beside_it(tmp_path: Path, url: str, path: str) -> None:
    assert beside(url, tmp_path / "root", ".hosts") == tmp_path / path


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://user:secret@/monitor?host={tmp_path}"
    with pytest.raises(StoreError, match="cannot be used") as refused:
        Store.open(url)
    assert "secret" not in str(refused.value)
    assert "Check that the server runs" in str(refused.value)


def test_a_database_that_is_not_there_is_said(postgres_server: str) -> None:
    url = make_url(postgres_server).set(database="nowhere")
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(url.render_as_string(hide_password=False))
