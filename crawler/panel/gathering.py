"""Where candidates come from: the links of a page, Local Links and the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.address import page_key
from crawler.panel.evidence import add_mention, mention_of
from crawler.panel.hubs import themes_of
from crawler.panel.known import MOST_PLACES
from crawler.panel.places import depth, is_lasting, page_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.panel.known import Known
    from crawler.records import Link, LocalLink, OpenedLink, PageFacts

_MOST_LISTED = 12
# Of a longer sitemap only the shallowest addresses are read.
_MOST_READ = 10_000
# GOV.UK's number for what one does on such a page, and the tasks for which that is the right one.
_PROVIDES_INFORMATION = 8
_INFORMATION_TASKS = frozenset({"term-dates", "libraries", "recycling-centre", "councillors"})


def read_links(known: Known, facts: PageFacts, *, level: int, home: bool = False) -> None:
    """Take in the links of a page and those of the menus that open on it. `level` counts the clicks
    that lead to what it links to."""
    if facts.markup is None:
        return
    on = None if home else page_key(facts.final_url)
    page = known.places.get(on or "")
    under = (
        themes_of(page) | frozenset(page.said.names if page.said else ()) if page else frozenset()
    )
    for link in facts.markup.links:
        _read_link(known, link, link.visible, link.heading, on, level, under)
    for opened in facts.opened or ():
        _read_link(known, opened, visible=True, heading="", on=on, level=level, under=under)


def _read_link(
    known: Known,
    link: Link | OpenedLink,
    visible: bool,
    heading: str,
    on: str | None,
    level: int,
    under: frozenset[str],
) -> None:
    about = frozenset(_about(known, link, heading, under))
    full = len(known.places) >= MOST_PLACES
    place = known.met(link.url) if full else known.at(link.url, link.text, about)
    if place is None:
        return
    place.level = min(place.level, level) if place.mentions else level
    mention = mention_of(
        known.site.lexicon,
        link.text,
        region=link.region,
        visible=visible,
        heading=heading,
        home=on is None,
    )
    if add_mention(place, mention):
        known.ranking.touch(place)
    if on is not None and link.region in ("main", ""):
        place.parents.add(on)
        place.under.update(under)
    if not place.own:
        place.under.update(about)


def _about(
    known: Known, link: Link | OpenedLink, heading: str, under: frozenset[str]
) -> Iterator[str]:
    """The tasks that the heading above a link, the control that opens it, or else its page are
    about."""
    for text in (heading, *getattr(link, "controls", ())[-1:]):
        yield from known.site.lexicon.read(text)
    if link.region in ("main", ""):
        yield from under


def read_local_links(known: Known, local_links: Iterable[LocalLink]) -> None:
    """Take in what the council named to GOV.UK, for each task the best service first."""
    by_service: dict[int, list[LocalLink]] = {}
    for link in local_links:
        by_service.setdefault(link.lgsl, []).append(link)
    for task in known.site.tasks:
        rows = [row for service in task.lgsl for row in by_service.get(service, ())]
        informs = task.slug in _INFORMATION_TASKS
        rows.sort(key=lambda row: ((row.lgil == _PROVIDES_INFORMATION) != informs, row.lgil))
        for number, row in enumerate(rows):
            place = known.at(row.url)
            if place is not None:
                place.local.setdefault(task.slug, number)
                known.ranking.touch(place)


def read_sitemap(known: Known, sitemap: Iterable[str]) -> None:
    """Take in the addresses that name a task. A sitemap's order is its generator's whim; of
    thousands that name a task only the surest dozen are candidates for it."""
    known.listed = sorted(set(sitemap))
    named: dict[str, list[tuple[float, int, str]]] = {}
    read = known.listed
    if len(read) > _MOST_READ:
        read = sorted(read, key=lambda address: address.count("/"))[:_MOST_READ]
    for address in read:
        for slug, reading in known.site.lexicon.read_path(address).items():
            if reading.names:
                named.setdefault(slug, []).append((-reading.sure, depth(address), address))
    for rows in named.values():
        chosen = 0
        for _, _, address in sorted(rows):
            url = page_address(address)
            if url is None or not is_lasting(url) or not known.site.owns(url):
                continue
            place = known.at(url)
            if place is not None:
                place.listed = True
                known.ranking.touch(place)
                chosen += 1
            if chosen == _MOST_LISTED:
                break
