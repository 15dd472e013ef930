"""One website in one crawl, told in order: its home page and its panel, an audit of each page, new
pages for those that are gone, the rotating pages, and how residents find each task.

Each load is awaited, one after another, and passes through all of Scrapy's downloader middlewares.
What is audited is saved before the next page is asked for, so that a crawl may be killed at any
time. Pages and panels that an earlier run finished are read back, not visited again. What counts in
the scores comes first: pages are loaded again for their speed when all are audited, and looking for
tasks can cost a website nothing.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from typing_extensions import override

from crawler.database import store
from crawler.errors import DatabaseLost, TakenOver
from crawler.panel.titles import Titles
from crawler.panel.walking import Walking
from crawler.records import EndState, PageRole
from crawler.scoring.page import judged
from crawler.scoring.repeats import flagged
from crawler.spiders.discovery import Scout
from crawler.spiders.documents import read_documents
from crawler.spiders.findability import Finder
from crawler.spiders.holding import HELD, held_back
from crawler.spiders.panel import Panel
from crawler.spiders.redirects import Once
from crawler.spiders.repeats import Repeats
from crawler.spiders.visits import Visits
from crawler.spiders.website import WebsiteSpider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.database.artifacts import Artifacts
    from crawler.records import PageFacts, PageResult, PageVisit, PanelPage

# A replacement may turn out to be gone as well, and have a replacement of its own.
RENEWALS = 2
_KEPT = (PageRole.HOME, PageRole.ROTATING)  # which no other page replaces


class _Visited(NamedTuple):
    """A page that is not saved yet."""

    page: PanelPage
    visit: PageVisit
    seconds: float


class CouncilSpider(WebsiteSpider):
    """Audits the panel of one website into an open site audit, and leaves closing it to the job.

    `planned(pages, kept)` is called when the panel is known, `page_ended(result, seconds)` after
    each page that this run saved, `page_waits(url, reason)` of each that is gone and not saved yet,
    `page_repeated(facts)` of each that was loaded again for its speed.
    """

    name = "council"

    def __init__(
        self,
        *,
        site_audit_id: int,
        artifacts: Artifacts,
        planned: Callable[[int, int], None],
        page_ended: Callable[[PageResult, float], None],
        page_waits: Callable[[str, str], None],
        page_repeated: Callable[[PageFacts], None],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._site_audit_id = site_audit_id
        self._artifacts = artifacts
        self._planned = planned
        self._page_ended = page_ended
        self._page_waits = page_waits
        self._page_repeated = page_repeated
        self._once = Once()
        self._walking = Walking(self._errand.config.walked_pages)
        self._titles = Titles()
        # Until it is known whether other pages take their places.
        self._gone: dict[str, _Visited] = {}

    @override
    async def _run(self) -> None:
        self._visits = Visits(
            self.crawler,
            self._errand,
            self._page_seen,
            self._budget,
            self._database.require_claim,
        )
        self._scout = Scout(self.crawler, self._errand, self._visits, self._budget)
        self._last = store.last_crawl(self._database, self._errand.website.url, self._site_audit_id)
        self._panel = Panel(self._errand, self._database, self._scout, self._visits, self._last)
        self._repeats = Repeats(
            self._errand, self._database, self._site_audit_id, self._visits, self._budget
        )
        todo = self._take_up()
        if todo is None:
            todo = await self._begin()
        await self._audit(page for page in todo if page.role.headline)
        home = self._home()
        if home is not None:
            await self._replace_gone(home)
        await self._repeat_marked()
        if home is not None:
            # Before the rotating pages: a way that leads through one would be lost next week.
            await self._find_tasks(home)
            await self._read_documents()
        await self._audit(self._rotating(todo))

    def _take_up(self) -> list[PanelPage] | None:
        """Go on where an earlier run was ended. Returns what is left of its panel; None when it
        left none."""
        panel = store.panel_of(self._database, self._site_audit_id)
        if not panel:
            return None
        self._once.plan(*panel)
        for result in store.results_of(self._database, self._site_audit_id):
            self._once.keep(result.facts)
            self._walking.keep(result.facts)
            if result.page.role.headline:  # the rotating ones were not there for the first run
                self._visits.remember(result.facts)
                self._titles.keep(result.facts)
        self._panel.take_up()
        done = store.audited_urls(self._database, self._site_audit_id)
        todo = [page for page in panel if page.url not in done]
        self._planned(len(panel), len(panel) - len(todo))
        return todo

    async def _begin(self) -> list[PanelPage]:
        """Audit the home page, choose the panel, and save both. Returns the rest of the panel."""
        page = self._errand.home
        await self._scout.listed()
        begun = time.monotonic()
        _, visit = await self._visits.audit(page, self._walking.wish(page.role))
        visit = _with_languages(visit, self._errand.nation)
        seconds = time.monotonic() - begun
        self._visits.remember(visit.facts)
        panel = [page]
        if (home := self._home()) is not None:
            await self._panel.choose(home, audits=self._errand.config.pages)
            audited = self._panel.audited()
            panel += [each for each in audited if each.role is not PageRole.HOME]
            panel += await self._panel.rotating(self._visits.loaded)
        store.save_panel(self._database, self._site_audit_id, panel)
        self._once.plan(*panel)
        self._conclude(_Visited(page, visit, seconds))
        self._planned(len(panel), 0)
        return panel[1:]

    def _home(self) -> PageFacts | None:
        """What was seen of the home page; None when that says nothing of the website."""
        home = self._visits.of(self._errand.website.url)
        known = home is not None and home.state.scored and home.markup is not None
        return home if known else None

    def _rotating(self, todo: Iterable[PanelPage]) -> list[PanelPage]:
        """The rotating pages that are left, without those that have since got a place."""
        panel = {page.url for page in self._panel.stored.pages}
        return [page for page in todo if not page.role.headline and page.url not in panel]

    async def _audit(self, pages: Iterable[PanelPage]) -> None:
        for planned in pages:
            begun = time.monotonic()
            page, visit = await self._visits.audit(planned, self._walking.wish(planned.role))
            visit = self._once.held(page, visit)
            if page.role is PageRole.HOME:  # a run that was killed before it saved it
                visit = _with_languages(visit, self._errand.nation)
            seconds = time.monotonic() - begun
            self._visits.remember(visit.facts)
            if page != planned:
                self._panel.mark(page)
                store.take_place(self._database, self._site_audit_id, planned.url, page)
            if visit.facts.state is EndState.GONE and page.role not in _KEPT:
                self._gone[page.url] = _Visited(page, visit, seconds)
                self._page_waits(page.url, visit.facts.reason)
            else:
                self._conclude(_Visited(page, visit, seconds))

    def _conclude(self, visited: _Visited) -> None:
        """Save a page, marked where it is to be loaded again for its speed."""
        page, visit, seconds = self._note(visited)
        facts = self._repeats.marked(page, visit.facts)
        self._save(page, msgspec.structs.replace(visit, facts=facts), seconds)

    def _note(self, visited: _Visited) -> _Visited:
        """Take account of a page, for those that come after it; it comes back with what it shares
        with those before it."""
        page, visit, _ = visited
        facts = self._titles.compared(visit.facts) if page.role.headline else visit.facts
        self._once.keep(facts)
        self._walking.keep(facts)
        return visited._replace(visit=msgspec.structs.replace(visit, facts=facts))

    async def _repeat_marked(self) -> None:
        """Load again what this run and those before it marked, and save what that comes to."""
        results = store.results_of(self._database, self._site_audit_id)
        for result, worth_it in self._repeats.waiting(results):
            page, facts = result.page, result.facts
            facts = await self._repeats.once_more(page, facts) if worth_it else flagged(facts)
            store.save_page(self._database, self._site_audit_id, judged(page, facts))
            if facts.measurement is not None and facts.measurement.repeats:
                self._page_repeated(facts)

    async def _replace_gone(self, home: PageFacts) -> None:
        """Find and audit pages for the places of those that are gone. The panel counts each place
        once: by its new page, or by the one that is gone where there is no other."""
        self._hold()
        for _ in range(RENEWALS):
            gone, self._gone = self._gone, {}
            if not gone:
                return
            reasons = {url: f"It is gone: {each.visit.facts.reason}." for url, each in gone.items()}
            heirs = await self._panel.renew(home, reasons, self._once.kept)
            for url, each in gone.items():
                if url in heirs:
                    store.take_place(self._database, self._site_audit_id, url, heirs[url])
                else:
                    self._save(*each)
            self._once.plan(*heirs.values())
            await self._audit(heirs.values())
        for each in self._gone.values():
            self._save(*each)

    def _hold(self) -> None:
        """Save as gone, and keep in the panel, what is gone for the first time where too much is:
        that is more likely the website's bad day than its new shape."""
        results = store.results_of(self._database, self._site_audit_id)
        saved = [  # by a run that was ended before
            each.page.url
            for each in results
            if each.facts.state is EndState.GONE and each.page.role.headline
        ]
        panel = store.panel_of(self._database, self._site_audit_id)
        counted = sum(page.role.headline for page in panel)
        gone = [*saved, *self._gone]
        held = held_back(gone, counted, self._last)
        if not held:
            return
        self._panel.held = True
        self.logger.warning("%s", HELD.format(gone=len(gone), pages=counted))
        for url in held:
            if url in self._gone:
                self._save(*self._gone.pop(url))

    async def _find_tasks(self, home: PageFacts) -> None:
        """Find out how residents find each task, and pages for empty seats of the panel. What goes
        wrong here costs the website nothing that it has."""
        if store.has_findability(self._database, self._site_audit_id):
            return  # an earlier run found out
        finder = Finder(self._errand, self._database, self._visits, self._budget, self._panel)
        try:
            with self._database.explained():
                await self._panel.reopen(home)
                found = await finder.findability(home)
                await self._panel.fill_seats(home)
                store.save_findability(self._database, self._site_audit_id, found)
        except (TakenOver, DatabaseLost):
            raise
        except Exception:
            if not self.crawler.engine.running:
                raise  # we were told to stop: the next run goes on
            self.logger.exception("Findability of %s failed", self._errand.website.url)

    async def _read_documents(self) -> None:
        """Read a sample of the documents that the panel's pages link to. What goes wrong here costs
        the website nothing either."""
        if not self._errand.config.documents or store.has_documents(
            self._database, self._site_audit_id
        ):
            return
        url = self._errand.website.url
        panel = store.panel_of(self._database, self._site_audit_id)
        seen = (self._visits.of(page.url) for page in panel if page.role.headline)
        pages = [facts for facts in seen if facts is not None]
        before = store.last_documents(self._database, url, self._site_audit_id)
        self._database.require_claim()
        try:
            found = await read_documents(self.crawler, self._errand, self._budget, pages, before)
            if found is not None:
                with self._database.explained():
                    store.save_documents(self._database, self._site_audit_id, found)
        except (TakenOver, DatabaseLost):
            raise
        except Exception:
            if not self.crawler.engine.running:
                raise  # we were told to stop: the next run goes on
            self.logger.exception("Reading the documents of %s failed", url)

    def _save(self, page: PanelPage, visit: PageVisit, seconds: float) -> None:
        """Judge, score and keep a visit. A page is never audited twice in a crawl."""
        result = judged(page, visit.facts)
        store.save_page(
            self._database, self._site_audit_id, result, self._artifacts, visit.artifacts
        )
        self._page_ended(result, seconds)


def _with_languages(visit: PageVisit, nation: str) -> PageVisit:
    """The visit of a home page, which in Wales should lead to itself in the other language."""
    facts = visit.facts
    if nation != "Wales" or facts.markup is None:
        return visit
    welsh = (facts.markup.language or "").lower().startswith("cy")
    expected = msgspec.structs.replace(facts, expected_languages=("en",) if welsh else ("cy",))
    return msgspec.structs.replace(visit, facts=expected)
