"""Credentials are filled in for one request."""

from base64 import b64decode

import pytest

from monitor.config.expand import UnsetVariable
from monitor.intake.visit.credentials import UnusableHeader, filled

ENVIRON = {"WORD": "s3cr:ét", "PAIR": "name:word", "FILE": "token\n", "TWO": "one\r\nX-Evil: 1"}


def test_a_name_and_a_password_are_encoded() -> None:
    sent = filled({"Authorization": "Basic name:${WORD}"}, ENVIRON)["Authorization"]
    assert sent.startswith("Basic ")
    assert b64decode(sent.removeprefix("Basic ")).decode() == "name:s3cr:ét"


def test_one_variable_may_hold_both() -> None:
    (sent,) = filled({"Authorization": "Basic ${PAIR}"}, ENVIRON).values()
    assert sent == "Basic bmFtZTp3b3Jk"
    assert filled({"Authorization": sent}, {}) == {"Authorization": sent}, "and stays so"


def test_the_line_break_at_the_end_of_a_file_is_no_part_of_a_token() -> None:
    assert filled({"Cookie": "id=${FILE}"}, ENVIRON) == {"Cookie": "id=token"}


def test_a_header_never_becomes_two_and_its_value_is_never_told() -> None:
    with pytest.raises(UnusableHeader, match="the header Cookie") as stopped:
        filled({"Cookie": "${TWO}"}, ENVIRON)
    assert "Evil" not in str(stopped.value)


def test_what_is_not_set_is_named() -> None:
    with pytest.raises(UnsetVariable, match="OTHER"):
        filled({"Cookie": "${OTHER}"}, ENVIRON)
