import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import edits, inline
from monitor.sorted_json import readable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), VALUES, min_size=1), st.randoms())
def test_the_order_of_keys_is_ignored(value: dict[str, object], chance: object) -> None:
    turned = dict(reversed(value.items()))
    assert readable(json.dumps(value)) == readable(json.dumps(turned))


def test_a_change_is_seen_at_its_place() -> None:
    before = '{"ferry": {"fare": 4.50, "runs": true}, "stops": ["Aldra", "Corra"]}'
    after = '{"stops": ["Aldra", "Eskby"], "ferry": {"runs": true, "fare": 4.70}}'
    assert inline(edits(readable(before) or "", readable(after) or "")) == (
        "ferry.fare: [-4.50-] {+4.70+}\n\nferry.runs: true\n\n"
        'stops[]: "Aldra"\n\nstops[]: [-"Corra"-] {+"Eskby"+}'
    )


@pytest.mark.parametrize("text", ["", "words", "{broken", "12", "[" * 5000, "[" * 300 + "]" * 300])
def test_what_is_no_document_is_left_alone(text: str) -> None:
    assert readable(text) is None
