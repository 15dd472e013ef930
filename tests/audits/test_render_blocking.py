from __future__ import annotations

from crawler.audits.render_blocking import render_blocking
from crawler.records import Impact, Outcome, Savings
from tests.audits.loads import file, files, judged


def test_files_that_come_before_the_first_paint() -> None:
    found = judged(render_blocking, blocking=files(file(ms=450), file("a.css"), ms=650))
    assert (found.outcome, found.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert found.title == "2 files hold up the first paint"
    assert found.saves == Savings(ms=650), "their bytes come all the same"
    assert [element.message for element in found.elements] == [
        "20 kB, which takes 450 milliseconds on the simulated phone",
        "20 kB, which takes little time on the simulated phone",
    ]


def test_files_that_cost_nothing_there() -> None:
    assert judged(render_blocking, blocking=files(file(), ms=0)).outcome is Outcome.PASS
    assert judged(render_blocking).outcome is Outcome.PASS
