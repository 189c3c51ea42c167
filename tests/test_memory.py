"""Giving memory back to the system."""

import ctypes
import gc
from types import SimpleNamespace

import pytest

from monitor import memory


def test_free_pages_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(malloc_trim=asked.append))
    memory.give_back()
    assert asked == [0]


def test_another_c_library_is_left_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    memory.give_back()


def test_large_blocks_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    mallopt = SimpleNamespace(mallopt=lambda *option: asked.append(option))
    for library in (mallopt, SimpleNamespace()):
        monkeypatch.setattr(ctypes, "CDLL", lambda name, library=library: library)
        memory.keep_no_large_blocks()
    assert asked == [(-3, memory.LARGE_BYTES)]


def test_what_was_loaded_is_left_alone_when_cycles_are_looked_for() -> None:
    before = gc.get_threshold()
    try:
        memory.settle()
        assert gc.get_threshold()[0] == memory.GARBAGE_OBJECTS
        assert gc.get_freeze_count() > 1000
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
