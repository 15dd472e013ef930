"""Pages whose speed one load does not tell: held back, loaded again, and saved once."""

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
from crawler.records import EndState, PageVisit, Website
from crawler.scoring.repeats import HOME
from crawler.spiders.budget import Budget
from crawler.spiders.council import CouncilSpider
from crawler.spiders.errand import Errand
from crawler.spiders.repeats import Repeats
from crawler.spiders.visits import Visits
from tests.database.samples import MONDAY, SITE, WEEK, council, panel, site_score
from tests.facts import METRICS, sound_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scrapy.crawler import Crawler

    from crawler.records import PageResult

PAGES = panel(4)
FINE, BUSY = 0.9, 0.1


class Loads(Visits):
    """Visits without a browser: each load has the CPU share that the page's list says next, and
    is fine from then on."""

    def __init__(self, errand: Errand, budget: Budget, shares: dict[str, list[float]]) -> None:
        super().__init__(cast("Crawler", None), errand, lambda *_: None, budget)
        self.asked: list[str] = []
        self.tbt_ms = 150.0
        self._shares = shares

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
            measurement=Measurement(factor=1.0, load=2.0),
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
        clock: Callable[[], float] = lambda: 0.0,
        **settings: Any,
    ) -> None:
        at = MONDAY + weeks * WEEK
        store.save_register(database, [council()])
        ticket = store.begin_crawl(database, started_at=at, register="r")
        self.audit = store.begin_site(database, ticket.id, SITE, at)
        store.save_panel(database, self.audit, PAGES)
        website = Website(url=SITE, councils=(council(),))
        errand = Errand(website=website, config=Config(**settings))
        budget = Budget(errand.config, clock)
        self.visits = Loads(errand, budget, shares)
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
        )
        self.spider._visits = self.visits
        self.spider._repeats = Repeats(errand, database, self.audit, self.visits, budget)
        self._database = database

    async def audit_panel(self) -> None:
        await self.spider._audit(PAGES)

    async def end(self) -> None:
        await self.spider._repeat_flagged()
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
async def test_the_home_page_is_loaded_three_times_at_once_and_others_once(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {})
    await crawl.audit_panel()
    assert crawl.visits.asked == ["", "again ", "again ", "task-1", "task-2", "task-3"]
    assert crawl.measured("").why == HOME
    assert len(crawl.measured("").runs) == 3
    assert crawl.measured("task-1") == Measurement(factor=1.0, load=2.0)


@pytest.mark.asyncio
async def test_a_flagged_page_is_held_and_loaded_again_after_the_others(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY], "task-2": [BUSY, BUSY, BUSY]})
    await crawl.audit_panel()
    # Killed here, the next run visits both again, and nothing of them counts twice.
    assert {*crawl.saved()} == {"", "task-3"}
    assert store.audited_urls(database, crawl.audit) == {SITE, f"{SITE}task-3"}
    await crawl.end()
    assert crawl.visits.asked[-4:] == [
        *("again task-1", "again task-1", "again task-2", "again task-2")
    ]
    assert crawl.ended == ["", "task-3", "task-1", "task-2"]
    assert [*crawl.saved()] == ["", "task-1", "task-2", "task-3"]
    one, two = crawl.measured("task-1"), crawl.measured("task-2")
    assert [run.flag for run in one.runs] == [Flag.BUSY, None, None]
    assert one.flag is None
    assert "the machine was busy" in one.why
    assert [run.flag for run in two.runs] == [Flag.BUSY] * 3
    assert two.flag is Flag.BUSY
    assert crawl.saved()["task-2"].score.scores.speed is not None


@pytest.mark.asyncio
async def test_a_page_whose_speed_moved_is_loaded_again_at_once(
    database: Database, tmp_path: Path
) -> None:
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
    assert [page for page in same.visits.asked if page.startswith("again")] == ["again "] * 2
    await same.end()
    moved = Crawl(database, tmp_path, {}, weeks=2)
    moved.visits.tbt_ms = 700.0
    await moved.audit_panel()
    assert moved.visits.asked[3:6] == ["task-1", "again task-1", "again task-1"]
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
async def test_what_is_held_is_saved_when_time_runs_out(database: Database, tmp_path: Path) -> None:
    now = [0.0]
    crawl = Crawl(database, tmp_path, {"task-1": [BUSY]}, clock=lambda: now[0])
    await crawl.spider._audit(PAGES[:2])
    assert "task-1" not in crawl.saved()
    now[0] = Config().site_deadline
    await crawl.spider._audit(PAGES[2:])
    assert crawl.ended == ["", "task-1", "task-2", "task-3"]
    assert crawl.measured("task-1").flag is Flag.BUSY
    assert crawl.measured("task-1").runs == ()


@pytest.mark.asyncio
async def test_a_website_that_has_had_enough_is_not_measured_again(
    database: Database, tmp_path: Path
) -> None:
    crawl = Crawl(database, tmp_path, {})
    loaded = crawl.visits._load

    async def refuse(url: str, how: dict[str, Any]) -> PageVisit:
        visit = await loaded(url, how)
        if not how.get("measure"):
            return visit
        facts = replace(visit.facts, state=EndState.BLOCKED, status=429, metrics=None)
        return PageVisit(facts=facts)

    crawl.visits._load = refuse  # type: ignore[method-assign]
    await crawl.audit_panel()
    assert crawl.visits.asked == ["", "again ", "task-1", "task-2", "task-3"]
    assert [run.flag for run in crawl.measured("").runs] == [None, Flag.AWAY]
    assert crawl.saved()[""].score.scores.speed is not None


def test_what_was_measured_in_another_way_says_nothing(database: Database) -> None:
    assert store.last_speed(database, SITE, SITE, 9, 3) is None
    assert store.last_factor(database, "156.0") is None
