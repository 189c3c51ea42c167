from ipaddress import ip_network
from pathlib import Path

import pytest

from monitor.alerts.kinds import NOTIFIERS
from monitor.config.load import load
from monitor.config.settings import Fetch, Limits, Match, Settings
from monitor.intake.kinds import KINDS
from monitor.model.source import Source
from tests.config.loading import SECRET, SOURCE, loaded, problems


def test_the_smallest_configuration_has_every_default(tmp_path: Path) -> None:
    settings = loaded(tmp_path, SOURCE)
    path = tmp_path / "config.yaml"
    options = {"keep": [], "drop": [], "only": [], "ignore": [], "least_words": 0}
    (source,) = settings.sources
    assert source == Source(
        "csto", "files", "seeds/*.txt", "csto", every="2s", root=str(tmp_path), options=options
    )
    assert settings == Settings(path, tmp_path, sources=(source,), files=(path,))


def test_every_key_arrives_where_it_belongs(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        """
        store: postgresql://me@db/monitor
        listen: "[::1]:9000"
        public_url: https://news.example/monitor/
        publish: public
        fetch:
          user_agent: Reader/1
          contact: me@example.org
          allow_private: [127.0.0.0/8, "fd00::/8"]
          ports: [80]
          per_host: {concurrency: 1, delay: 0s}
          limits: {body: 1MB, decoded: 2 MB, redirects: 0, deadline: 1m}
          proxy: http://user:word@proxy:3128
        defaults: {every: 15m, timezone: Europe/Berlin, baseline: tell}
        sources:
          - {id: terms, page: https://example.org/terms, title: Terms, tags: [law, law, eu],
             select: main, strip: [nav], every: 0 9 * * 1, timezone: UTC, baseline: quiet,
             headers: {Authorization: "Bearer ${TOKEN}"}, feed_token: "${TOKEN}"}
          - {id: blog, feed: https://example.org/feed}
        feeds:
          - {id: eu, title: Europe, match: {sources: [blog], tags: [eu], any: [a b], none: [c]}}
        targets:
          - {id: ops, webhook: "https://${HOST}/hook", secret: ["${KEY}", "${KEY}"], on: [failing],
             retries: [0s, 1m], allow_private: [10.0.0.1], match: {sources: [blog]}}
        """,
        {"TOKEN": "a long token", "HOST": "receiver.example", "KEY": SECRET},
    )
    assert (settings.store, settings.host, settings.port) == (
        "postgresql://me@db/monitor",
        "::1",
        9000,
    )
    assert settings.public_url == "https://news.example/monitor"
    assert settings.publish == tmp_path / "public"
    assert settings.fetch == Fetch(
        "Reader/1", "me@example.org", (ip_network("127.0.0.0/8"), ip_network("fd00::/8")), (80,),
        1, 0.0, Limits(1_000_000, 2_000_000, 0, 60.0), "http://user:word@proxy:3128",
    )  # fmt: skip
    terms, blog = settings.sources
    assert (terms.kind, terms.place, terms.title) == ("page", "https://example.org/terms", "Terms")
    assert (terms.tags, terms.every, terms.timezone) == (("law", "eu"), "0 9 * * 1", "UTC")
    assert terms.options["select"] == ["main"]
    assert terms.options["strip"] == ["nav"]
    assert terms.headers == {"Authorization": "Bearer ${TOKEN}"}, "filled in at the request"
    assert terms.feed_token == "a long token"
    assert (terms.private, terms.tell_baseline) == (True, False)
    assert (blog.every, blog.timezone, blog.tell_baseline) == ("15m", "Europe/Berlin", True)
    (feed,) = settings.feeds
    assert (feed.title, feed.match) == ("Europe", Match(("blog",), ("eu",), ("a b",), ("c",)))
    (ops,) = settings.targets
    assert (ops.place, ops.secrets) == ("https://receiver.example/hook", (SECRET, SECRET))
    assert (ops.retries_seconds, ops.on, ops.match.sources) == ((0, 60), ("failing",), ("blog",))
    assert ops.allow_private == (ip_network("10.0.0.1/32"),)


@pytest.mark.parametrize(
    ("source", "defaults", "expected"),
    [("", "", "2s"), ("", "every: 3h", "2s"), ("every: 5m", "every: 3h", "5m")],
    ids=["its kind's", "its kind's over the defaults", "its own over all"],
)
def test_files_are_looked_at_as_their_kind_says(
    tmp_path: Path, source: str, defaults: str, expected: str
) -> None:
    text = f"defaults: {{{defaults}}}\nsources:\n- {{id: a, files: x, {source}}}"
    assert loaded(tmp_path, text).sources[0].every == expected


@pytest.mark.parametrize(
    ("source", "defaults", "expected"),
    [
        ("", "", ()),
        ("", "quiet: 22:00-06:00", ("22:00-06:00",)),
        ("quiet: Sat", "quiet: 22:00-06:00", ("sat",)),
        ("quiet: [mon-fri 12:00 - 13:00, sun]", "", ("mon-fri 12:00-13:00", "sun")),
        ("quiet: []", "quiet: 22:00-06:00", ()),
    ],
)
def test_quiet_windows_are_the_sources_own_or_the_defaults(
    tmp_path: Path, source: str, defaults: str, expected: tuple[str, ...]
) -> None:
    text = f"defaults: {{{defaults}}}\nsources:\n- {{id: a, files: x, {source}}}"
    assert loaded(tmp_path, text).sources[0].quiet == expected


def test_a_key_with_nothing_after_it_takes_its_default(tmp_path: Path) -> None:
    text = "fetch:\n  limits:\n  proxy:\ntargets:\nsources:\n- id: a\n  files: x\n  tags:\n  keep:"
    assert loaded(tmp_path, text).fetch == Fetch()


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("0.0.0.0:80", "http://127.0.0.1:80"),
        ('"[::]:8000"', "http://[::1]:8000"),
        ("news.example:1", "http://news.example:1"),
    ],
)
def test_feeds_call_themselves_after_the_address_unless_told(
    tmp_path: Path, listen: str, expected: str
) -> None:
    assert loaded(tmp_path, f"listen: {listen}\n{SOURCE}").public_url == expected


TARGET = "targets: [{id: t, webhook: 'https://x.example/', secret: " + SECRET + ", %s}]\n" + SOURCE
A_SOURCE = "sources: [{id: a, page: 'https://x.example/', %s}]"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "what to watch", "sources:"),
        ("# nothing", "what to watch", "sources:"),
        ("- a\n- b", "what to watch", "sources:"),
        ("soruces: []\nsources: []", "unknown key `soruces`", "`sources`"),
        ("fetch: {prots: []}\n" + SOURCE, "unknown key `fetch.prots`", "`ports`"),
        ("fetch: {limits: {bdy: 1}}\n" + SOURCE, "unknown key `fetch.limits.bdy`", "`body`"),
        ("fetch: [1]\n" + SOURCE, "fetch: must be a mapping", None),
        ("sources: {id: a}", "sources: must be a list", None),
        ("sources: [3]", "sources[0] is no source", "feed:"),
        ("sources: [{id: a}]", "has no key that says what it is", "`files:`, `page:`, `listing:`"),
        ("sources: [{id: a, lists: x}]", "not known: lists", "`files:`, `page:`, `listing:`"),
        ("sources: [{id: a, files: x, feed: y}]", "has `files:` and `feed:`", "one of"),
        ("sources: [{files: x}]", "sources[0].id: is missing", None),
        ("sources: [{id: 7, files: x}]", "sources[0].id: must be text: put it in quotes", None),
        ("sources: [{id: Über uns, files: x}]", "“Über uns” is not a usable id", "uber-uns"),
        ("sources: [{id: all, files: x}]", "“all” is taken", "`all`"),
        ("sources: [{id: tag-eu, files: x}]", "“tag-eu” is taken", "tag-"),
        ("sources: [{id: a, files: x}, {id: a, files: y}]", "“a” is taken", "config.yaml:1"),
        (SOURCE + "feeds: [{id: csto}]", "“csto” is taken", "config.yaml:1"),
        (A_SOURCE % "timezone: Mars/Base", "“Mars/Base” is not a time zone", "Europe/Berlin"),
        (A_SOURCE % "timezone: ../../etc/passwd", "is not a time zone", None),
        (A_SOURCE % "every: often", "“often” does not say when to look again", "auto"),
        (A_SOURCE % "every: 0s", "“0s” is too often", "1s"),
        (A_SOURCE % "every: 60", "must be text", None),
        (A_SOURCE % "every: 99 * * * *", "is not a cron expression", "five cron fields"),
        (A_SOURCE % "quiet: at night", "quiet: “at night” is no time of quiet", "22:00-06:00"),
        (A_SOURCE % "quiet: [sat, 25:00-26:00]", "quiet[1]: “25:00-26:00” is no time of day", "as"),
        (A_SOURCE % "quiet: [1]", "quiet[0]: must be text", None),
        (A_SOURCE % "quiet: 00:00-24:00", "leaves no time to look", "some minute of the week"),
        (A_SOURCE % "quiet: [mon-fri, 'sat,sun']", "leaves no time to look", "some minute"),
        (
            "defaults: {quiet: noon}\n" + SOURCE,
            "defaults.quiet: “noon” names no weekday",
            "sat,sun",
        ),
        (A_SOURCE % "tags: [a b]", "“a b” is not a usable tag", None),
        (A_SOURCE % "tags: eu", "must be a list", None),
        (A_SOURCE % "baseline: shout", "“shout” is not known here", "quiet, tell"),
        (A_SOURCE % "selct: main", "unknown key `sources[0].selct`", "`select`"),
        (A_SOURCE % "rebound: 30s", "unknown key `sources[0].rebound`", "known here: "),
        (A_SOURCE % "select: '[['", "CSS selector", None),
        (A_SOURCE % "keep: ['(']", "regular expression", None),
        (A_SOURCE % 'headers: {X: "a\\r\\nb"}', "hold what cannot be sent", "one line"),
        (A_SOURCE % 'headers: {X: "${NO_TOKEN}"}', "no ${NO_TOKEN}", "set NO_TOKEN"),
        (A_SOURCE % "title: ${NAME}", "not YAML", "stands in quotes"),
        (A_SOURCE % "title: '${NO_TITLE}'", "no ${NO_TITLE}", "set NO_TITLE"),
        ("sources: [{id: a, page: example.org}]", "is not a web address", "https://"),
        ("sources: [{id: a, feed: 'ftp://example.org'}]", "is not a web address", "https://"),
        ("sources: [{id: a, feed: 'https://[x/'}]", "is not a web address", "https://"),
        ("sources: [{id: a, feed: [x]}]", "sources[0].feed: must be text", None),
        ("sources: [{id: a, files: ''}]", "sources[0].files: must be text", None),
        ("fetch: {limits: {body: lots}}\n" + SOURCE, "“lots” is not a size", "10MB"),
        ("fetch: {limits: {deadline: 0s}}\n" + SOURCE, "must be greater than 0", None),
        ("fetch: {limits: {decoded: 0}}\n" + SOURCE, "must be greater than 0", None),
        ("fetch: {per_host: {delay: 1}}\n" + SOURCE, "“1” is not a duration", "30s"),
        ("fetch: {ports: [0]}\n" + SOURCE, "fetch.ports[0]: must be greater", None),
        ("fetch: {ports: [http]}\n" + SOURCE, "fetch.ports[0]: must be a whole number", None),
        ("fetch: {allow_private: [10.0.0.0/33]}\n" + SOURCE, "is not a network", "10.0.0.0/8"),
        ("fetch: {allow_private: [10.0.0.1/8]}\n" + SOURCE, "is not a network", "10.0.0.0/8"),
        ('fetch: {contact: "a\\nb"}\n' + SOURCE, "fetch.contact: must be plain ASCII", None),
        (A_SOURCE % "feed_token: short", "feed_token: must have at least 8 characters", None),
        ("listen: 8000\n" + SOURCE, "listen: must be text", None),
        ("listen: localhost\n" + SOURCE, "is not an address to listen on", "127.0.0.1:8000"),
        ("listen: localhost:99999\n" + SOURCE, "is not an address to listen on", None),
        ("public_url: /feeds\n" + SOURCE, "is not a web address", None),
        ("public_url: https://x.example/?a\n" + SOURCE, "has a query or fragment", None),
        ("store: monitor.db\n" + SOURCE, "is not a store", "sqlite:///"),
        ("store: mysql://db/x\n" + SOURCE, "is not a store", "postgresql://"),
        ("include: [sources.csv]\n", "is of no kind that can be included", "*.jsonl, *.opml"),
        ("include: [none.jsonl]\n", "matches no file", None),
        (SOURCE + "targets: [{id: t}]", "has no key that says what it is", "`webhook:`"),
        (
            SOURCE + "targets: [{id: t, webhook: 'https://x.example'}]",
            "secret is missing",
            "whsec_",
        ),
        (TARGET % "on: [old]", "“old” is not known here", "new, revised"),
        (TARGET % "retries: [soon]", "“soon” is not a duration", "30s"),
        (TARGET % "retries: []", "leaves no attempt", None),
        (TARGET % "match: {source: [a]}", "unknown key `targets[0].match.source`", "`sources`"),
        (TARGET % "match: {sources: [cst]}", "“cst” is no source", "`sources:`"),
        (SOURCE + "feeds: [{id: f, match: {sources: [x]}}]", "“x” is no source", None),
        (SOURCE + "feeds: [{id: f, title: ''}]", "feeds[0].title", None),
    ],
    ids=lambda value: None if value is None else value[-44:],
)
def test_a_wrong_value_is_said_with_what_would_be_right(
    tmp_path: Path, text: str, message: str, hint: str | None
) -> None:
    (problem,) = problems(tmp_path, text)
    assert message in problem.message
    assert hint is None or hint in (problem.hint or "")
    assert problem.file == str(tmp_path / "config.yaml")


def test_every_problem_is_said_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = """
listn: 1
fetch: {ports: [x]}
sources:
  - id: a
    files: x
    every: soon
  - {id: b, timezone: Moon/Base, page: nowhere}
  - {id: a, feed: https://x.example/}
targets:
  - id: T
    webhook: https://x.example/${NOBODY}
    secret: short
    on: [old]
"""
    found = problems(tmp_path, text)
    assert [problem.line for problem in found] == [2, 3, 7, 8, 8, 9, 11, 12, 13, 14]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (A_SOURCE % "timezone: Moon/Base", "(a)"),
        (A_SOURCE % "colour: red", "(a)"),
        (SOURCE + "feeds: [{id: f, title: ''}]", "(f)"),
        (TARGET % "on: [old]", "(t)"),
    ],
    ids=["a value", "a key", "a feed", "a target"],
)
def test_a_problem_names_whose_it_is(tmp_path: Path, text: str, owner: str) -> None:
    (problem,) = problems(tmp_path, text, {"S": SECRET})
    assert problem.message.endswith(owner)


def test_a_variable_that_is_unset_is_one_problem(tmp_path: Path) -> None:
    text = SOURCE + "targets: [{id: t, webhook: 'https://x.example/', secret: '${NOBODY}'}]"
    (problem,) = problems(tmp_path, text)
    assert "the environment has no ${NOBODY}" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        A_SOURCE % "every: '${VALUE}'",
        A_SOURCE % "timezone: '${VALUE}'",
        A_SOURCE % "select: '[${VALUE}'",
        A_SOURCE % "keep: ['(${VALUE}']",
        A_SOURCE % "feed_token: '${VALUE}', tags: ['${VALUE} x']",
        "sources: [{id: a, page: 'nope ${VALUE}'}]",
        "sources: [{id: '${VALUE}!', files: x}]",
        "fetch: {proxy: '${VALUE}'}\n" + SOURCE,
        "store: ${VALUE}\n" + SOURCE,
        TARGET % "match: {sources: ['${VALUE}']}",
        SOURCE + "targets: [{id: t, webhook: '${VALUE}', secret: '${VALUE}', on: ['${VALUE}']}]",
    ],
)
def test_what_a_variable_held_is_never_shown(tmp_path: Path, text: str) -> None:
    found = problems(tmp_path, text, {"VALUE": "hunter2hunter2"})
    assert found
    assert "hunter2" not in "".join(map(str, found))


@pytest.mark.parametrize(
    "text",
    [
        "sources: [{id: a, page: 'https://me:hunter2@x.example/'}]",
        SOURCE + "targets: [{id: t, webhook: 'hunter2', secret: hunter2}]",
        "fetch: {proxy: hunter2}\nstore: hunter2://\n" + SOURCE,
        A_SOURCE % "feed_token: hunter2",
        A_SOURCE % 'headers: {Authorization: "hunter2\\n"}',
    ],
)
def test_a_wrong_secret_that_is_written_out_is_not_shown_either(tmp_path: Path, text: str) -> None:
    assert "hunter2" not in "".join(map(str, problems(tmp_path, text)))


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (TARGET % "on: [new]", "targets[0].secret: a secret is written out"),
        (A_SOURCE % "feed_token: 12345678", "feed_token: a secret is written out"),
        (A_SOURCE % "headers: {Authorization: x}", "headers.Authorization: a secret is written"),
        (A_SOURCE % "headers: {X: y}", "its feeds are not served"),
    ],
)
def test_what_works_and_is_probably_not_meant_is_a_warning(
    tmp_path: Path, text: str, warning: str
) -> None:
    settings = loaded(tmp_path, text.replace("12345678", "'12345678'"))
    assert any(warning in one for one in settings.warnings)
    assert all("config.yaml:1: " in one for one in settings.warnings)


def test_secrets_from_the_environment_warn_of_nothing(tmp_path: Path) -> None:
    text = SOURCE + "targets: [{id: t, webhook: 'https://x.example', secret: '${KEY}'}]"
    assert loaded(tmp_path, text, {"KEY": SECRET}).warnings == ()


def test_a_linked_configuration_counts_from_where_the_link_stands(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "1.yaml").write_text(SOURCE)
    (tmp_path / "config.yaml").symlink_to("versions/1.yaml")
    settings = load(tmp_path / "config.yaml", KINDS, NOTIFIERS, environ={})
    assert (settings.root, settings.files) == (tmp_path, (tmp_path / "config.yaml",))


def test_no_sources_is_a_decision_that_may_be_written(tmp_path: Path) -> None:
    assert loaded(tmp_path, "sources: []").sources == ()


@pytest.mark.parametrize(
    ("name", "why"), [("empty.pem", "no certificates"), ("gone.pem", "no such file")]
)
def test_a_file_of_authorities_must_be_one(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    (problem,) = problems(tmp_path, f"fetch: {{ca_file: {name}}}\n" + SOURCE)
    assert name in problem.message
    assert why in problem.message
