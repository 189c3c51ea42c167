import pytest

from monitor.config.expand import UnsetVariable, expand, literal, variables

ENVIRON = {"TOKEN": "s3cret", "EMPTY": "", "NESTED": "${TOKEN}"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("${TOKEN}", "s3cret"),
        ("Bearer ${TOKEN}!", "Bearer s3cret!"),
        ("${TOKEN}${TOKEN}", "s3crets3cret"),
        ("${EMPTY}", ""),
        ("$TOKEN costs $5", "$TOKEN costs $5"),
        ("$${TOKEN}", "${TOKEN}"),
        ("${NESTED}", "${TOKEN}"),
    ],
)
def test_variables_are_filled_in_once(value: str, expected: str) -> None:
    assert expand(value, ENVIRON) == expected


@pytest.mark.parametrize("value", ["${UNSET}", "${TOKEN", "${}", "${1x}", "a ${TOKEN} ${UNSET}"])
def test_a_variable_that_is_not_there_is_an_error_without_any_value(value: str) -> None:
    with pytest.raises(UnsetVariable) as caught:
        expand(value, ENVIRON)
    assert "s3cret" not in str(caught.value)


def test_an_escaped_reference_names_no_variable() -> None:
    assert list(variables("${A} $${B} ${C}")) == ["A", "C"]


@pytest.mark.parametrize("found", ["${SECRET}", "$${SECRET}", "a ${ b", "$$${X} ${", "plain $5"])
def test_what_was_found_names_no_variable(found: str) -> None:
    assert expand(literal(found), {"SECRET": "leaked", "X": "leaked"}) == found
