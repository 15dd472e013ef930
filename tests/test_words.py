"""One name for each state, pillar and role, wherever people read of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler import words as shared
from crawler.audits.registry import all_audits
from crawler.facts.measurement import Flag, Measurement, Run
from crawler.records import EndState, PageRole, Pillar
from crawler.scoring.explain import sections
from crawler.scoring.method import METHOD
from dashboard import words as dashboard


def test_everything_has_its_words() -> None:
    assert set(shared.STATES) == set(EndState)
    assert set(shared.PILLARS) == set(Pillar)
    assert set(shared.ROLES) == set(PageRole)


def test_how_speed_was_measured_is_said_where_it_was_not_as_usual() -> None:
    assert set(shared.UNUSABLE) == {flag for flag in Flag if not flag.usable}
    assert shared.how_measured(Measurement(factor=1.3, load=4.0)) == ()
    (flagged,) = shared.how_measured(Measurement(flag=Flag.BUSY))
    assert flagged.startswith("The machine was busy meanwhile")
    runs = (Run(fcp_ms=1), Run(fcp_ms=2), Run(flag=Flag.AWAY))
    repeated = Measurement(why="it is the home page", seconds=8.4, runs=runs)
    assert shared.how_measured(repeated) == (
        "Speed was measured 3 times, since it is the home page: of each metric the median of 2 "
        "loads is given. The repeats took 8 seconds.",
        "A repeat does not count: it came to another page than the first load.",
    )
    late = Run(fcp_ms=1, flag=Flag.UNFINISHED)
    never = replace(repeated, runs=(late, late))
    assert shared.loads_that_count(never) == 0
    assert shared.how_measured(never) == (
        "Speed was measured 2 times, since it is the home page: no load is a good measure, and the "
        "figures of the first are given. The repeats took 8 seconds.",
        "The first load is no good measure: the page never finished loading.",
        "A repeat does not count: the page never finished loading.",
    )
    once, *_ = shared.how_measured(replace(repeated, runs=(Run(fcp_ms=1), late)))
    assert "one load counts, and its figures are given" in once


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("in the template: 3 of 4 pages", (3, 4, True, False, 0)),
        ("in the template: all 11 pages, and 2 others looked at", (11, 11, True, False, 2)),
        ("on all 2 pages acted on", (2, 2, False, True, 0)),
        ("on 1 of 1 page", (1, 1, False, False, 0)),
        ("on 0 of 11 pages, and 1 other looked at", (0, 11, False, False, 1)),
    ],
)
def test_pages_that_count_are_told_from_others(
    said: str, numbers: tuple[int, int, bool, bool, int]
) -> None:
    pages, of, template, walked, others = numbers
    assert shared.spread(pages, of, template=template, walked=walked, others=others) == said


def test_the_dashboard_and_the_methodology_use_the_same() -> None:
    assert dashboard.STATES is shared.STATES
    assert dashboard.PILLARS is shared.PILLARS
    assert dashboard.state(None) == shared.NOT_TESTED
    tables = {
        table.caption: [row[0] for row in table.rows]
        for section in sections(METHOD, all_audits())
        for table in section.tables
    }
    assert tables["How an attempt ends"] == list(shared.STATES.values())
    assert set(tables["What each page counts"]) == set(shared.ROLES.values())


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 kB"), (9, "1 kB"), (999_400, "999 kB"), (999_600, "1.0 MB"), (3_400_000, "3.4 MB")],
)
def test_bytes(count: int, said: str) -> None:
    assert shared.size(count) == said
