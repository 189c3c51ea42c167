from pathlib import Path

from tools.bench.measure import Run
from tools.bench.program import Program, pages
from tools.bench.site import Site
from tools.bench.unchanged import CASES, Cost


def test_cost_is_what_is_left_of_a_run_less_that_of_one_page() -> None:
    cost = Cost.of(Run(3.0, 2.5, 0), Run(1.0, 0.5, 0), count=101)
    assert cost == Cost(cpu_milliseconds=20.0, rate=50.0)


def test_what_a_check_must_come_to_follows_from_the_case() -> None:
    plain, validated, changed = (case.outcomes(200) for case in CASES)
    assert plain == {"unchanged": 200}
    assert validated == {"not_modified": 200}
    assert changed == {"unchanged": 198, "changed": 2}


def test_the_program_is_seen_to_ask_for_every_page(tmp_path: Path) -> None:
    with Site(2, size_bytes=1_500) as site:
        program = Program(tmp_path)
        program.write(pages(site.urls))
        assert program.check(changed=2).cpu_seconds > 0
        assert site.asked() == 2
