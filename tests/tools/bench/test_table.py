from tools.bench.table import MISSED, Goal, Row, Table, number


def test_figures_have_as_many_digits_as_say_something() -> None:
    shown = [number(value) for value in (12345.6, 123.4, 12.34, 1.234, 0.1234, 7.0)]
    assert shown == ["12,346", "123", "12.3", "1.23", "0.123", "7"]


def test_a_goal_is_about_the_ratio_where_there_is_one() -> None:
    assert Row("CPU", 9.0, "ms", "bare", 1.6, Goal(1.5)).missed
    assert not Row("CPU", 9.0, "ms", "bare", 1.5, Goal(1.5)).missed
    assert Row("rate", 2.0, goal=Goal(3, "at least")).missed
    assert not Row("rate", None, goal=Goal(3, "at least")).missed


def test_columns_are_aligned_and_a_missed_goal_is_marked() -> None:
    rows = [
        Row("short", 1.0, "ms"),
        Row("a longer name", 1234.0, "ms", "bare", 2.0, Goal(1.5)),
        Row("absent", None, note="not here"),
    ]
    title, head, *lines = Table("What", rows).lines()
    assert title == "What"
    assert lines[0].endswith("    1 ms")
    assert lines[1].endswith(f"1,234 ms  bare        2  at most 1.50  {MISSED}")
    assert lines[2].rstrip().endswith("not here")
    assert head.index("figure") + len("figure") == lines[0].index("ms") + 2


def test_machines_get_every_field() -> None:
    table = Table("What", [Row("CPU", 9.0, "ms", "bare", 1.6, Goal(1.5))]).document()
    assert table["rows"] == [
        {
            "what": "CPU",
            "value": 9.0,
            "unit": "ms",
            "beside": "bare",
            "ratio": 1.6,
            "goal": {"sense": "at most", "limit": 1.5},
            "missed": True,
            "note": None,
        }
    ]
