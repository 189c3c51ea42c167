"""Content codings, undone in pieces of any size."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import LimitExceeded, Unreachable
from monitor.net.coding import PIECE_BYTES, decoder

TEXT = b"news " * 50_000


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def decode(coding: str, wire: bytes, step: int = 1000) -> bytes:
    undo = decoder(coding)
    pieces = [
        piece for at in range(0, len(wire), step) for piece in undo.feed(wire[at : at + step])
    ]
    undo.finish()
    assert all(len(piece) <= max(PIECE_BYTES, step) for piece in pieces)
    return b"".join(pieces)


CODED = {
    "plain": ("", TEXT),
    "identity": ("identity", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "in capitals": (" GZIP ", gzip.compress(TEXT)),
    "old name": ("x-gzip", gzip.compress(TEXT)),
    "beside identity": ("identity, gzip", gzip.compress(TEXT)),
    "several members": ("gzip", gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:])),
    "padding behind": ("gzip", gzip.compress(TEXT) + bytes(100)),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "deflate without its header": ("deflate", raw_deflate(TEXT)),
    "something behind deflate": ("deflate", zlib.compress(TEXT) + b"?"),
}


@pytest.mark.parametrize("step", [1, 7, 1000, 10**9], ids=str)
@pytest.mark.parametrize(("coding", "wire"), CODED.values(), ids=CODED)
def test_a_coding_is_undone(coding: str, wire: bytes, step: int) -> None:
    assert decode(coding, wire, step) == TEXT


@given(st.binary(max_size=300_000), st.integers(1, 100_000))
def test_any_body_comes_back_whole(body: bytes, step: int) -> None:
    assert decode("gzip", gzip.compress(body, 1), step) == body


def test_no_body_is_no_error() -> None:
    assert decode("gzip", b"") == b""


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,deflate", "br, gzip"])
def test_one_coding_is_allowed(coding: str) -> None:
    with pytest.raises(LimitExceeded, match="2 times"):
        decoder(coding)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "*"])
def test_only_what_was_asked_for_is_read(coding: str) -> None:
    with pytest.raises(Unreachable, match="not asked for"):
        decoder(coding)


@pytest.mark.parametrize(
    ("wire", "message"),
    [(gzip.compress(TEXT)[:-9], "too early"), (b"<html>", "claims")],
    ids=["cut", "not gzip"],
)
def test_a_broken_body_is_told(wire: bytes, message: str) -> None:
    with pytest.raises(Unreachable, match=message):
        decode("gzip", wire)
