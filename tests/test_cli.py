"""The commands: most in this process through `main`, a few as the process that users start."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.main import get_command

from monitor.cli import COMMANDS, app, main
from monitor.clock import now
from monitor.model.change import Check, Outcome
from monitor.model.source import Moved
from monitor.store.store import Store
from tests.support.launch import run
from tests.support.receiver import Receiver
from tests.support.server import Site

ROOT = Path(__file__).parents[1]
SECRET = "whsec_" + "QUJD" * 8
TEXT = (
    "The council meets on Monday\n10.12.2024\n"
    "The council of the association meets on Monday to talk about the next year.\n"
)
CONFIG = "sources: [{id: press, files: 'texts/*.txt', tags: [news]}]\n"
PAGE = "<html><head><title>Terms</title></head><body><main><p>%s</p></main></body></html>"


@dataclass
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """A folder with a configuration, and the commands run in it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capture: Any) -> None:
        self.folder = folder
        self._patch = patch
        self._capture = capture

    def configure(self, text: str) -> None:
        (self.folder / "config.yaml").write_text(text, encoding="utf-8")

    def write(self, text: str, name: str = "one.txt") -> None:
        """A text that has stood still for long."""
        path = self.folder / "texts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000 + len(text), 1_700_000_000 + len(text)))

    def __call__(self, *words: str) -> Done:
        self._patch.setattr(sys, "argv", ["feed-monitor", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capture.readouterr()
        return Done(ended.value.code, out, err)

    def json(self, *words: str) -> Any:
        done = self(*words, "--json")
        assert done.out, done.err
        return done.json


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Shell:
    """A folder with one text and a configuration that watches it."""
    monkeypatch.chdir(tmp_path)
    made = Shell(tmp_path, monkeypatch, capsys)
    made.configure(CONFIG)
    made.write(TEXT)
    return made


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def edited(shell: Shell) -> None:
    """One release with two revisions."""
    shell("check")
    shell.write(TEXT.replace("meets on Monday to", "meets on Tuesday to"))
    shell("check")


# ── help and usage ─────────────────────────────────────────────────────────────────────────


def test_help_teaches_the_first_three_things_to_do(shell: Shell) -> None:
    done = shell("--help")
    assert done.code == 0
    for step in ("try https://example.org/feed.xml", "config check", "feed-monitor run"):
        assert step in done.out
    assert done.out == shell("-h").out


def test_every_command_has_a_line_and_an_example(shell: Shell) -> None:
    group = get_command(app)
    commands = {(name,): command for name, command in group.commands.items() if name != "config"}
    commands |= {("config", name): c for name, c in group.commands["config"].commands.items()}
    for words, command in commands.items():
        done = shell(*words, "--help")
        assert f"For example:\n    feed-monitor {' '.join(words)}" in done.out, words
        assert command.help.endswith("."), words


def test_every_line_of_help_is_whole(shell: Shell) -> None:
    for words in ((), ("config",)):
        assert "..." not in shell(*words, "--help").out.replace("[ARGS]...", "")


def test_every_file_of_calls_has_its_row() -> None:
    files = {path.stem for path in (ROOT / "monitor" / "calls").glob("*.py")} - {"__init__"}
    assert {command.run.__module__.rpartition(".")[2] for command in COMMANDS} == files


def test_version_says_which_this_is(shell: Shell) -> None:
    assert shell("--version").out.startswith("feed-monitor 0.")


@pytest.mark.parametrize(
    "words",
    [
        ("bogus",),
        ("check", "--bogus"),
        ("check", "nobody"),
        ("pause",),
        ("pause", "nobody"),
        ("forget", "nobody"),
        ("releases", "--limit", "0"),
        ("releases", "--source", "nobody"),
        ("releases", "--since", "x"),
        ("diff", "00000000"),
        ("diff", "x", "--format", "pdf"),
        ("deliveries", "--state", "lost"),
        ("tell",),
        ("tell", "0"),
        ("tell", "99"),
        ("replay",),
        ("replay", "msg_1", "--from", "1"),
        ("replay", "msg_nobody"),
        ("replay", "--from", "1", "--target", "nobody"),
        ("test", "nobody"),
        ("try", "texts/one.txt", "--as", "nothing"),
        ("try", "texts/one.txt", "--render", "browser"),
        ("try", "https://x.example/", "--render", "firefox"),
        ("try", "https://x.example/", "--wait", "3s"),
        ("add", "https://x.example/feed", "--as", "feed", "--render", "browser"),
        (),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2_with_words_on_stderr(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_a_misspelt_source_is_told_the_nearest(shell: Shell) -> None:
    assert "did you mean press?" in shell("check", "pres").err


def test_config_counts_before_and_after_the_command(shell: Shell) -> None:
    (shell.folder / "config.yaml").rename(shell.folder / "other.yaml")
    assert shell("--config", "other.yaml", "sources").code == 0
    assert shell("sources", "--config", "other.yaml").code == 0
    assert shell("--config", "other.yaml", "config", "check").code == 0
    assert shell("sources").code == 78


# ── the configuration ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["run", "check", "sources", "releases", "config check"])
def test_a_wrong_configuration_is_exit_78_naming_everything(shell: Shell, command: str) -> None:
    shell.configure("sources:\n- id: a\n  files: x\n  timezone: Mars/Base\n  evry: 1h\n")
    done = shell(*command.split())
    assert done.code == 78
    assert done.out == ""
    assert "config.yaml:4: sources[0].timezone: “Mars/Base” is not a time zone" in done.err
    assert "config.yaml:5: unknown key `sources[0].evry`" in done.err


def test_config_check_prints_its_problems_as_json(shell: Shell) -> None:
    shell.configure("sources:\n- {id: a, files: x, evry: 1h}\n")
    done = shell("config", "check", "--json")
    assert done.code == 78
    assert done.json["problems"] == [
        {
            "file": "config.yaml",
            "line": 2,
            "message": "unknown key `sources[0].evry` (a)",
            "hint": "did you mean `every`?",
        }
    ]


def test_thousands_of_problems_do_not_flood_the_terminal(shell: Shell) -> None:
    (shell.folder / "s.jsonl").write_text('{"id": "x"}\n' * 1_000)
    shell.configure("include: [s.jsonl]")
    err = shell("config", "check").err
    assert err.count("\n") < 250
    assert "more like these" in err


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("sources: [{id: a, files: none/*.txt}]", "source a: none/*.txt matches no file"),
        ("sources: [{id: a, page: 'http://10.1.2.3/'}]", "source a: 10.1.2.3 is not public"),
        ("sources: [{id: a, page: 'http://localhost/'}]", "localhost is a name of this machine"),
        ("listen: 0.0.0.0:8000\nsources: []", "public_url: others cannot reach"),
        ("hub: https://hub.example/\nsources: []", "hub: it cannot fetch feeds"),
        (
            "sources: []\ntargets: [{id: t, webhook: 'http://127.0.0.1/', secret: whsec_QUJD}]",
            "target t: its secret is shorter than 24 bytes",
        ),
        (
            f"sources: []\ntargets: [{{id: t, webhook: 'http://127.0.0.1/', secret: {SECRET}}}]",
            "target t: 127.0.0.1 is not public",
        ),
    ],
)
def test_config_check_warns_of_what_will_not_work(shell: Shell, text: str, warning: str) -> None:
    shell.configure(text)
    done = shell("config", "check")
    assert done.code == 0
    assert warning in done.err
    assert any(warning in one for one in shell.json("config", "check")["warnings"])


def test_what_the_configuration_opens_is_warned_of_no_more(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S", SECRET)
    shell.configure(
        "fetch: {allow_private: [127.0.0.0/8]}\n"
        "sources: [{id: a, page: 'http://127.0.0.1:5000/'}]\n"
        "targets: [{id: t, webhook: 'http://127.0.0.1:5000/', secret: '${S}'}]\n"
    )
    assert shell.json("config", "check")["warnings"] == []


def test_the_schema_is_printed_as_json(shell: Shell) -> None:
    assert shell("config", "schema").json == shell("config", "schema", "--json").json
    done = shell("config", "schema", "--config", "whatever.yaml")
    assert done.json["properties"]["sources"]


# ── checking and listing ───────────────────────────────────────────────────────────────────


def test_check_says_what_came_of_each_source(shell: Shell) -> None:
    shell.configure(CONFIG.replace("]\n", ", {id: gone, files: none/*.txt}]\n"))
    done = shell("check")
    assert done.code == 1
    press, gone = sorted(done.out.splitlines(), reverse=True)
    assert press.split() == ["press", "changed", "1", "new"]
    assert gone.startswith("gone   failed")
    assert "none/*.txt" in gone


def test_check_as_json_is_one_document_in_the_order_of_the_configuration(shell: Shell) -> None:
    shell.configure(CONFIG.replace("]\n", ", {id: gone, files: none/*.txt}]\n"))
    done = shell("check", "--json")
    assert done.code == 1
    assert [(row["source"], row["outcome"]) for row in done.json] == [
        ("press", "changed"),
        ("gone", "failed"),
    ]
    assert done.json[1]["failure"]["kind"] == "missing"


def test_check_visits_what_is_named_and_nothing_else(shell: Shell) -> None:
    shell.configure(CONFIG.replace("]\n", ", {id: other, files: none/*.txt}]\n"))
    assert [row["source"] for row in shell.json("check", "press")] == ["press"]


def test_check_waits_for_a_file_that_is_still_being_written(shell: Shell) -> None:
    (shell.folder / "texts" / "one.txt").write_text(TEXT)
    (row,) = shell.json("check")
    assert (row["outcome"], row["new"]) == ("changed", 1)


def test_a_paused_source_is_checked_when_it_is_named_only(shell: Shell) -> None:
    assert shell("pause", "press").out == "press: paused\n"
    assert shell.json("check") == []
    assert shell.json("sources")[0]["state"] == "paused"
    assert shell.json("check", "press")[0]["new"] == 1
    assert shell("resume", "press").code == 0
    assert shell.json("sources")[0]["state"] == "ok"


def test_a_source_that_is_gone_or_moved_says_what_to_do(shell: Shell, site: Site) -> None:
    shell.configure(
        "fetch: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}}\n"
        f"sources: [{{id: terms, page: '{site.url}/terms'}}]\n"
    )
    site.set("/terms", status=410)
    site.set("/robots.txt", status=404)
    (failed,) = shell.json("check")
    assert (failed["failure"]["kind"], failed["failure"]["permanent"]) == ("gone", True)
    done = shell("sources")
    assert f"{site.url}/terms: answered 410" in done.err
    assert "`feed-monitor resume` has it visited again" in done.err
    with closing(Store.open("sqlite:///data/monitor.db", root=shell.folder)) as store:
        (row,) = store.sources()
        moved = Moved("https://new.test/terms", 5, now(), used=True)
        state = replace(row.state, moved=moved, version=row.state.version + 1)
        store.commit(Check("terms", Outcome.UNCHANGED, row.state.version, state))
    done = shell("sources")
    assert "visited at https://new.test/terms: write that as its `page`" in done.err
    assert shell.json("sources")[0]["moved_to"] == "https://new.test/terms"


def test_a_source_is_listed_as_soon_as_it_is_written(shell: Shell) -> None:
    (row,) = shell.json("sources")
    assert (row["id"], row["state"], row["releases"]) == ("press", "new", 0)
    assert row["place"] == "texts/*.txt"


def test_lists_are_ascending_and_hold_the_newest(shell: Shell) -> None:
    texts = [TEXT.replace("Monday", day) for day in ("Tuesday", "Wednesday", "Thursday")]
    for number, text in enumerate(texts):
        shell.write(text.replace("10.12", f"1{number}.12"), f"{number}.txt")
    shell("check")
    for command in ("releases", "changes"):
        sequences = [row["sequence"] for row in shell.json(command)]
        assert sequences == [1, 2, 3, 4]
        assert [row["sequence"] for row in shell.json(command, "--limit", "2")] == [3, 4]
        assert [row["sequence"] for row in shell.json(command, "--since", "3")] == [4]
    assert shell.json("releases", "--source", "press") == shell.json("releases")


def test_every_list_is_cut_in_the_same_ways(shell: Shell) -> None:
    shell.configure(CONFIG[:-2] + ", {id: late, files: 'late/*.txt'}]\n")
    shell("check", "press")
    assert [row["id"] for row in shell.json("sources")] == ["press", "late"]
    assert [row["id"] for row in shell.json("sources", "--limit", "1")] == ["late"]
    first = shell.json("changes", "--limit", "1")[0]["sequence"]
    assert [row["id"] for row in shell.json("sources", "--since", str(first))] == []
    assert [row["id"] for row in shell.json("sources", "--since", "0")] == ["press"]
    assert shell.json("deliveries", "--source", "press", "--since", "0", "--limit", "5") == []


@pytest.mark.parametrize("command", ["sources", "releases", "changes", "deliveries"])
def test_a_number_that_no_database_holds_is_one_above_all(shell: Shell, command: str) -> None:
    shell("check")
    assert shell.json(command, "--since", str(2**70)) == []
    assert shell(command, "--limit", str(2**70)).code == 0


def test_numbers_of_what_cannot_be_are_refused_in_plain_words(shell: Shell) -> None:
    edited(shell)
    [row] = shell.json("releases")
    for words in (
        ("tell", str(2**70)),
        ("diff", row["id"], "--to", str(2**70)),
        ("split", row["id"], "--from", str(2**70)),
        ("undo", str(2**70)),
    ):
        done = shell(*words)
        assert (done.code, done.out) == (2, ""), words
        assert "Traceback" not in done.err, words


def test_tables_align_without_colours_or_trailing_blanks(shell: Shell) -> None:
    shell("check")
    for command in ("sources", "releases", "changes"):
        heading, *rows = shell(command).out.splitlines()
        assert rows
        assert "\x1b" not in "".join(rows)
        assert all(row == row.rstrip() for row in (heading, *rows))
        start = heading.index("SOURCE")
        assert all(row[start:].startswith("press") for row in rows)


@pytest.mark.parametrize("command", ["releases", "changes", "deliveries"])
def test_an_empty_list_says_so_and_is_an_empty_document(shell: Shell, command: str) -> None:
    assert shell.json(command) == []
    done = shell(command)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("no ")


def test_what_was_fetched_cannot_steer_the_terminal(shell: Shell) -> None:
    shell.write(TEXT.replace("The council meets", "The \x1b[31mcouncil\x07 \u202e[bold]meets"))
    shell("check")
    shown = shell("releases").out
    assert "[bold]meets" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


# ── diff ───────────────────────────────────────────────────────────────────────────────────


def test_diff_shows_the_last_edit_in_three_forms(shell: Shell) -> None:
    edited(shell)
    release = shell.json("releases")[0]["id"]
    shown = shell("diff", release[:8]).out
    assert shown.startswith("“Monday” became “Tuesday”\n\n")
    assert "[-Monday-] {+Tuesday+}" in shown
    assert "-Monday\n+Tuesday\n" in shell("diff", release, "--format", "unified").out
    assert "<del>Monday</del> <ins>Tuesday</ins>" in shell("diff", release, "--format", "html").out
    shape = shell.json("diff", release)
    assert shape["release"] == release
    assert (shape["from"], shape["to"]) == (1, 2)
    assert (shape["added_words"], shape["removed_words"]) == (1, 1)
    assert "+Tuesday" in shape["unified"]
    assert "<ins>" in shape["html"]


def test_changes_bring_their_diff(shell: Shell) -> None:
    edited(shell)
    new, revised = shell.json("changes")
    assert (new["kind"], new["baseline"], new["diff"]) == ("new", True, None)
    assert (revised["kind"], revised["revision"], revised["told"]) == ("revised", 2, True)
    assert "+Tuesday" in revised["diff"]
    assert (new["summary"], revised["summary"]) == (None, "“Monday” became “Tuesday”")


def test_diff_between_revisions_that_are_named(shell: Shell) -> None:
    edited(shell)
    release = shell.json("releases")[0]["id"]
    back = shell.json("diff", release, "--from", "2", "--to", "1")
    assert "+Monday" in back["unified"]
    assert "has no revision 3" in shell("diff", release, "--to", "3").err


def test_diff_of_what_was_never_edited_says_so(shell: Shell) -> None:
    shell("check")
    done = shell("diff", shell.json("releases")[0]["id"])
    assert (done.code, done.out) == (2, "")
    assert "never edited" in done.err


# ── forgetting ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("answer", "code", "left"), [(False, 1, 1), (True, 0, 0)])
def test_forget_asks_who_is_there(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int, left: int
) -> None:
    shell("check")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("typer.confirm", lambda *_, **__: answer)
    assert shell("forget", "press").code == code
    assert len(shell.json("releases")) == left


def test_forget_does_as_a_script_says(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("check")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    assert shell("forget", "press").out.startswith("press: 1 release erased")
    assert shell.json("releases") == []


def test_a_source_that_was_taken_out_can_still_be_read_and_forgotten(shell: Shell) -> None:
    shell("check")
    shell.configure("sources: []")
    assert shell.json("sources") == []
    assert len(shell.json("releases", "--source", "press")) == 1
    assert shell("forget", "press", "--yes").code == 0
    assert shell.json("releases") == []


# ── trying ─────────────────────────────────────────────────────────────────────────────────


def test_try_shows_what_a_text_would_give_and_keeps_nothing(shell: Shell) -> None:
    shape = shell.json("try", "texts/*.txt")
    assert (shape["kind"], shape["place"], shape["problems"]) == ("files", "texts/*.txt", [])
    (item,) = shape["items"]
    assert (item["title"], item["published"]) == ("The council meets on Monday", "2024-12-10")
    assert (item["precision"], item["inferred"], item["html"]) == ("day", False, None)
    assert not (shell.folder / "data").exists()


def test_try_needs_no_configuration(shell: Shell) -> None:
    (shell.folder / "config.yaml").unlink()
    assert shell("try", "texts/one.txt").code == 0
    assert shell("try", "texts/one.txt", "--config", "none.yaml").code == 78


def test_try_takes_a_file_by_its_name_whatever_is_in_it(shell: Shell) -> None:
    shell.write(TEXT, "[a]*.txt")
    assert len(shell.json("try", str(shell.folder / "texts" / "[a]*.txt"))["items"]) == 1


def test_try_reads_a_saved_page_as_if_it_stood_at_its_url(shell: Shell) -> None:
    (shell.folder / "saved.html").write_text(PAGE % 'Read <a href="/more">more</a> of the terms.')
    os.utime(shell.folder / "saved.html", (1, 1))
    shape = shell.json("try", "saved.html", "--base-url", "https://example.org/terms")
    assert (shape["kind"], shape["title"], shape["confidence"]) == ("page", "Terms", 1.0)
    assert "https://example.org/more" in shape["items"][0]["html"]
    assert shape["items"][0]["url"] == "https://example.org/terms"
    assert shell.json("try", "saved.html", "--as", "page")["items"][0]["url"] is None


def test_what_was_asked_for_and_gives_nothing_is_not_sure(shell: Shell) -> None:
    (shell.folder / "saved.html").write_text(PAGE % "Nobody lists anything here.")
    os.utime(shell.folder / "saved.html", (1, 1))
    for kind in ("listing", "api"):
        shape = shell.json("try", "saved.html", "--as", kind)
        assert (shape["confidence"], shape["items"]) == (0.0, [])
        assert "it looks like `page`: an HTML page" in " ".join(shape["explain"])
    (shell.folder / "saved.html").write_text('<rss version="2.0"><channel/></rss>')
    os.utime(shell.folder / "saved.html", (1, 1))
    assert shell.json("try", "saved.html", "--as", "feed")["confidence"] == 1.0


def test_try_of_an_empty_shell_says_what_would_show_it(shell: Shell) -> None:
    page = "<!doctype html><title>App</title><div id=root></div><script src=/app.js></script>"
    (shell.folder / "saved.html").write_text(page)
    os.utime(shell.folder / "saved.html", (1, 1))
    done = shell("try", "saved.html", "--base-url", "https://example.org/app")
    assert done.code == 1
    assert "this page builds itself with scripts" in done.err
    assert "set `render: browser`" in done.err


FEED = """<rss version="2.0"><channel><title>News</title><link>https://n.example/</link>
<item><title>One</title><link>/one</link><pubDate>Tue, 10 Dec 2024 09:00:00 GMT</pubDate></item>
</channel></rss>"""


def test_try_reads_a_saved_feed_as_a_feed(shell: Shell) -> None:
    (shell.folder / "saved.xml").write_text(FEED)
    os.utime(shell.folder / "saved.xml", (1, 1))
    shape = shell.json("try", "saved.xml", "--base-url", "https://n.example/feed")
    assert (shape["kind"], shape["title"]) == ("feed", "News")
    (item,) = shape["items"]
    assert (item["title"], item["precision"]) == ("One", "instant")
    assert item["url"] == "https://n.example/one"


@pytest.mark.parametrize("place", ["", " ", "ftp://x.test/", "javascript://x"])
def test_what_is_no_place_is_wrong_usage(shell: Shell, place: str) -> None:
    for command in ("try", "add"):
        done = shell(command, place)
        assert (done.code, done.out) == (2, "")
        assert "http://" in done.err


def test_try_of_what_is_not_there_fails_in_plain_words(shell: Shell) -> None:
    done = shell("try", "nothing.txt", "--json")
    assert done.code == 1
    assert done.json["items"] == []
    assert "nothing.txt" in done.json["problems"][0]


def test_try_visits_a_url_through_the_guard(shell: Shell, site: Site) -> None:
    site.set("/terms", PAGE % "These are the terms.", headers={"Content-Type": "text/html"})
    refused = shell("try", f"{site.url}/terms", "--json")
    assert refused.code == 1
    assert "not public" in refused.json["problems"][0]
    assert site.requests == []
    shell.configure("fetch: {allow_private: [127.0.0.0/8]}\nsources: []")
    shape = shell.json("try", f"{site.url}/terms")
    assert (shape["kind"], shape["problems"]) == ("page", [])
    assert shape["items"][0]["url"] == f"{site.url}/terms"
    assert "These are the terms." in shape["items"][0]["text"]


def test_try_finds_out_that_a_url_is_a_feed(shell: Shell, site: Site) -> None:
    shell.configure("fetch: {allow_private: [127.0.0.0/8]}\nsources: []")
    site.set("/feed", FEED, headers={"Content-Type": "application/rss+xml"})
    shape = shell.json("try", f"{site.url}/feed")
    assert (shape["kind"], len(shape["items"])) == ("feed", 1)
    assert "feed" in shape["explain"][0]


# ── telling ────────────────────────────────────────────────────────────────────────────────


def target(receiver: Receiver) -> str:
    return (
        CONFIG + f"targets: [{{id: ops, webhook: '{receiver.url}', secret: {SECRET}, "
        "allow_private: [127.0.0.0/8]}]\n"
    )


def test_a_test_message_is_sent_now_and_its_answer_shown(shell: Shell) -> None:
    with Receiver(SECRET) as receiver:
        shell.configure(target(receiver))
        done = shell("test", "ops")
        assert (done.code, done.out) == (0, "ops took the test message: 200\n")
        (message,) = receiver.wait(1)
        assert message.json["type"] == "test"


def test_a_test_message_that_is_refused_is_exit_1(shell: Shell) -> None:
    with Receiver(SECRET) as receiver:
        receiver.answers(500)
        shell.configure(target(receiver))
        done = shell("test", "ops", "--json")
    assert done.code == 1
    assert (done.json["taken"], done.json["status"]) == (False, None)
    assert "500" in done.json["reason"]


def test_what_is_owed_waits_for_the_daemon(shell: Shell) -> None:
    with Receiver(SECRET) as receiver:
        shell.configure(target(receiver))
        shell("check")
        shell.write(TEXT.replace("next year", "coming year"))
        done = shell("check")
        assert "feed-monitor run" in done.err
        assert receiver.messages == []


# ── the real process ───────────────────────────────────────────────────────────────────────


def start(folder: Path, *words: str, **streams: Any) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *words],
        cwd=folder, env=environment | streams.pop("env", {}), text=True, **streams,
    )  # fmt: skip


def test_a_reader_that_has_had_enough_is_no_error(shell: Shell) -> None:
    rows = "".join(f"{TEXT.replace('Monday', f'day {n}')}***\n" for n in range(300))
    shell.write(rows)
    shell("check")
    reader = subprocess.PIPE
    listing = start(shell.folder, "releases", "--limit", "300", stdout=reader, stderr=reader)
    assert listing.stdout
    listing.stdout.close()
    assert listing.stderr
    said = listing.stderr.read()
    listing.stderr.close()
    assert listing.wait(30) in (0, 1)
    assert said == ""


def test_an_interrupt_ends_a_command_quietly_with_130(shell: Shell, site: Site) -> None:
    shell.configure(
        "fetch: {allow_private: [127.0.0.0/8]}\n"
        f"sources: [{{id: slow, page: '{site.url}/slow', robots: ignore}}]\n"
    )
    asked = threading.Event()

    def slow(_seen: object) -> Iterator[bytes]:
        asked.set()
        site.closing.wait()
        yield b""

    site.set("/slow", slow)
    check = start(shell.folder, "check", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert asked.wait(30)
    check.send_signal(signal.SIGINT)
    out, err = check.communicate(timeout=30)
    assert check.returncode == 130
    assert (out, "Traceback" in err) == ("", False)


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("1", False)])
def test_colours_are_for_terminals_that_want_them(
    shell: Shell, no_color: str | None, coloured: bool
) -> None:
    shell("check")
    here, there = pty.openpty()
    env = {"NO_COLOR": no_color} if no_color else {}
    listing = start(shell.folder, "sources", stdout=there, stderr=there, env=env)
    assert listing.wait(30) == 0
    os.close(there)
    shown = os.read(here, 100_000).decode()
    os.close(here)
    assert "press" in shown
    assert ("\x1b[32m" in shown) is coloured


def test_check_beside_a_daemon_works_on_the_same_store(shell: Shell) -> None:
    store = Store.open("sqlite:///data/monitor.db", root=shell.folder)
    presence = store.hold_daemon("daemon")
    try:
        assert shell.json("check")[0]["new"] == 1
    finally:
        presence.let_go()
        store.close()


def test_a_source_that_was_never_checked_has_an_empty_list(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("sources:\n  - {id: fresh, files: '*.txt'}\n")
    done = run(["releases", "--source", "fresh", "--json", "--config", str(config)], tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_an_address_with_a_password_in_it_is_not_tried(shell: Shell) -> None:
    done = shell("try", "https://me:hunter2@example.org/")
    assert done.code == 2
    assert "hunter2" not in done.out + done.err
