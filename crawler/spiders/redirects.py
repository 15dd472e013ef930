"""What it means for a page of the panel that its visitor ended up elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from crawler.panel.address import page_key
from crawler.panel.hosts import same_organisation
from crawler.panel.suppliers import supplier_of
from crawler.records import EndState, PageFacts, PageRole, PageVisit, PanelPage

if TYPE_CHECKING:
    from crawler.spiders.errand import Errand

REASON_LENGTH = 500
# What a supplier may do for a council. Any other page that leads off the website has moved.
_SUPPLIED = frozenset({PageRole.TASK, PageRole.FORM, PageRole.DOCUMENTS, PageRole.CONTACT})


def is_service(url: str, errand: Errand) -> bool:
    """Whether an address is the website's own, or that of a supplier of the council's."""
    website_url = errand.website.url
    if same_organisation(url, website_url):
        return True
    return supplier_of(url, website_url, frozenset(errand.other_hosts)) is not None


def settle(page: PanelPage, visit: PageVisit, errand: Errand) -> tuple[PanelPage, PageVisit]:
    """The page and its visit, seen in the light of where redirects led: a task's page that leads to
    a supplier's host is the supplier's from then on; what is on any other website says nothing
    about this one."""
    facts = visit.facts
    website_url = errand.website.url
    if not facts.state.scored or same_organisation(facts.final_url, website_url):
        return page, visit
    supplier = supplier_of(facts.final_url, website_url, frozenset(errand.other_hosts))
    if supplier is not None and (page.supplier is not None or page.role in _SUPPLIED):
        return msgspec.structs.replace(page, supplier=supplier), visit
    home = page.role is PageRole.HOME
    reason = "moved to" if home else "it redirects to another website,"
    return page, led_away(facts, EndState.GONE, f"{reason} {facts.final_url}")


def settle_facts(page: PanelPage, facts: PageFacts, errand: Errand) -> tuple[PanelPage, PageFacts]:
    """As `settle`, of a page that was only looked at."""
    settled, visit = settle(page, PageVisit(facts=facts), errand)
    return settled, visit.facts


class Once:
    """Holds each page to one place: led to by two, it would count twice, and a task whose page was
    retired would be judged by the home page."""

    def __init__(self) -> None:
        self._planned: set[str | None] = set()
        self.kept: set[str | None] = set()
        """Keys of the addresses at which the pages with scores were found."""

    def plan(self, *pages: PanelPage) -> None:
        """These pages stand in the panel."""
        self._planned |= {page_key(page.url) for page in pages}

    def keep(self, facts: PageFacts) -> None:
        """A page has its scores."""
        if facts.state.scored:
            self.kept.add(page_key(facts.final_url))

    def held(self, page: PanelPage, visit: PageVisit) -> PageVisit:
        """The visit, unless it led to a page that stands in the panel for itself."""
        facts = visit.facts
        key = page_key(facts.final_url)
        redirected = key != page_key(page.url)
        if page.role is PageRole.HOME or not facts.state.scored:
            return visit
        if redirected and (key in self._planned or key in self.kept):
            reason = f"it redirects to {facts.final_url}, which is in the panel already"
            return led_away(facts, EndState.GONE, reason)
        if key in self.kept:
            return led_away(facts, EndState.GONE, "another page of the panel redirects to it")
        return visit


def not_loaded(url: str, state: EndState, reason: str) -> PageVisit:
    """A visit that never was."""
    return PageVisit(
        facts=PageFacts(
            url=url,
            final_url=url,
            state=state,
            visited_at=datetime.now(UTC),
            reason=reason[:REASON_LENGTH],
        )
    )


def led_away(facts: PageFacts, state: EndState, reason: str) -> PageVisit:
    """The facts of where the visit went, without what was gathered there."""
    return PageVisit(
        facts=PageFacts(
            url=facts.url,
            final_url=facts.final_url,
            state=state,
            visited_at=facts.visited_at,
            reason=reason[:REASON_LENGTH],
            status=facts.status,
            versions=facts.versions,
            timings_ms=facts.timings_ms,
            errors=facts.errors,
        )
    )
