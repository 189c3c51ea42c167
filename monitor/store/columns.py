"""Column types that give the same values on both databases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TO_JSON = json.JSONEncoder(separators=(",", ":")).encode

Sequence = BigInteger().with_variant(Integer, "sqlite")
"""A number of a row: 64 bits on both; plain INTEGER is what makes it SQLite's own row id."""

Name = Text().with_variant(Text(collation="C"), "postgresql")
"""An identifier, ordered by its bytes whatever the locale of the server."""

Bytes = LargeBinary


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970 in UTC: exact, sortable, portable."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * _MICROSECOND


class DueInstant(Instant):
    """An instant where None means "at once": kept as the epoch, so that an index orders it."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int:
        return super().process_bind_param(value, dialect) or 0

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return super().process_result_value(value or None, dialect)


class Json(TypeDecorator[Any]):
    """A JSON value as ASCII text: keeps the order of keys, and any character on any database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _TO_JSON(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Words(TypeDecorator[str]):
    """Text from outside. What PostgreSQL cannot hold, NUL and lone surrogates, becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not value.isascii():
            value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
