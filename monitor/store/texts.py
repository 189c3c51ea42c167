"""Snapshots: what a revision said, kept once by the hash of exactly that, and counted.

`uses` is how many revisions refer to a text. It moves in the transaction in which they do, so
a text in use is never dropped and one that is not can be.
"""

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, select, update

from monitor.model.release import Document
from monitor.store.batches import in_batches
from monitor.store.schema import UNUSED, releases, revisions, texts
from monitor.store.upsert import insert_into

_LEVEL = 1  # twice the speed of the default for a tenth more bytes, at the length of a release

_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one revision said, to the letter."""

    title: str
    text: str
    html: str | None


def keep(connection: Connection, documents: Sequence[Document]) -> list[bytes]:
    """Keep each document's text, counting one use for each; gives their hashes in order.

    Rows are written by rising hash: two transactions that keep the same texts cannot wait for
    each other crosswise.
    """
    hashes = [_hash(_payload(document)) for document in documents]
    query = insert_into(connection, texts)
    query = query.on_conflict_do_update(
        index_elements=[texts.c.hash], set_={"uses": texts.c.uses + query.excluded.uses}
    )
    for batch in in_batches(sorted(range(len(hashes)), key=hashes.__getitem__)):
        uses = Counter(hashes[index] for index in batch)
        bodies = {hashes[index]: documents[index] for index in batch}
        rows = [
            {"hash": key, "uses": uses[key], "body": packed(document)}
            for key, document in bodies.items()
        ]
        connection.execute(query, rows)
    return hashes


def packed(document: Document) -> bytes:
    """The `body` of a row: the snapshot of a document, compressed."""
    return zlib.compress(_payload(document), _LEVEL)


def unpacked(body: bytes) -> Snapshot:
    """The snapshot in the `body` of a row."""
    return Snapshot(*json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass")))


def newest_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(title, text) of the newest revision of each release, by id."""
    return _said(connection, ids, releases.c.revision)


def told_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The same of the revision that was told last, of those of which a later one is held."""
    return _said(connection, ids, releases.c.told_revision)


def _said(
    connection: Connection, ids: Sequence[str], number: ColumnElement[Any]
) -> dict[str, tuple[str, str]]:
    chosen = and_(revisions.c.release == releases.c.sequence, revisions.c.number == number)
    query = (
        select(releases.c.id, texts.c.body)
        .join_from(releases, revisions, chosen)
        .join(texts, texts.c.hash == revisions.c.text)
    )
    found = {}
    for batch in in_batches(ids):
        for row in connection.execute(query.where(releases.c.id.in_(batch))):
            said = unpacked(row.body)
            found[row.id] = (said.title, said.text)
    return found


def give_back(connection: Connection, uses: Mapping[bytes, int]) -> None:
    """Count `uses` fewer of each text, and drop those that nobody uses any more."""
    query = (
        update(texts)
        .where(texts.c.hash == bindparam("used"))
        .values(uses=texts.c.uses - bindparam("fewer"))
    )
    for batch in in_batches(sorted(uses)):
        connection.execute(query, [{"used": key, "fewer": uses[key]} for key in batch])
    drop_unused(connection)


def drop_unused(connection: Connection) -> int:
    """Drop the texts that no revision refers to; how many."""
    return connection.execute(delete(texts).where(UNUSED)).rowcount


def _payload(document: Document) -> bytes:
    said = [document.title, document.text, document.html]
    return _TO_JSON(said).encode("utf-8", "surrogatepass")


def _hash(payload: bytes) -> bytes:
    return sha256(payload).digest()
