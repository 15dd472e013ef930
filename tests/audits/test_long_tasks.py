from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.long_tasks import long_tasks
from crawler.facts.loading import LongTasks
from crawler.facts.measurement import Measurement, Run
from crawler.records import Outcome
from tests.audits.loads import judged
from tests.facts import LOADING, sound_facts
from tests.verdicts import verdict_of

OURS = LongTasks(host="www.northam.example", count=2, ms=200, longest_ms=150)


def test_whose_scripts_they_are() -> None:
    theirs = LongTasks(host="cdn.example", count=1, ms=600, longest_ms=600)
    page = LongTasks(host="", count=1, ms=50, longest_ms=50)
    found = judged(long_tasks, long_tasks=(theirs, OURS, page), blocking_ms=650)
    assert (found.outcome, found.failing) == (Outcome.FAIL, 3)
    assert found.title == "4 long tasks keep the page busy for 0.8 seconds"
    assert [(each.selector, each.message) for each in found.elements] == [
        ("cdn.example", "1 long task, 0.6 seconds in all, the longest 0.6 seconds"),
        (
            "www.northam.example",
            "2 long tasks, 200 milliseconds in all, the longest 150 milliseconds",
        ),
        ("the page itself", "1 long task, 50 milliseconds in all, the longest 50 milliseconds"),
    ]


def test_few_are_good_enough() -> None:
    assert judged(long_tasks, long_tasks=(OURS,), blocking_ms=150).outcome is Outcome.PASS
    assert judged(long_tasks).outcome is Outcome.PASS


def test_figures_of_several_loads_are_told_from_these() -> None:
    runs = (Run(tbt_ms=650), Run(tbt_ms=0), Run(tbt_ms=0))
    facts = sound_facts(
        loading=replace(LOADING, long_tasks=(OURS,), blocking_ms=650),
        measurement=Measurement(why="it is the home page", runs=runs),
    )
    found = verdict_of(long_tasks(facts))
    assert found.title == (
        "2 long tasks keep the page busy for 200 milliseconds, at its first load"
    )
