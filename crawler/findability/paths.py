"""The shortest way from the home page to a page, over links that a person can see or open."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.findability.clarity import is_clear, is_vague, names_page
from crawler.findability.method import METHOD
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


class Choice(NamedTuple):
    """A link of a page that a person can see, at once or after pressing `controls`. `key` is that
    of the page it leads to."""

    key: str
    url: str
    text: str
    region: str
    controls: tuple[str, ...]


class Ways:
    """The pages of a website that a crawl has loaded, each under one key, and the links between
    them. A page that redirects is known by both of its addresses."""

    def __init__(self, home: PageFacts, pages: Iterable[PageFacts]) -> None:
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

    def shortest(
        self, target: str, task: Task, nation: str, limit: int = METHOD.most_clicks
    ) -> tuple[Step, ...] | None:
        """Return the clicks that lead from the home page to a task's page at the address `target`,
        () when it is the home page itself, None when no path of up to `limit` clicks is known.

        Links count that are visible at once, or after opening a menu. Only the council's own pages
        lie on the way; the last click may lead elsewhere. Among paths of the same length the one
        with the texts that are clearest for this task is returned, then the one with the fewest
        controls to press, then that which avoids footers; then the order of the links decides.
        """
        goal = self.key(target)
        if goal is None:
            return None
        if goal == self.home:
            return ()
        ways = {self.home: _Way(0, 0, 0, (), ())}
        reached = {self.home}
        for _ in range(limit):
            further: dict[str, _Way] = {}
            for key, way in ways.items():
                for click in self._clicks(key, goal, reached, task, nation):
                    longer = way.then(click)
                    if click.key not in further or longer < further[click.key]:
                        further[click.key] = longer
            if goal in further:
                return further[goal].steps
            reached |= further.keys()
            ways = further
        return None

    def key(self, url: str) -> str | None:
        """The page's key, the same for each address that leads to it; None for no web address."""
        key = _key(url)
        return None if key is None else self._same.get(key, key)

    def choices(self, key: str) -> Iterator[Choice]:
        """The links of a page, if it was loaded and is the council's own."""
        page = self._pages.get(key)
        if page is None or page.markup is None:
            return
        if not self.owns(page.final_url):
            return
        links = [
            (link.url, link.text, link.region, ()) for link in page.markup.links if link.visible
        ]
        opened = [(link.url, link.text, link.region, link.controls) for link in page.opened or ()]
        for url, text, region, controls in (*links, *opened):
            if (leads_to := self.key(url)) is not None:
                yield Choice(leads_to, url, text, region, controls)

    def owns(self, url: str) -> bool:
        """Whether an address is the council's own."""
        return same_organisation(url, self._home_url)

    def was_loaded(self, key: str) -> bool:
        """Whether a page's links are known."""
        return key in self._pages

    def _add(self, page: PageFacts, key: str) -> None:
        known = self._pages.get(key)
        if known is None or _told(page) > _told(known):
            self._pages[key] = page
        for url in (page.url, page.final_url):
            if (other := page_key(url)) is not None:
                self._same.setdefault(other, key)

    def _clicks(
        self, key: str, goal: str, reached: Collection[str], task: Task, nation: str
    ) -> Iterator[_Click]:
        """The links of a page to the pages that a way may go on from and that are not reached."""
        for order, choice in enumerate(self.choices(key)):
            leads_to = choice.key
            if leads_to in reached or (leads_to != goal and leads_to not in self._pages):
                continue
            step = Step(
                on=self._pages[key].final_url,
                text=choice.text,
                url=choice.url,
                controls=choice.controls,
                clear=self._is_clear(choice, goal, task, nation),
            )
            low = choice.region in ("footer", "aside")
            yield _Click(leads_to, is_vague(choice.text), low, order, step)

    def _is_clear(self, choice: Choice, goal: str, task: Task, nation: str) -> bool:
        markup = self._markup(choice.key)
        named = names_page(choice.text, markup)
        last = choice.key == goal
        return is_clear(choice.text, task, nation, named=named, markup=markup, last=last)

    def _markup(self, key: str) -> Markup | None:
        page = self._pages.get(key)
        return None if page is None else page.markup


# The same links are followed for each task.
_key = lru_cache(maxsize=65536)(page_key)


def _told(page: PageFacts) -> tuple[bool, bool]:
    """How much a visit saw of a page's links: a page may have been looked at before its audit."""
    return page.markup is not None, page.opened is not None
