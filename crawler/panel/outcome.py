"""What a search comes to: the chosen page of each role and task, and all that was considered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.panel.address import page_key
from crawler.panel.assemble import seat_of
from crawler.panel.fillers import fillers
from crawler.panel.roles import best_documents, best_form
from crawler.panel.weighing import THRESHOLD
from crawler.panel.welsh import welsh_pages
from crawler.records import Candidate, PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.panel.evidence import Place
    from crawler.panel.known import Known
    from crawler.panel.overrides import Override
    from crawler.panel.weighing import Weight

_MOST_CANDIDATES = 10
_LEAST_CANDIDATE = 15
_MOST_REFUSED = 3


class Discovered(Struct, frozen=True, kw_only=True):
    """What a discovery found. `pages` are the best page for each role and task that has one; a page
    may stand for two. `others` are further lasting pages, in a stable order, to fill a panel with.
    `nothing` are the roles and tasks of which a person said that the site has no page."""

    pages: tuple[PanelPage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    others: tuple[PanelPage, ...] = ()
    nothing: tuple[tuple[PageRole, str | None], ...] = ()


def outcome(known: Known, overrides: Mapping[tuple[PageRole, str | None], Override]) -> Discovered:
    """Choose among the known pages, as far as people have not decided by `overrides`."""
    return _Outcome(known, overrides).discovered()


class _Outcome:
    def __init__(
        self, known: Known, overrides: Mapping[tuple[PageRole, str | None], Override]
    ) -> None:
        self._known = known
        self._site = known.site
        self._overrides = overrides

    def discovered(self) -> Discovered:
        home = PanelPage(
            url=self._site.home_url,
            role=PageRole.HOME,
            reason="The address in the register.",
            source=Source.REGISTER,
        )
        pages = [home]
        nothing = [seat for seat, item in self._overrides.items() if item.url is None]
        candidates: list[Candidate] = []
        for task in self._site.tasks:
            role, name = seat_of(task.slug)
            page = self._overridden(role, name)
            best = self._known.ranking.best(task.slug)
            if page is None and (role, name) not in self._overrides and best is not None:
                page = _page(*best, role, name)
            if page is not None:
                pages.append(page)
            denied = page is None and (role, name) in nothing
            ranked = self._known.ranking.of(task.slug)
            candidates += _candidates(role, name, page, ranked, denied=denied)
        pages += self._role_pages(pages)
        pages = self._with_welsh(pages)
        return Discovered(
            pages=tuple(pages),
            candidates=tuple(candidates),
            others=fillers(self._known, pages),
            nothing=tuple(nothing),
        )

    def _role_pages(self, pages: Sequence[PanelPage]) -> list[PanelPage]:
        taken = {page_key(page.url) for page in pages if page.role is not PageRole.TASK}
        found: list[PanelPage] = []
        for role, choose in ((PageRole.FORM, best_form), (PageRole.DOCUMENTS, best_documents)):
            page = self._overridden(role, None)
            if page is None and (role, None) not in self._overrides:
                page = choose(
                    place for place in self._known.seen.values() if place.key not in taken
                )
            if page is not None:
                found.append(page)
                taken.add(page_key(page.url))
        return found

    def _with_welsh(self, pages: list[PanelPage]) -> list[PanelPage]:
        found: list[PanelPage] = []
        if self._site.nation == "Wales":
            importance = {task.slug: -task.importance for task in self._site.tasks}
            first = sorted(pages, key=lambda page: importance.get(page.task or "", 0))
            found = welsh_pages(self._known, first)
        for role, task in self._overrides:
            if role is PageRole.WELSH:
                found = [page for page in found if page.task != task]
                page = self._overridden(role, task)
                found += [page] if page is not None else []
        return [*pages, *found]

    def _overridden(self, role: PageRole, task: str | None) -> PanelPage | None:
        item = self._overrides.get((role, task))
        if item is None or item.url is None or self._site.is_gone(item.url):
            return None
        why = f"Chosen by hand: {item.reason}" if item.reason else "Chosen by hand."
        return PanelPage(
            url=item.url,
            role=role,
            task=task,
            reason=why,
            source=Source.OVERRIDE,
            supplier=self._site.supplier(item.url),
        )


def _page(place: Place, weight: Weight, role: PageRole, task: str | None) -> PanelPage:
    return PanelPage(
        url=place.url,
        role=role,
        task=task,
        reason=weight.reason,
        source=weight.source,
        score=round(weight.score),
        supplier=place.supplier,
    )


def _candidates(
    role: PageRole,
    task: str | None,
    page: PanelPage | None,
    ranked: Sequence[tuple[Place, Weight]],
    *,
    denied: bool,
) -> list[Candidate]:
    """The best of a task's candidates; first what a person chose, where one did. `denied`: a person
    said that there is none."""
    chosen = page_key(page.url) if page else None
    rows: list[Candidate] = []
    if page is not None and page.source is Source.OVERRIDE:
        rows.append(
            Candidate(
                role=role,
                task=task,
                url=page.url,
                source=page.source,
                score=page.score,
                reason=page.reason,
                supplier=page.supplier,
            )
        )
    fit = [pair for pair in ranked if pair[1].score >= _LEAST_CANDIDATE]
    # What would be chosen, had it let us in or loaded, tells a task without a page from one whose
    # page we could not see.
    refused = [pair for pair in ranked if pair[1].otherwise >= THRESHOLD]
    refused = sorted(refused, key=lambda pair: -pair[1].otherwise)[:_MOST_REFUSED]
    for place, weight in (*fit[: _MOST_CANDIDATES - len(rows) - len(refused)], *refused):
        if rows and place.key == chosen and page and page.source is Source.OVERRIDE:
            continue
        rows.append(
            Candidate(
                role=role,
                task=task,
                url=place.url,
                source=weight.source,
                score=round(weight.otherwise or weight.score),
                reason=weight.reason or "The site links to it.",
                supplier=place.supplier,
                rejected="" if place.key == chosen else _rejection(weight, page, denied=denied),
            )
        )
    return rows


def _rejection(weight: Weight, page: PanelPage | None, *, denied: bool) -> str:
    if denied:
        return "Not chosen: a person said that this website has no page for it."
    if weight.against:
        return f"Not chosen: {weight.against}."
    if page is None or weight.score < THRESHOLD:
        return "Not chosen: too little speaks for it."
    if page.source is Source.OVERRIDE:
        return "Not chosen: a person chose another page."
    return "Not chosen: more speaks for another page."
