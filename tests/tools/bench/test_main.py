import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.bench import clock
from tools.bench.__main__ import PARTS, main
from tools.bench.measure import Broken
from tools.bench.options import Options
from tools.bench.table import Goal, Row, Table


def test_every_part_is_there() -> None:
    for name in PARTS:
        assert Path(clock.__file__).with_name(f"{name}.py").exists()


def test_figures_are_printed_and_written_and_a_part_that_breaks_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(options: Options) -> Iterator[Table]:
        assert options == Options(quick=True, count=7, peers=False)
        yield Table("First", [Row("figure", 2.0, goal=Goal(1))])
        raise Broken("no second table")

    monkeypatch.setattr(clock, "measure", measure)
    file = tmp_path / "figures.json"
    words = ["clock", "--quick", "--count", "7", "--no-peers", "--json", str(file)]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "broken: no second table" in shown
    assert shown.endswith("goals: 0 met, 1 missed; 1 figures not measured\n")
    first, last = json.loads(file.read_text())["parts"]["clock"]
    assert first["rows"][0]["missed"]
    assert last["rows"][0]["value"] is None


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
