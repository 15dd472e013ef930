"""Choosing a website's panel without auditing it: pages are only looked at."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from crawler.database import store
from crawler.panel.address import page_key
from crawler.records import EndState, PageFacts, PageVisit, StoredPanel
from crawler.spiders.discovery import Scout
from crawler.spiders.holding import HELD, held_back
from crawler.spiders.panel import Panel
from crawler.spiders.redirects import Once, settle
from crawler.spiders.visits import Visits
from crawler.spiders.website import WebsiteSpider


class PanelSpider(WebsiteSpider):
    """Chooses the panel of one website and stores it; `fresh` chooses every page anew, otherwise
    those that are gone are replaced.

    Afterwards `home` is what was seen of the home page, `stored` the panel, `requests` the number
    of pages loaded.
    """

    name = "panel"

    def __init__(self, *, fresh: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._fresh = fresh
        self.home: PageFacts | None = None
        self.stored = StoredPanel()
        self.requests = 0

    @override
    async def _run(self) -> None:
        visits = Visits(self.crawler, self._errand, self._page_seen, self._budget)
        scout = Scout(self.crawler, self._errand, visits, self._budget)
        self._last = store.last_crawl(self._database, self._errand.website.url)
        panel = Panel(self._errand, self._database, scout, visits, self._last)
        page = self._errand.home
        facts = await visits.look(page.url)
        _, visit = settle(page, PageVisit(facts=facts), self._errand)
        home = self.home = visit.facts
        if home.state.scored and home.markup is not None:
            had = panel.take_up() and not self._fresh
            await panel.choose(home, fresh=self._fresh)
            if had:
                await self._mend(home, visits, panel)
        self.stored = panel.stored
        self.requests = visits.looks

    async def _mend(self, home: PageFacts, visits: Visits, panel: Panel) -> None:
        """Look at the stored pages, replace those that are gone, and look for what has no page."""
        gone: dict[str, str] = {}
        with self._budget.spending():
            for page in (*panel.stored.pages, *panel.stored.beyond):
                if visits.of(page.url) is None and self._budget.take_look():
                    await visits.look(page.url)
        once = Once()
        once.plan(*panel.stored.pages)
        counted = len(panel.stored.pages)
        for number, page in enumerate((*panel.stored.pages, *panel.stored.beyond)):
            facts = visits.of(page.url)
            if facts is None or page_key(page.url) == page_key(home.url):
                continue
            settled, visit = settle(page, PageVisit(facts=facts), self._errand)
            if number < counted:  # beyond the panel, one page may stand for two tasks
                visit = once.held(settled, visit)
                once.keep(visit.facts)
            if visit.facts.state is EndState.GONE:
                visits.remember(visit.facts)
                gone[page.url] = f"It is gone: {visit.facts.reason}."
            elif settled.supplier != page.supplier:
                panel.mark(settled)
        inside = {page.url for page in panel.stored.pages}
        held = held_back([url for url in gone if url in inside], counted, self._last)
        if held:
            panel.held = True
            self.logger.warning("%s", HELD.format(gone=len(held), pages=counted))
        now = {url: why for url, why in gone.items() if url not in held}
        if now:
            await panel.renew(home, now, once.kept)
        await panel.reopen(home)
        await panel.fill_beyond(home, now)
