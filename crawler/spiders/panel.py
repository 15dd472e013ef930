"""The website's panel in one crawl: taken as it is stored, or chosen; renewed where a page is gone.

Every change is stored at once, with its reason, before anything is built on it.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from crawler.database import store
from crawler.panel.address import page_key
from crawler.panel.assemble import assemble, page_for, renew
from crawler.panel.discover import Discovered
from crawler.panel.lessons import gave_no_answer
from crawler.panel.refill import SEATS, refill
from crawler.panel.rotating import rotating_pages
from crawler.records import EndState, PageRole, Source, StoredPanel
from crawler.spiders.redirects import settle_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from crawler.database.session import Database
    from crawler.database.store import LastCrawl
    from crawler.records import Candidate, PageFacts, PanelPage, Task
    from crawler.spiders.discovery import Scout, Searched
    from crawler.spiders.errand import Errand
    from crawler.spiders.visits import Visits

ANEW = "The panel was chosen anew."
OVERRULED = "A page was chosen by hand."
WITHDRAWN = "The choice by hand was taken back."
REOPENED = "A page that fits better did not answer when this one was chosen, and does now."
MADE_WAY = "It stood in for a page that was missing and has been found."

logger = logging.getLogger(__name__)


class Panel:
    """The stored panel of one website. `stored` is None until `choose` or `take_up`."""

    def __init__(
        self,
        errand: Errand,
        database: Database,
        scout: Scout,
        visits: Visits,
        last: LastCrawl | None,
    ) -> None:
        self._errand = errand
        self._database = database
        self._scout = scout
        self._visits = visits
        self._last = last
        self._refilled = False
        self._waiting: list[Candidate] = []  # what did not answer an earlier crawl
        self.stored = StoredPanel()
        self.held = False
        """Whether too much of the panel is gone at once: then nothing of it is replaced."""

    def take_up(self) -> bool:
        """Take the panel as it is stored. Returns whether there is one."""
        stored = store.stored_panel(self._database, self._errand.website.url)
        self.stored = stored or StoredPanel()
        kept = store.stored_candidates(self._database, self._errand.website.url)
        self._waiting = [candidate for candidate in kept if gave_no_answer(candidate)]
        return self.stored.pages != ()

    async def choose(self, home: PageFacts, *, fresh: bool = False, audits: int = 0) -> None:
        """Have a panel: the stored one as people have since decided, or a new one. Time is left for
        so many `audits`."""
        if self.take_up() and not fresh:
            await self._obey(home, audits)
            return
        size = self._errand.config.pages
        found = (await self._scout.search(home, audits=audits)).discovered
        why = {page.url: ANEW for page in (*self.stored.pages, *self.stored.beyond)}
        panel = assemble(found, self._errand.applicable, size)
        self._keep(panel, found, why)

    async def renew(
        self, home: PageFacts, gone: Mapping[str, str], taken: Collection[str | None] = ()
    ) -> dict[str, PanelPage]:
        """Find pages for the places of those that are `gone`, which maps addresses to reasons.
        None of them is a page that redirects led to in this crawl, whose keys are `taken`. Returns
        the new pages by the address that each replaces."""
        here = {page.url for page in self.stored.pages}
        # A killed run may have stored the replacements already.
        if here.intersection(gone):
            found = (await self._scout.search(home, gone=gone, audits=len(gone))).discovered
            size = self._errand.config.pages
            free = _without_pages(found, taken)
            panel = renew(self.stored, free, self._errand.applicable, size, list(gone))
            self._keep(panel, found, gone)
        return {
            page.replaces: page
            for page in self.stored.pages
            if page.replaces is not None and page.replaces in gone
        }

    async def fill_beyond(self, home: PageFacts, gone: Mapping[str, str]) -> Searched:
        """Look again for the tasks without a page, for those whose page beyond the panel is gone,
        and for the seats of the panel that are empty. All else stays as it is."""
        searched = await self._scout.search(home, gone=gone)
        self._refilled = True
        if self.held:
            return searched
        tasks, size = self._errand.applicable, self._errand.config.pages
        left = store.places_left(self._database, self._errand.website.url)
        panel = refill(self.stored, searched.discovered, tasks, size, list(gone), left)
        made_way = {page.replaces: MADE_WAY for page in panel.pages if page.replaces}
        self._keep(panel, searched.discovered, {**made_way, **gone})
        return searched

    async def fill_seats(self, home: PageFacts) -> None:
        """Look for pages for the empty seats of roles, unless this crawl has done so."""
        if not self._refilled and self._empty_seats():
            await self.fill_beyond(home, {})

    def _empty_seats(self) -> bool:
        """Whether a role that had a place has none now, or in Wales there is no Welsh page; without
        those of which a person said that there is none."""
        url = self._errand.website.url
        denied = {item.role for item in self._errand.overrides if item.url is None}
        here = {page.role for page in self.stored.pages}
        left = set(store.places_left(self._database, url)).intersection(SEATS)
        if self._errand.nation == "Wales":
            left.add(PageRole.WELSH)
        return bool(left - here - denied)

    def mark(self, page: PanelPage) -> None:
        """Store what a visit showed of a page that stays: that a supplier runs it."""

        def marked(other: PanelPage) -> PanelPage:
            same = other.url == page.url
            return msgspec.structs.replace(other, supplier=page.supplier) if same else other

        self._keep(
            StoredPanel(
                pages=tuple(marked(other) for other in self.stored.pages),
                beyond=tuple(marked(other) for other in self.stored.beyond),
            )
        )

    def page_for(self, task: Task) -> PanelPage | None:
        """The page that stands for a task, in the panel or beyond it."""
        return page_for(task.slug, self.stored)

    async def rotating(self, loaded: Iterable[PageFacts]) -> tuple[PanelPage, ...]:
        """The pages drawn for this crawl, from the sitemap and the links of what was loaded."""
        links = (
            link.url for facts in loaded if facts.markup is not None for link in facts.markup.links
        )
        known = [url for url in (*await self._scout.listed(), *links) if self._scout.allows(url)]
        return rotating_pages(
            known,
            [page.url for page in self.stored.pages],
            day=self._errand.day,
            website_url=self._errand.website.url,
            count=self._errand.config.rotating_pages,
        )

    def audited(self) -> tuple[PanelPage, ...]:
        """The stored pages that this crawl audits: as many as were asked for, the first ones, and
        the Welsh ones. The rest is left out and not forgotten."""
        size = self._errand.config.pages
        counted = [page for page in self.stored.pages if page.role is not PageRole.WELSH]
        if len(counted) > size:
            logger.info("%d of the panel's %d pages were asked for", size, len(counted))
        out = {page.url for page in counted[max(size, 1) :]}
        return tuple(page for page in self.stored.pages if page.url not in out)

    async def _obey(self, home: PageFacts, audits: int) -> None:
        """Bring the stored panel to what people have decided since, and to the size that they ask
        for now."""
        await self._look_at_new_choices(home, audits)
        decided = await self._scout.overrides(home)
        seats = {_seat(page) for page in decided.pages}
        withdrawn = [
            page
            for page in (*self.stored.pages, *self.stored.beyond)
            if page.source is Source.OVERRIDE
            and _seat(page) not in seats
            # One that is gone goes when it is audited, with its reason.
            and not self._is_gone(page.url)
        ]
        before = self.stored
        why = dict.fromkeys((page.url for page in (*before.pages, *before.beyond)), OVERRULED)
        found = decided
        searched = bool(withdrawn) or self._is_short()
        if searched:
            found = (await self._scout.search(home, audits=audits)).discovered
            before = _without(before, withdrawn)
            why |= dict.fromkeys((page.url for page in withdrawn), WITHDRAWN)
        tasks, size = self._errand.applicable, self._errand.config.pages
        panel = renew(before, found, tasks, size, ())
        self._keep(panel, found if searched else Discovered(), why)

    def _is_short(self) -> bool:
        """Whether more pages are asked for than the crawl before was asked for, and than there
        are. A website that had no more pages then is not searched in each crawl."""
        asked, had = self._errand.config.pages, self._last.panel_size if self._last else 0
        here = sum(page.role is not PageRole.WELSH for page in self.stored.pages)
        return here < asked and had < asked

    async def _look_at_new_choices(self, home: PageFacts, audits: int) -> None:
        """Look at what people chose and the panel has not: a page that is gone must not cost a good
        one its place."""
        seats = {_seat(page) for page in (*self.stored.pages, *self.stored.beyond)}
        for page in (await self._scout.overrides(home)).pages:
            if _seat(page) in seats:
                continue
            facts = await self._scout.look(page.url, home, audits)
            if facts is None:
                continue
            _, facts = settle_facts(page, facts, self._errand)
            self._visits.remember(facts)
            if facts.state is EndState.GONE:
                logger.warning("%s was chosen by hand, and is gone: %s", page.url, facts.reason)

    def _is_gone(self, url: str) -> bool:
        facts = self._visits.of(url)
        return facts is not None and facts.state is EndState.GONE

    async def reopen(self, home: PageFacts) -> None:
        """Give a seat to a page that did not answer when an earlier crawl chose another, where it
        answers now and more speaks for it. The pages of the panel were loaded before."""
        standing = {(page.role, page.task): page for page in self.stored.beyond}
        standing |= {(page.role, page.task): page for page in self.stored.pages}
        answering: dict[tuple[PageRole, str | None], set[str | None]] = {}
        for candidate in self._waiting if not self.held else ():
            seat = candidate.role, candidate.task
            page = standing.get(seat)
            if page is None or page.source is Source.OVERRIDE:
                continue
            both = [await self._scout.look(url, home, 0) for url in (candidate.url, page.url)]
            if all(facts is not None and facts.state.scored for facts in both):
                answering.setdefault(seat, set()).add(page_key(candidate.url))
        if not answering:
            return
        found = await self._scout.known(home)
        inside = {page_key(page.url) for page in self.stored.pages}
        better = [
            page
            for page in found.pages
            if (key := page_key(page.url)) in answering.get((page.role, page.task), ())
            and key not in inside
        ]
        only = Discovered(pages=tuple(better))
        panel = renew(self.stored, only, self._errand.applicable, 0, (), reopened=answering)
        self._keep(panel, found, dict.fromkeys((page.url for page in standing.values()), REOPENED))

    def _keep(
        self,
        panel: StoredPanel,
        found: Discovered | None = None,
        why: Mapping[str, str] | None = None,
    ) -> None:
        store.keep_panel(
            self._database,
            self._errand.website.url,
            panel,
            found.candidates if found else (),
            datetime.now(UTC),
            why=why or {},
        )
        self.stored = panel


def _without_pages(found: Discovered, keys: Collection[str | None]) -> Discovered:
    return msgspec.structs.replace(
        found,
        pages=tuple(page for page in found.pages if page_key(page.url) not in keys),
        others=tuple(page for page in found.others if page_key(page.url) not in keys),
    )


def _without(panel: StoredPanel, left_out: Collection[PanelPage]) -> StoredPanel:
    return StoredPanel(
        pages=tuple(page for page in panel.pages if page not in left_out),
        beyond=tuple(page for page in panel.beyond if page not in left_out),
    )


def _seat(page: PanelPage) -> tuple[PageRole, str | None, str | None]:
    return page.role, page.task, page_key(page.url)
