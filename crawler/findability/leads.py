"""Which pages that were not loaded yet may lie on the way to a task.

A task's page may be known from a sitemap or from GOV.UK, and a crawl that never looked at the pages
between would say that nothing leads there.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.findability.clarity import is_clear
from crawler.panel.address import page_key
from crawler.panel.evidence import Mention, Place
from crawler.panel.hubs import leads_to
from crawler.panel.places import is_lasting, page_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from crawler.findability.paths import Choice, Ways
    from crawler.records import PageFacts, Task

_PARENT, _TRAIL, _TOPIC = 3.0, 2.0, 1.0


def leads(
    ways: Ways, home: PageFacts, target: PageFacts, task: Task, nation: str
) -> tuple[str, ...]:
    """Return the addresses of the council's own pages that are not loaded, that people can see a
    link to on the home page or one click from it, and that are likely to lead to the task's page
    `target`; the likeliest first.

    Likely are the pages above it by its address, those that it links to as in a breadcrumb, and
    those whose link names the task, its topic, or a part of a website that holds such tasks.
    """
    parents = _parents(target)
    trail = _trail(home, target)
    own = {ways.home, ways.key(target.url), ways.key(target.final_url)}
    found: dict[str, tuple[float, int, int, str]] = {}
    onward: list[str] = []
    beside: list[str] = []

    def weigh(choice: Choice, clicks: int, *, by_text: bool) -> None:
        worth = _PARENT if choice.key in parents else _TRAIL if choice.key in trail else 0.0
        likely = _likely(choice, task, nation) if by_text else 0.0
        if ways.was_loaded(choice.key):
            if clicks == 1:
                (onward if worth or likely else beside).append(choice.key)
        elif (worth or likely) and _is_page(choice, ways):
            rank = (-max(worth, likely), clicks, len(found), choice.url)
            found[choice.key] = min(rank, found.get(choice.key, rank))

    for choice in ways.choices(ways.home):
        if choice.key not in own:
            weigh(choice, 1, by_text=True)
    for key in dict.fromkeys((*onward, *beside)):
        for choice in ways.choices(key):
            if choice.key not in own:
                # Menus and footers are those of the home page.
                named = key in onward and choice.region in ("main", "")
                weigh(choice, 2, by_text=named)
    return tuple(url for *_, url in sorted(found.values()))


def _is_page(choice: Choice, ways: Ways) -> bool:
    url = page_address(choice.url)
    return url is not None and is_lasting(url) and ways.owns(url)


def _likely(choice: Choice, task: Task, nation: str) -> float:
    """How likely the page behind a link leads to the task, from 0 to 1, by what the link says."""
    if is_clear(choice.text, task, nation, named=False, markup=None, last=False):
        return _TOPIC
    return _reach(choice.url, choice.text, task.slug)


@lru_cache(maxsize=16384)
def _reach(url: str, text: str, slug: str) -> float:
    said = Mention(text, 1.0, home=True, heading="", news=False, generic=False, readings={})
    place = Place(url=url, key="", order=0, own=True, mentions=[said])
    return leads_to(place, {slug: 1.0}, 1.0)


def _parents(target: PageFacts) -> Collection[str | None]:
    """The keys of the pages above, by the page's addresses."""
    found: set[str | None] = set()
    for url in (target.url, target.final_url):
        parts = urlsplit(url)
        steps = parts.path.strip("/").split("/")[:-1]
        for number in range(1, len(steps) + 1):
            path = "/" + "/".join(steps[:number])
            found.add(page_key(parts._replace(path=path, query="", fragment="").geturl()))
    return found


def _trail(home: PageFacts, target: PageFacts) -> Collection[str | None]:
    """The keys of the pages that a page links to more often than the home page's menu does: those
    in its breadcrumb, among others. A menu stands on every page."""
    menu = Counter(_keys(home, ("nav", "")))
    here = Counter(_keys(target, ("nav", "main", "")))
    return {key for key, count in here.items() if count > menu[key]}


def _keys(page: PageFacts, regions: Collection[str]) -> Iterator[str | None]:
    for link in page.markup.links if page.markup is not None else ():
        if link.region in regions:
            yield page_key(link.url)
