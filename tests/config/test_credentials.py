"""Credentials of a source: kept as they were written, filled in at the request."""

from pathlib import Path

import pytest

from monitor.store.specs import to_spec
from tests.config.loading import loaded, problems

SOURCE = "sources: [{id: a, page: 'https://x.example', %s}]"
ENVIRON = {"WORD": "hunter2-hunter2", "TOKEN": "hunter2-hunter2"}


@pytest.mark.parametrize(
    ("keys", "headers"),
    [
        ('basic: "me:${WORD}"', {"Authorization": "Basic me:${WORD}"}),
        ('basic: "${WORD}"', {"Authorization": "Basic ${WORD}"}),
        ('bearer: "${TOKEN}"', {"Authorization": "Bearer ${TOKEN}"}),
        ('cookie: "id=${TOKEN}; lang=en"', {"Cookie": "id=${TOKEN}; lang=en"}),
        (
            'headers: {X-Key: "${TOKEN}"}, basic: "me:${WORD}", cookie: "id=${TOKEN}"',
            {"X-Key": "${TOKEN}", "Authorization": "Basic me:${WORD}", "Cookie": "id=${TOKEN}"},
        ),
    ],
)
def test_they_become_headers_and_make_a_source_private(
    tmp_path: Path, keys: str, headers: dict[str, str]
) -> None:
    settings = loaded(tmp_path, SOURCE % keys, ENVIRON)
    (source,) = settings.sources
    assert source.headers == headers
    assert source.private
    assert "hunter2" not in to_spec(source) + repr(settings)
    assert ["its feeds are not served" in warning for warning in settings.warnings] == [True]


def test_one_in_what_is_posted_makes_a_source_private(tmp_path: Path) -> None:
    config = "sources: [{id: a, api: 'https://x.example', post: {q: %s}}]"
    (secret,) = loaded(tmp_path, config % "'${TOKEN}'", ENVIRON).sources
    (plain,) = loaded(tmp_path, config % "news", ENVIRON).sources
    assert (secret.private, plain.private) == (True, False)
    assert "hunter2" not in to_spec(secret)


@pytest.mark.parametrize(
    ("keys", "where", "message"),
    [
        ('basic: "me:${WORD}", bearer: "${TOKEN}"', "bearer", "`bearer` and `basic` both set"),
        (
            'headers: {AUTHORIZATION: x}, basic: "me:${WORD}"',
            "basic",
            "`basic` and `headers.AUTHORIZATION` both set the header Authorization",
        ),
        ('headers: {cookie: a=b}, cookie: "a=${TOKEN}"', "cookie", "both set the header Cookie"),
        ("headers: {X-Key: a, x-key: b}", "headers", "both set the header x-key"),
    ],
)
def test_two_keys_for_one_header_are_a_mistake(
    tmp_path: Path, keys: str, where: str, message: str
) -> None:
    (problem,) = problems(tmp_path, SOURCE % keys, ENVIRON)
    assert message in problem.message
    assert "(a)" in problem.message, "the source is named"
    assert problem.hint == "keep one of them"
    assert where in problem.message


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        ("basic: hunter2", "this is no name with a password", "name:${PASSWORD}"),
        ("bearer: Bearer hunter2", "this says “Bearer” itself", "${TOKEN}"),
        ("bearer: ''", "sources[0].bearer", None),
        ("cookie: hunter2", "this is no cookie", "name=${VALUE}"),
        ('cookie: "a=hunter2\\r\\nX: y"', "this cannot be sent", "one line"),
        ('basic: "me:${NONE}"', "no ${NONE}", "set NONE"),
    ],
)
def test_what_cannot_be_right_is_said_without_showing_it(
    tmp_path: Path, keys: str, message: str, hint: str | None
) -> None:
    (problem,) = problems(tmp_path, SOURCE % keys, ENVIRON)
    assert message in problem.message
    assert (hint or "") in (problem.hint or "")
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ("basic: 'me:hunter2'", "basic"),
        ("basic: '${WORD}:hunter2'", "basic"),
        ("bearer: hunter2", "bearer"),
        ("cookie: id=hunter2", "cookie"),
        ("headers: {X-Auth-Token: hunter2}", "headers.X-Auth-Token"),
    ],
)
def test_a_secret_that_is_written_out_warns(tmp_path: Path, keys: str, where: str) -> None:
    settings = loaded(tmp_path, SOURCE % (keys + ", feed_token: '${TOKEN}'"), ENVIRON)
    (warning,) = settings.warnings
    assert f"sources[0].{where}: a secret is written out" in warning
    assert "hunter2" not in warning


def test_secrets_of_the_environment_and_harmless_headers_warn_of_nothing(tmp_path: Path) -> None:
    keys = "basic: 'me:${WORD}', headers: {Accept-Language: de}, feed_token: '${TOKEN}'"
    assert loaded(tmp_path, SOURCE % keys, ENVIRON).warnings == ()


def test_included_sources_have_them_too(tmp_path: Path) -> None:
    line = '{"id": "b", "feed": "https://x.example/f", "basic": "me:${WORD}"}\n'
    (tmp_path / "more.jsonl").write_text(line, encoding="utf-8")
    (source,) = loaded(tmp_path, "include: ['*.jsonl']", ENVIRON).sources
    assert source.headers == {"Authorization": "Basic me:${WORD}"}
