"""Loading pages of the panel again where one load does not tell their speed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.database import store
from crawler.facts.measurement import Flag
from crawler.scoring.method import METHOD
from crawler.scoring.repeats import flag_of, flagged, together, why_again

if TYPE_CHECKING:
    from crawler.database.session import Database
    from crawler.records import PageFacts, PageVisit, PanelPage
    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand
    from crawler.spiders.visits import Visits

LOAD_SECONDS = 15.0
"""What a load for speed alone takes of most pages, with the delay before it."""


class Repeats:
    """Decides which pages are loaded again, and loads them. None is where the website wants no more
    loads, or where the time of its crawl would not be enough."""

    def __init__(
        self, errand: Errand, database: Database, site_audit_id: int, visits: Visits, budget: Budget
    ) -> None:
        self._errand = errand
        self._database = database
        self._site_audit_id = site_audit_id
        self._visits = visits
        self._budget = budget
        self._more = errand.config.speed_runs - 1

    def why(self, page: PanelPage, facts: PageFacts) -> str:
        """Why a page should be loaded again, in a sentence; "" where it should not."""
        if not (self._more and facts.state.scored and self.time_left):
            return ""
        before = None
        if facts.metrics is not None:
            before = store.last_speed(
                self._database,
                self._errand.website.url,
                page.url,
                self._site_audit_id,
                METHOD.number,
            )
        return why_again(facts, page.role, before)

    @staticmethod
    def later(facts: PageFacts) -> bool:
        """Whether it is better loaded again when the machine may be less busy."""
        return flag_of(facts) is Flag.BUSY

    @property
    def time_left(self) -> bool:
        """Whether there is time for one page's loads."""
        return self._budget.has_time(self._more * LOAD_SECONDS)

    async def once_more(self, page: PanelPage, visit: PageVisit, why: str) -> PageVisit:
        """The visit with the speed of more loads; with `why` "" what its own load says."""
        first, begun = visit.facts, time.monotonic()
        again: list[PageFacts] = []
        while why and len(again) < self._more and self.time_left:
            again.append(await self._visits.measure(page.url))
        if not again:
            return replace(visit, facts=flagged(first))
        return replace(visit, facts=together(first, again, why, time.monotonic() - begun))
