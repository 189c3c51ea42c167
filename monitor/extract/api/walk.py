"""Where in a JSON value lists of objects stand, and what stands where in one of those objects.

Both walks are bounded and go breadth first, so that no answer is costly however it is built. Keys
are taken in the order of the alphabet: their order in the answer means nothing.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.extract.api.model import EACH, Path

MOST_RECORDS = 5_000
_MOST_VALUES = 200_000
_MOST_LEAVES = 300
_DEEPEST = 6
_LEAST_IN_MAP = 3
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Group:
    """Objects that stand at the same path, and beside how many values that are none."""

    at: Path
    records: tuple[Mapping[str, Any], ...]
    others: int = 0


def groups(value: Any) -> tuple[Group, ...]:
    """Every list of objects; those of equal paths, in the lists of a list, as one."""
    records: dict[Path, list[Mapping[str, Any]]] = {}
    others: dict[Path, int] = {}
    for path, members in _lists(value):
        at = (*path, EACH)
        objects = [member for member in members if isinstance(member, dict)]
        room = MOST_RECORDS - len(records.setdefault(at, []))
        records[at].extend(objects[:room])
        others[at] = others.get(at, 0) + len(members) - len(objects)
    return tuple(Group(at, tuple(found), others[at]) for at, found in records.items() if found)


def follow(value: Any, at: Path) -> list[Any] | None:
    """The members at a path of `groups`; None where the way to it is not there."""
    found = [value]
    for key in at:
        found = [inner for one in found for inner in _stepped(one, key)]
        if not found and key != EACH:
            return None
    return found[:MOST_RECORDS]


def _stepped(value: Any, key: str) -> Sequence[Any]:
    if key == EACH:
        return _members(value)
    return [value[key]] if isinstance(value, dict) and key in value else []


def _members(value: Any) -> Sequence[Any]:
    if isinstance(value, list):
        return value
    return [value[key] for key in sorted(value)] if isinstance(value, dict) else []


def _lists(value: Any) -> Iterator[tuple[Path, Sequence[Any]]]:
    waiting: deque[tuple[Path, Any]] = deque([((), value)])
    seen = 0
    while waiting and seen < _MOST_VALUES:
        path, value = waiting.popleft()
        seen += 1
        if isinstance(value, list) or _is_map(value):
            members = _members(value)
            yield path, members
            waiting.extend(((*path, EACH), m) for m in members if isinstance(m, dict | list))
        elif isinstance(value, dict):
            waiting.extend(
                ((*path, k), value[k]) for k in sorted(value) if isinstance(value[k], dict | list)
            )


def _is_map(value: Any) -> bool:
    """Whether an object is a list in disguise: objects of the same keys by their ids."""
    if not isinstance(value, dict) or len(value) < _LEAST_IN_MAP:
        return False
    members = list(value.values())
    if not all(isinstance(member, dict) and member for member in members):
        return False
    common = set(members[0]).intersection(*members[1:20])
    union = set(members[0]).union(*members[1:20])
    return len(common) >= _ALIKE * len(union)


# ── within a record ────────────────────────────────────────────────────────────────────────


def leaves(record: Mapping[str, Any]) -> dict[Path, Any]:
    """What stands where in a record: plain values, and lists as they are.

    Of a list its first member is looked at too; of a list of links each by its relation.
    """
    found: dict[Path, Any] = {}
    waiting: deque[tuple[Path, Any]] = deque([((), record)])
    while waiting and len(found) < _MOST_LEAVES:
        path, value = waiting.popleft()
        if isinstance(value, dict):
            if path:
                found[path] = value
            if len(path) < _DEEPEST:
                waiting.extend(((*path, key), value[key]) for key in sorted(value))
        elif isinstance(value, list):
            found[path] = value
            waiting.extend(((*path, key), one) for key, one in _named(value))
        else:
            found[path] = value
    return found


def at(record: Any, path: Path) -> Any:
    """The value at a path of `leaves`; None where there is none."""
    for key in path:
        if isinstance(record, dict):
            record = record.get(key)
        elif isinstance(record, list):
            record = dict(_named(record)).get(key)
        else:
            return None
    return record


def _named(members: Sequence[Any]) -> list[tuple[str, Any]]:
    """The members of a list that have a name of their own: links by relation, else the first."""
    related = [
        (f"rel={member['rel']}", member)
        for member in members[:20]
        if isinstance(member, dict) and isinstance(member.get("rel"), str)
    ]
    if related:
        return list(dict(reversed(related)).items())
    return [("0", members[0])] if members else []
