"""Pages whose speed one load does not tell: saved, loaded again at the end, and completed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from msgspec.structs import replace
from typing_extensions import override

from crawler.config import Config
from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import Database, open_database, upgrade
from crawler.facts.measurement import Flag, Measurement
from crawler.jobs.closing import close_early
from crawler.records import EndState, PageVisit, Website
from crawler.scoring.repeats import HOME
from crawler.spiders.budget import Budget
from crawler.spiders.council import CouncilSpider
from crawler.spiders.errand import Errand
from crawler.spiders.repeats import LOAD_SECONDS, MOST_FLAGGED, Repeats
from crawler.spiders.robots import RobotsMiddleware
from crawler.spiders.visits import Visits
from tests.database.samples import MONDAY, SITE, WEEK, council, panel, site_score
from tests.facts import METRICS, sound_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scrapy.crawler import Crawler

    from crawler.records import PageResult, PanelPage

PAGES = panel(4)
FINE, BUSY = 0.9, 0.1


class Rules(RobotsMiddleware):
    """Every robots.txt asks for the same delay."""

    def __init__(self, delay: float) -> None:
        self._wish = delay

    @override
    def delay(self, url: str) -> float:
        return self._wish


class Loads(Visits):
    """Visits without a browser: each load has the CPU share that the page's list says next, and
    is fine from then on."""

    def __init__(self, errand: Errand, budget: Budget, shares: dict[str, list[float]]) -> None:
        super().__init__(cast("Crawler", None), errand, lambda *_: None, budget)
        self.asked: list[str] = []
        self.tbt_ms = 150.0
        self.by_hand = False
        self._shares = shares
        self.wish = 0.0  # of robots.txt, in seconds

    @property
    @override
    def robots(self) -> RobotsMiddleware:
        return Rules(self.wish)

    @override
    async def _load(self, url: str, how: dict[str, Any]) -> PageVisit:
        self.asked.append(("again " if how.get("measure") else "") + url.removeprefix(SITE))
        left = self._shares.get(url.removeprefix(SITE))
        share = left.pop(0) if left else FINE
        facts = sound_facts(
            url=url,
            final_url=url,
            visited_at=MONDAY,
            metrics=replace(METRICS, tbt_ms=self.tbt_ms, cpu_share=share),
            measurement=Measurement(factor=1.0, load=2.0, by_hand=self.by_hand),
            expected_languages=(),
        )
        return PageVisit(facts=facts)


class Crawl:
    """A spider in the middle of a crawl of `PAGES`, and what it has saved so far."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        shares: dict[str, list[float]],
        *,
        weeks: int = 0,
        pages: Sequence[PanelPage] = PAGES,
        by_hand: bool = False,
        clock: Callable[[], float] = lambda: 0.0,
        **settings: Any,
    ) -> None:
        at = MONDAY + weeks * WEEK
        store.save_register(database, [council()])
        ticket = store.begin_crawl(database, started_at=at, register="r")
        self.audit = store.begin_site(database, ticket.id, SITE, at).site_audit_id
        store.save_panel(database, self.audit, pages)
        self._pages = pages
        website = Website(url=SITE, councils=(council(),))
        errand = Errand(website=website, config=Config(**settings))
        self.budget = budget = Budget(errand.config, clock)
        self.visits = Loads(errand, budget, shares)
        self.visits.by_hand = by_hand
        self.ended: list[str] = []
        self.spider = CouncilSpider(
            errand=errand,
            database=database,
            page_seen=lambda *_: None,
            site_audit_id=self.audit,
            artifacts=Artifacts(folder),
            planned=lambda *_: None,
            page_ended=lambda result, _: self.ended.append(result.page.url.removeprefix(SITE)),
            page_waits=lambda *_: None,
            page_repeated=lambda facts: self.repeated.append(facts.url.removeprefix(SITE)),
        )
        self.repeated: list[str] = []
        self.spider._visits = self.visits
        self.spider._repeats = Repeats(errand, database, self.audit, self.visits, budget)
        self._database = database

    async def audit_panel(self) -> None:
        await self.spider._audit(self._pages)

    async def end(self) -> None:
        await self.spider._repeat_marked()
        store.close_site(
            self._database, self.audit, EndState.AUDITED, "", site_score(80.0, 4, 4), MONDAY
        )

    def saved(self) -> dict[str, PageResult]:
        results = store.results_of(self._database, self.audit)
        return {result.page.url.removeprefix(SITE): result for result in results}

    def measured(self, page: str) -> Measurement:
        found = self.saved()[page].facts.measurement
        assert found is not None
        return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'crawl.db'}"
    upgrade(url)
    database = open_database(url)
    yield database
    database.close()


@pytest.mark.asyncio
async def test_every_page_is_saved_at_once_and_the_home_page_loaded_again_at_the_end(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {})
    await crawl.audit_panel()
    assert crawl.ended == ["", "task-1", "task-2", "task-3"]
    assert crawl.measured("").waiting
    await crawl.end()
    assert crawl.visits.asked == ["", "task-1", "task-2", "task-3", "again ", "again "]
    assert crawl.ended == ["", "task-1", "task-2", "task-3"], "none ends twice"
    assert crawl.repeated == [""]
    assert crawl.measured("").why == HOME
    assert len(crawl.measured("").runs) == 3
    assert crawl.measured("task-1") == Measurement(factor=1.0, load=2.0)


@pytest.mark.asyncio
async def test_flagged_pages_are_loaded_again_also_by_a_run_that_goes_on(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY], "task-2": [BUSY, BUSY, BUSY]})
    await crawl.audit_panel()
    # Killed here, the next run visits none of them again.
    assert store.audited_urls(database, crawl.audit) == {page.url for page in PAGES}
    again = Crawl(database, tmp_path, {"task-2": [BUSY, BUSY]})
    assert again.audit == crawl.audit
    await again.end()
    assert again.visits.asked == [
        *("again ", "again ", "again task-1", "again task-1", "again task-2", "again task-2")
    ]
    one, two = again.measured("task-1"), again.measured("task-2")
    assert [run.flag for run in one.runs] == [Flag.BUSY, None, None]
    assert one.flag is None
    assert "the machine was busy" in one.why
    assert [run.flag for run in two.runs] == [Flag.BUSY] * 3
    assert two.flag is Flag.BUSY
    assert again.saved()["task-2"].score.scores.speed is not None


@pytest.mark.asyncio
async def test_only_so_many_flagged_pages_are_loaded_again(
    database: Database, tmp_path: Path
) -> None:
    pages = panel(MOST_FLAGGED + 3)
    busy = {page.url.removeprefix(SITE): [BUSY] for page in pages[1:]}
    crawl = Crawl(database, tmp_path, busy, pages=pages)
    await crawl.audit_panel()
    await crawl.end()
    assert crawl.repeated == ["", *(f"task-{number}" for number in range(1, MOST_FLAGGED + 1))]
    left = crawl.measured(f"task-{MOST_FLAGGED + 1}")
    assert left == Measurement(factor=1.0, load=2.0, flag=Flag.BUSY)


@pytest.mark.asyncio
async def test_a_page_whose_speed_moved_is_loaded_again(database: Database, tmp_path: Path) -> None:
    first = Crawl(database, tmp_path, {})
    await first.audit_panel()
    await first.end()
    score = first.saved()["task-1"].score
    page, after = f"{SITE}task-1", first.audit + 1
    assert store.last_speed(database, SITE, page, after, score.method) == score.scores.speed
    assert store.last_speed(database, SITE, page, after, score.method + 1) is None
    assert store.last_speed(database, SITE, page, first.audit, score.method) is None
    assert store.last_factor(database, "156.0") == 1.0
    assert store.last_factor(database, "157.0") is None
    same = Crawl(database, tmp_path, {}, weeks=1)
    await same.audit_panel()
    await same.end()
    assert [page for page in same.visits.asked if page.startswith("again")] == ["again "] * 2
    moved = Crawl(database, tmp_path, {}, weeks=2)
    moved.visits.tbt_ms = 700.0
    await moved.audit_panel()
    await moved.end()
    assert moved.visits.asked[4:8] == ["again ", "again ", "again task-1", "again task-1"]
    assert moved.measured("task-1").why.startswith("its speed moved by -")


@pytest.mark.asyncio
async def test_nothing_is_loaded_again_with_one_run_and_a_flag_is_kept(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY]}, speed_runs=1)
    await crawl.audit_panel()
    assert crawl.visits.asked == ["", "task-1", "task-2", "task-3"]
    assert crawl.measured("task-1") == Measurement(factor=1.0, load=2.0, flag=Flag.BUSY)


@pytest.mark.asyncio
async def test_nothing_is_loaded_again_where_the_delays_leave_no_time(
    database: Database, tmp_path: Path
) -> None:
    now = [0.0]
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY]}, clock=lambda: now[0])
    await crawl.audit_panel()
    crawl.visits.wish = 30.0
    # Two loads in the time that is left, but not two pauses of half a minute too.
    now[0] = crawl.budget._end - 2 * LOAD_SECONDS - 30
    await crawl.end()
    assert crawl.visits.asked == ["", "task-1", "task-2", "task-3"]
    assert crawl.measured("task-1") == Measurement(factor=1.0, load=2.0, flag=Flag.BUSY)
    assert crawl.measured("") == Measurement(factor=1.0, load=2.0)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"state": EndState.BLOCKED, "status": 429}, ["again "]),
        ({"state": EndState.BLOCKED, "status": 403}, ["again "]),
        ({"state": EndState.BLOCKED, "status": 401}, ["again "]),
        ({"state": EndState.UNREACHABLE, "status": 503}, ["again "]),
        # This page's own, which says nothing of the others.
        ({"state": EndState.GONE, "status": 404}, ["again ", "again task-1"]),
        ({"final_url": f"{SITE}sign-in"}, ["again ", "again task-1"]),
    ],
)
async def test_after_a_repeat_in_vain_there_is_no_other(
    database: Database, tmp_path: Path, changes: dict[str, Any], asked: list[str]
) -> None:
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY]})
    loaded = crawl.visits._load

    async def refuse(url: str, how: dict[str, Any]) -> PageVisit:
        visit = await loaded(url, how)
        facts = replace(visit.facts, metrics=None, **changes) if "measure" in how else visit.facts
        return PageVisit(facts=facts)

    crawl.visits._load = refuse  # type: ignore[method-assign]
    await crawl.audit_panel()
    await crawl.end()
    assert crawl.visits.asked[4:] == asked
    assert len(crawl.measured("").runs) == 2
    assert crawl.saved()[""].score.scores.speed is not None
    refused = changes.get("status") in (429, 403)
    assert crawl.budget.closed == refused, "then nothing is looked at either"


@pytest.mark.asyncio
async def test_what_still_waits_is_judged_by_its_own_load_when_the_website_is_closed(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY]})
    await crawl.audit_panel()
    assert crawl.saved()["task-1"].findings == ()
    ended = close_early(database, crawl.audit, "the browser died", MONDAY)
    assert ended.pages_scored == len(PAGES)
    assert crawl.measured("task-1") == Measurement(factor=1.0, load=2.0, flag=Flag.BUSY)
    assert not crawl.measured("").waiting


@pytest.mark.asyncio
async def test_a_factor_set_by_hand_is_not_taken_for_measured(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {}, by_hand=True)
    await crawl.audit_panel()
    assert crawl.measured("task-1").factor == 1.0
    assert store.last_factor(database, "156.0") is None


def test_what_was_measured_in_another_way_says_nothing(database: Database) -> None:
    assert store.last_speed(database, SITE, SITE, 9, 3) is None
    assert store.last_factor(database, "156.0") is None
