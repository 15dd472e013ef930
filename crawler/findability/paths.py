"""The shortest way from the home page to a page, over links that a person can see or open."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.findability.clarity import is_clear, is_vague, names_page
from crawler.panel.address import page_key
from crawler.panel.hosts import same_organisation
from crawler.records import Step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from crawler.records import Markup, PageFacts, Task


class _Way(NamedTuple):
    """Steps to a page, compared best first among those of the same length."""

    unclear: int
    pressed: int
    low: int
    order: tuple[int, ...]
    steps: tuple[Step, ...]

    def then(self, click: _Click) -> _Way:
        return _Way(
            self.unclear + (2 if click.vague else 0 if click.step.clear else 1),
            self.pressed + len(click.step.controls),
            self.low + click.low,
            (*self.order, click.order),
            (*self.steps, click.step),
        )


class _Click(NamedTuple):
    """A link of a page, to the page with that key. `low`: it stands aside from the content and
    the menu, where people look last."""

    key: str
    vague: bool
    low: bool
    order: int
    step: Step


def shortest_path(
    home: PageFacts,
    pages: Iterable[PageFacts],
    target: str,
    limit: int = 3,
    *,
    task: Task | None = None,
    nation: str = "",
) -> tuple[Step, ...] | None:
    """Return the clicks that lead from the home page to the address `target`, () when it is the
    home page itself, None when no path of up to `limit` clicks is known.

    Links count that are visible at once, or after opening a menu. Only the council's own pages lie
    on the way; the last click may lead elsewhere. A page that redirects is known by both of its
    addresses. Among paths of the same length the one with the clearest texts is returned, then the
    one with the fewest controls to press, then that which avoids footers; then the order of the
    links decides. With the task, a step's `clear` is what `clarity.is_clear` says of it; without,
    it says only that the text names the page it leads to.
    """
    site = _Site(home, pages, target, task, nation)
    goal = site.goal
    if goal is None:
        return None
    if goal == site.home:
        return ()
    ways = {site.home: _Way(0, 0, 0, (), ())}
    reached = {site.home}
    for _ in range(limit):
        further: dict[str, _Way] = {}
        for key, way in ways.items():
            for click in site.clicks(key, reached):
                longer = way.then(click)
                if click.key not in further or longer < further[click.key]:
                    further[click.key] = longer
        if goal in further:
            return further[goal].steps
        reached |= further.keys()
        ways = further
    return None


class _Site:
    """The pages loaded in a crawl, each under one key."""

    def __init__(
        self,
        home: PageFacts,
        pages: Iterable[PageFacts],
        target: str,
        task: Task | None,
        nation: str,
    ) -> None:
        self._home_url = home.final_url
        self._same: dict[str, str] = {}
        self._pages: dict[str, PageFacts] = {}
        self.home = page_key(home.final_url) or home.final_url
        self._add(home, self.home)
        for page in pages:
            key = page_key(page.final_url)
            # A page that sends its visitors to the home page is not the home page.
            if page.state.scored and key is not None and self.key(page.final_url) != self.home:
                self._add(page, self._same.get(key, key))
        self.goal = self.key(target)
        self._task = task
        self._nation = nation

    def _add(self, page: PageFacts, key: str) -> None:
        known = self._pages.get(key)
        if known is None or _told(page) > _told(known):
            self._pages[key] = page
        for url in (page.url, page.final_url):
            if (other := page_key(url)) is not None:
                self._same.setdefault(other, key)

    def key(self, url: str) -> str | None:
        """The page's key, the same for each address that leads to it; None for no web address."""
        key = _key(url)
        return None if key is None else self._same.get(key, key)

    def clicks(self, key: str, reached: Collection[str]) -> Iterator[_Click]:
        """The links of a page, if it was loaded and is the council's own, to the pages that a way
        may go on from and that are not reached yet."""
        page = self._pages.get(key)
        if page is None or page.markup is None:
            return
        if not same_organisation(page.final_url, self._home_url):
            return
        links = [
            (link.url, link.text, link.region, ()) for link in page.markup.links if link.visible
        ]
        opened = [(link.url, link.text, link.region, link.controls) for link in page.opened or ()]
        for order, (url, text, region, controls) in enumerate((*links, *opened)):
            leads_to = self.key(url)
            if leads_to is None or leads_to in reached:
                continue
            if leads_to != self.goal and leads_to not in self._pages:
                continue
            step = Step(
                on=page.final_url,
                text=text,
                url=url,
                controls=controls,
                clear=self._is_clear(text, leads_to),
            )
            yield _Click(leads_to, is_vague(text), region in ("footer", "aside"), order, step)

    def _is_clear(self, text: str, leads_to: str) -> bool:
        markup = self._markup(leads_to)
        named = names_page(text, markup)
        if self._task is None:
            return named
        last = leads_to == self.goal
        return is_clear(text, self._task, self._nation, named=named, markup=markup, last=last)

    def _markup(self, key: str) -> Markup | None:
        page = self._pages.get(key)
        return None if page is None else page.markup


# The same links are followed for each task.
_key = lru_cache(maxsize=65536)(page_key)


def _told(page: PageFacts) -> tuple[bool, bool]:
    """How much a visit saw of a page's links: a page may have been looked at before its audit."""
    return page.markup is not None, page.opened is not None
