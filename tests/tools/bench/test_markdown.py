from tools.bench.markdown import lines
from tools.bench.table import Goal, Row, Table


def test_a_run_becomes_the_tables_of_the_documentation() -> None:
    rows = [
        Row("  rate", 12345.0, "a second", "bare", 0.5, Goal(3, "at least")),
        Row("peer", None, note="no network"),
    ]
    document = {"parts": {"one": [Table("2,000 pages", rows).document()]}}
    assert [*lines(document)][1:] == [
        "## 2,000 pages",
        "",
        "| what | figure | beside | times | goal |",
        "|---|---|---|---|---|",
        "| rate | 12,345 a second | bare | 0.500 | **missed**: at least 3 |",
        "| peer | not measured | no network |  |  |",
    ]
