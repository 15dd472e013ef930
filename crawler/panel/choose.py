"""Which pages stand for a website: home, contact, accessibility statement, then its top tasks.

A page stands for a task when a link to it on the home page names the task, else when its address
does, else when an address in the sitemap does. The best matches are taken first over all tasks, so
that "Housing benefit" goes to benefits and not to housing. Places left over go to other pages that
the home page links to. The same input always gives the same panel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from crawler.panel.address import normalise, page_key, same_site
from crawler.panel.spelling import has_phrase, path_words, words
from crawler.records import PageRole, PanelPage
from crawler.register import TIERS, TIERS_BY_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.records import Link, Task

_ROLES = {
    "contact": PageRole.CONTACT,
    "accessibility-statement": PageRole.ACCESSIBILITY_STATEMENT,
}
"""The tasks that every panel has a place for, before all others."""

# A longer text is the teaser of an article, not the name of a task.
_LONGEST_TEXT = 10

_DOCUMENT = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|txt|xml|json|ics|zip|gz|7z|exe|dmg|jpe?g|png|gif"
    r"|webp|avif|svg|ico|mp[34]|m4[av]|mov|avi|webm|wav|ogg|css|js|kml|epub)$",
    re.IGNORECASE,
)
# Addresses that content systems give to files, with or without a file's ending.
_DOWNLOAD = re.compile(r"/download/|/downloads/(file|download|id)/|/getmedia/|\.(ashx|axd)$")
# Doors and machinery, which no resident comes for.
_NO_PAGE = frozenset({
    "login", "logout", "signin", "signout", "register", "search", "feed", "rss", "print", "cdn-cgi",
    "wp-json", "wp-admin", "xmlrpc.php", "sitemap.xml",
})  # fmt: skip
# News names every task sooner or later, and is gone by the next crawl.
_NEWS = frozenset({
    "news", "newsroom", "press", "press-releases", "latest-news", "blog", "blogs", "events",
    "event", "newyddion", "digwyddiadau", "article", "articles", "tag", "author",
})  # fmt: skip
_DATED = re.compile(r"/20\d\d/[01]?\d/")
# Every site has these pages, and few residents read them: they fill a place only at the end.
_FINE_PRINT = frozenset(
    {"cookie", "copyright", "disclaimer", "legal", "privacy", "sitemap", "term"}
)


class _Place(NamedTuple):
    """A page that could be chosen, and how the home page or the sitemap presents it."""

    url: str
    key: str
    texts: tuple[str, ...]
    visible: bool
    order: int
    written: tuple[str, ...]
    lasting: bool

    @classmethod
    def at(cls, url: str, key: str, *, texts: tuple[str, ...], visible: bool, order: int) -> _Place:
        path = urlsplit(url).path.lower()
        lasting = not _NEWS.intersection(path.split("/")) and _DATED.search(path) is None
        return cls(url, key, texts, visible, order, path_words(url), lasting)


class _Match(NamedTuple):
    """A page for a task. Sorted best first: named by text, then by address, then in the sitemap."""

    quality: int
    rank: tuple[int, ...]
    task: int
    place: _Place
    text: str


def choose_pages(
    home_url: str,
    links: Sequence[Link],
    sitemap: Sequence[str],
    tasks: Sequence[Task],
    council_type: str,
    nation: str,
    size: int,
) -> tuple[PanelPage, ...]:
    """Choose up to `size` pages, the home page first; fewer when the site has no more.

    `links` are those of the home page, in its order. An unknown type of council has the tasks of
    every tier. Raises nothing for odd addresses: they are passed over.
    """
    home = PanelPage(
        url=normalise(home_url) or home_url,
        role=PageRole.HOME,
        reason="The home page of the website.",
    )
    linked = _linked_places(home.url, links)
    listed = _listed_places(home.url, sitemap, {place.key for place in linked})
    wanted = _wanted(tasks, council_type)
    matches = sorted(
        match
        for number, task in enumerate(wanted)
        for match in _matches(number, _phrases(task, nation), linked, listed)
    )
    chosen = _assign(matches)
    pages = [home, *(_task_page(wanted[number], chosen[number]) for number in sorted(chosen))]
    taken = {match.place.key for match in chosen.values()}
    rest = sorted((place for place in linked if place.key not in taken), key=_shallow_first)
    rest += sorted((place for place in listed if place.key not in taken), key=_shallow_first)
    pages += (_other_page(place) for place in rest if place.lasting)
    return tuple(pages[:size])


# --- Pages that can be chosen -------------------------------------------------------------------


def _linked_places(home_url: str, links: Iterable[Link]) -> list[_Place]:
    places: dict[str, _Place] = {}
    for link in links:
        url = _page_of_site(link.url, home_url)
        key = page_key(url) if url else None
        if url is None or key is None:
            continue
        known = places.get(key)
        if known is None:
            places[key] = _Place.at(
                url, key, texts=(link.text,), visible=link.visible, order=len(places)
            )
        else:
            places[key] = known._replace(
                texts=(*known.texts, link.text), visible=known.visible or link.visible
            )
    return list(places.values())


def _listed_places(home_url: str, sitemap: Iterable[str], known: set[str]) -> list[_Place]:
    places: dict[str, _Place] = {}
    for address in sitemap:
        url = _page_of_site(address, home_url)
        key = page_key(url) if url else None
        if url is not None and key is not None and key not in known:
            places.setdefault(key, _Place.at(url, key, texts=(), visible=True, order=0))
    # A sitemap's order is its generator's whim.
    return sorted(places.values(), key=lambda place: place.url)


def _page_of_site(address: str, home_url: str) -> str | None:
    url = normalise(address)
    if url is None or not same_site(url, home_url) or page_key(url) == page_key(home_url):
        return None
    path = urlsplit(url).path
    # The home page of a site that moves visitors on (to /en, say) is still at its root.
    if path == "/" and not urlsplit(url).query:
        return None
    if _DOCUMENT.search(path) or _DOWNLOAD.search(path.lower()):
        return None
    if _NO_PAGE.intersection(path.lower().split("/")):
        return None
    return url


# --- Tasks --------------------------------------------------------------------------------------


def _wanted(tasks: Iterable[Task], council_type: str) -> list[Task]:
    """Return the tasks of the council's tiers, those that have a role of their own first."""
    tiers = TIERS_BY_TYPE.get(council_type, tuple(TIERS))
    of_tier = [task for task in tasks if set(tiers) & set(task.tiers)]
    return sorted(
        of_tier, key=lambda task: list(_ROLES).index(task.slug) if task.slug in _ROLES else 9
    )


def _phrases(task: Task, nation: str) -> list[tuple[str, ...]]:
    welsh = task.welsh_terms if nation == "Wales" else ()
    return [words(term) for term in (*task.english_terms, *welsh)]


def _matches(
    number: int,
    phrases: Sequence[tuple[str, ...]],
    linked: Iterable[_Place],
    listed: Iterable[_Place],
) -> Iterator[_Match]:
    for place in linked:
        if not place.lasting:
            continue
        hidden = not place.visible
        for text in place.texts:
            spoken = words(text)
            for term, phrase in enumerate(phrases):
                if len(spoken) <= _LONGEST_TEXT and has_phrase(spoken, phrase):
                    extra = len(spoken) - len(phrase)
                    rank = (hidden, term, extra, place.order)
                    yield _Match(1 if extra else 0, rank, number, place, text)
        yield from _path_matches(2, number, phrases, place)
    for place in listed:
        if place.lasting:
            yield from _path_matches(3, number, phrases, place)


def _path_matches(
    quality: int, number: int, phrases: Sequence[tuple[str, ...]], place: _Place
) -> Iterator[_Match]:
    for term, phrase in enumerate(phrases):
        if has_phrase(place.written, phrase):
            extra = len(place.written) - len(phrase)
            yield _Match(quality, (not place.visible, extra, term, place.order), number, place, "")


def _assign(matches: Iterable[_Match]) -> dict[int, _Match]:
    """Give each task its best page that no better match has taken."""
    chosen: dict[int, _Match] = {}
    taken: set[str] = set()
    for match in matches:
        if match.task not in chosen and match.place.key not in taken:
            chosen[match.task] = match
            taken.add(match.place.key)
    return chosen


# --- Panel pages --------------------------------------------------------------------------------


def _task_page(task: Task, match: _Match) -> PanelPage:
    if match.quality <= 1:
        reason = f"A link on the home page says “{' '.join(match.text.split())}”."
    elif match.quality == 2:
        reason = f"The home page links to it, and its address names the task “{task.title}”."
    else:
        reason = f"It is in the sitemap, and its address names the task “{task.title}”."
    role = _ROLES.get(task.slug, PageRole.TASK)
    return PanelPage(
        url=match.place.url,
        role=role,
        reason=reason,
        task=task.slug if role is PageRole.TASK else None,
    )


def _other_page(place: _Place) -> PanelPage:
    name = next((" ".join(text.split()) for text in place.texts if text.strip()), "")
    if name:
        reason = f"The home page links to it as “{name}”; it fills a place that no task took."
    elif place.texts:
        reason = "The home page links to it; it fills a place that no task took."
    else:
        reason = "It is in the sitemap; it fills a place that no task took."
    return PanelPage(url=place.url, role=PageRole.OTHER, reason=reason)


def _shallow_first(place: _Place) -> tuple[bool, bool, int, int, str]:
    parts = urlsplit(place.url)
    fine_print = bool(_FINE_PRINT.intersection(place.written))
    depth = parts.path.strip("/").count("/")
    return (fine_print, bool(parts.query), depth, place.order, place.url)
