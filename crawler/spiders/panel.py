"""The website's panel in one crawl: taken as it is stored, or chosen; renewed where a page is gone.

Every change is stored at once, with its reason, before anything is built on it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from crawler.database import store
from crawler.panel.address import page_key
from crawler.panel.assemble import assemble, page_for, renew
from crawler.panel.discover import Discovered
from crawler.panel.rotating import rotating_pages
from crawler.records import PageRole, Source, StoredPanel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crawler.database.session import Database
    from crawler.records import PageFacts, PanelPage, Task
    from crawler.spiders.discovery import Scout, Searched
    from crawler.spiders.errand import Errand

ANEW = "The panel was chosen anew."
OVERRULED = "A page was chosen by hand."
WITHDRAWN = "The choice by hand was taken back."


class Panel:
    """The stored panel of one website. `stored` is None until `choose` or `take_up`."""

    def __init__(self, errand: Errand, database: Database, scout: Scout) -> None:
        self._errand = errand
        self._database = database
        self._scout = scout
        self.stored = StoredPanel()

    def take_up(self) -> bool:
        """Take the panel as it is stored. Returns whether there is one."""
        stored = store.stored_panel(self._database, self._errand.website.url)
        self.stored = stored or StoredPanel()
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
        """Look again for the tasks without a page, and for those whose page beyond the panel is
        gone. The panel itself stays as it is."""
        searched = await self._scout.search(home, gone=gone)
        found = searched.discovered
        tasks = tuple(page for page in found.pages if page.role is PageRole.TASK)
        only = msgspec.structs.replace(found, pages=tasks, others=(), nothing=())
        panel = renew(self.stored, only, self._errand.applicable, 0, list(gone))
        self._keep(panel, found, gone)
        return searched

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

    async def _obey(self, home: PageFacts, audits: int) -> None:
        """Bring the stored panel to what people have decided since."""
        decided = await self._scout.overrides(home)
        urls = {page_key(page.url) for page in decided.pages}
        withdrawn = [
            page.url
            for page in (*self.stored.pages, *self.stored.beyond)
            if page.source is Source.OVERRIDE and page_key(page.url) not in urls
        ]
        before = self.stored
        why = dict.fromkeys((page.url for page in (*before.pages, *before.beyond)), OVERRULED)
        found = decided
        size = self._errand.config.pages
        if withdrawn:
            found = (await self._scout.search(home, audits=audits)).discovered
            before = _without(before, withdrawn)
            why |= dict.fromkeys(withdrawn, WITHDRAWN)
        panel = renew(before, found, self._errand.applicable, size, ())
        self._keep(panel, found if withdrawn else Discovered(), why)

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


def _without(panel: StoredPanel, urls: Sequence[str]) -> StoredPanel:
    return StoredPanel(
        pages=tuple(page for page in panel.pages if page.url not in urls),
        beyond=tuple(page for page in panel.beyond if page.url not in urls),
    )
