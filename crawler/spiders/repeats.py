"""Loading pages of the panel again where one load does not tell their speed.

Every page is saved after its first load, marked where it is to be loaded again. That is done when
all that counts has been audited: nothing that is finished waits for it, and a crawl that is killed
goes on with what is marked.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.facts.measurement import Flag
from crawler.records import EndState, PageRole
from crawler.scoring.method import METHOD
from crawler.scoring.repeats import flag_of, flagged, is_vain, together, why_again

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.database.session import Database
    from crawler.records import PageFacts, PageResult, PanelPage
    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand
    from crawler.spiders.visits import Visits

LOAD_SECONDS = 15.0
"""What a load for speed alone takes of most pages, beside the delay before it."""
MOST_FLAGGED = 4
"""Pages of a website that are loaded again because the machine was busy, the home page not counted.
A machine that is always busy would load every page three times, every week, and learn little: it is
the machine that must change, not the number of loads."""
_REFUSED = (EndState.BLOCKED, EndState.UNREACHABLE, EndState.FAILED)


class Repeats:
    """Decides which pages are loaded again, and loads them. None is where the website wants no more
    loads or answers none, or where the time of its crawl would not be enough."""

    def __init__(
        self, errand: Errand, database: Database, site_audit_id: int, visits: Visits, budget: Budget
    ) -> None:
        self._errand = errand
        self._database = database
        self._site_audit_id = site_audit_id
        self._visits = visits
        self._budget = budget
        self._more = errand.config.speed_runs - 1
        self._refused = False

    def marked(self, page: PanelPage, facts: PageFacts) -> PageFacts:
        """The facts of a page's own load, with why it is to be loaded again where it is."""
        return flagged(facts, self._why(page, facts))

    def _why(self, page: PanelPage, facts: PageFacts) -> str:
        if not (self._more and facts.state.scored):
            return ""
        why = why_again(facts, page.role, None)
        if why or facts.metrics is None or page.role in (PageRole.HOME, PageRole.ROTATING):
            return why
        website = self._errand.website.url
        before = store.last_speed(
            self._database, website, page.url, self._site_audit_id, METHOD.number
        )
        return why_again(facts, page.role, before) if before is not None else ""

    @staticmethod
    def waiting(results: Iterable[PageResult]) -> list[tuple[PageResult, bool]]:
        """The pages that are marked, and whether each is to be loaded again after all: the home
        page first, then those whose speed moved, then so many that the machine was busy for."""
        home: list[PageResult] = []
        moved: list[PageResult] = []
        busy: list[PageResult] = []
        left = MOST_FLAGGED
        for result in results:
            measured = result.facts.measurement
            if measured is None:
                continue
            if measured.waiting:
                if result.page.role is PageRole.HOME:
                    home.append(result)
                else:
                    kind = busy if flag_of(result.facts) is Flag.BUSY else moved
                    kind.append(result)
            elif measured.runs and result.page.role is not PageRole.HOME:
                left -= measured.runs[0].flag is Flag.BUSY  # by a run that was ended before
        left = max(0, left)
        worth = [*home, *moved, *busy[:left]]
        return [*((each, True) for each in worth), *((each, False) for each in busy[left:])]

    async def once_more(self, page: PanelPage, marked: PageFacts) -> PageFacts:
        """The facts with the speed of more loads; where there are none, of their own."""
        measured, begun = marked.measurement, time.monotonic()
        first = flagged(marked)
        again: list[PageFacts] = []
        while len(again) < self._more and self._may(page.url, self._more - len(again)):
            load = await self._visits.measure(page.url)
            again.append(load)
            self._refused = self._refused or load.state in _REFUSED
            if is_vain(load, first):
                break
        if measured is None or not again:
            return first
        return together(first, again, measured.why, time.monotonic() - begun)

    def _may(self, url: str, loads: int) -> bool:
        """Whether nothing has refused a repeat, and there is time for so many."""
        if self._refused:
            return False
        delay = max(self._errand.config.crawl_delay, self._visits.robots.delay(url))
        return self._budget.has_time(loads * (delay + LOAD_SECONDS))
