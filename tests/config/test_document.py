import pytest

from monitor.config.document import read_text, read_yaml
from monitor.errors import ConfigError


def test_every_value_has_the_line_that_it_stands_in() -> None:
    written = read_yaml("a: 1\nb:\n  - x\n  - {c: [1,\n       2]}\n", "f")
    assert written.data == {"a": 1, "b": ["x", {"c": [1, 2]}]}
    lines = {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 1, "c"): 4, ("b", 1, "c", 1): 5}
    assert {path: written.line(path) for path in lines} == lines
    assert written.line(("b", 1, "nowhere", "at all")) == 4
    assert written.raw(("b", 1, "c", 1)) == 2
    assert written.raw(("b", 9)) is None


def test_words_that_older_yaml_reads_otherwise_stay_words() -> None:
    text = "on: [no, yes, off]\nday: 2024-01-01\ntime: 12:30\nnull_: ~\nt: true\nf: 1.5\nb: 1_x"
    assert read_yaml(text, "f").data == {
        "on": ["no", "yes", "off"],
        "day": "2024-01-01",
        "time": "12:30",
        "null_": None,
        "t": True,
        "f": 1.5,
        "b": "1_x",
    }


def test_an_alias_gives_the_same_values_again() -> None:
    assert read_yaml("a: &x [1, 2]\nb: *x", "f").data == {"a": [1, 2], "b": [1, 2]}


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\na: 2", 2, "`a` stands here again"),
        ("a:\n\tb: 1", 2, "tab"),
        ("a: [1\nb: 2", 2, "not YAML"),
        ("a: 'x", 1, "not YAML"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: !!python/object:os.system x", 1, "tag"),
        ("a: 1\nb: !secret x", 2, "tag"),
        ("a: *nobody", 1, "undefined alias"),
        ("a: &a [*a]", 1, "too large"),
        ("- " * 3_000, 1, "YAML"),
        ("a: 1\n? [1]\n: 2", 2, "a key must be a word"),
        ("base: &b {x: 1}\na:\n  <<: *b", 3, "a key must be a word"),
        ("a: 1\nb: \x07", 2, "does not allow"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_yaml(text, "config.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("config.yaml", line)
    assert message in problem.message


def test_a_bomb_of_aliases_is_put_out() -> None:
    with pytest.raises(ConfigError, match="too large"):
        read_yaml(BOMB, "config.yaml")


def test_bytes_that_are_not_utf_8_are_said_with_their_line(tmp_path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"a: 1\nb: \xff\xfe\n")
    with pytest.raises(ConfigError, match=r"config\.yaml:2: is not UTF-8"):
        read_text(path, "config.yaml")


def test_a_byte_order_mark_is_no_content(tmp_path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_text(path, "config.yaml") == "a: 1"


def test_a_file_that_cannot_be_had_is_a_problem(tmp_path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        read_text(tmp_path / "none.yaml", "none.yaml")
    with pytest.raises(ConfigError, match="cannot be read: is a directory"):
        read_text(tmp_path, "folder")
