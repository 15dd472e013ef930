"""The Welsh versions that a Welsh council's panel has: of the home page and of one task."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.panel.address import page_key
from crawler.panel.evidence import welsh_link
from crawler.panel.hosts import is_everybodys
from crawler.panel.places import is_welsh_address, page_address
from crawler.records import PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.panel.evidence import Place
    from crawler.panel.known import Known
    from crawler.records import PageFacts

_CYMRAEG = ("cymraeg", "yn gymraeg", "welsh", "fersiwn gymraeg")


def welsh_pages(known: Known, pages: Sequence[PanelPage]) -> list[PanelPage]:
    """Return the Welsh version of the home page, and that of the first of the tasks' `pages` that
    has one. A page's own link to its Welsh version counts most, then an address that differs only
    by its language, then a Welsh page that names the task."""
    found: list[PanelPage] = []
    home, home_url, places = known.site.home, known.site.home_url, known.places
    addresses = {key: place.url for key, place in places.items()}
    for address in known.listed:
        if is_welsh_address(address):
            addresses.setdefault(_key(address), address)
    start = _welsh_home(home, home_url, addresses)
    if start is not None:
        reason = "The home page links to it as its Welsh version."
        found.append(PanelPage(url=start, role=PageRole.WELSH, reason=reason))
    homes = frozenset(page_key(url) for url in (home_url, home.final_url, start or home_url))
    for page in pages:
        place = places.get(page_key(page.url) or "")
        if page.role is not PageRole.TASK or page.supplier or (place and place.welsh):
            continue
        version = _welsh_version(page, place, homes, addresses, places)
        if version is not None:
            found.append(version)
            break
    return found


def in_welsh(known: Known) -> frozenset[str]:
    """Return the keys of the known pages that are in Welsh: by their address or their own words,
    because another page or a link named "Cymraeg" says so, or because only Welsh pages lead to
    them."""
    home, places = known.site.home.markup, known.places
    named = {_key(welsh_link(home))} if home else set()
    named |= {_key(place.said.welsh_url) for place in known.seen.values() if place.said}
    named |= {
        key
        for key, place in places.items()
        if place.welsh or any(_is_cymraeg(mention.text) for mention in place.mentions)
    }
    below = {
        key
        for key, place in places.items()
        if place.parents and not place.linked_from_home and place.parents <= named
    }
    return frozenset(named | below)


def _welsh_home(home: PageFacts, home_url: str, addresses: Mapping[str, str]) -> str | None:
    if home.markup is None:
        return None
    links = [welsh_link(home.markup)]
    links += [link.url for link in home.markup.links if _is_cymraeg(link.text)]
    spellings = [_key(address) for address in _welsh_spellings(home_url)]
    links += [addresses[key] for key in spellings if key in addresses]
    own = {page_key(home_url), page_key(home.final_url)}
    for link in links:
        url = page_address(link) if link else None
        if url is not None and page_key(url) not in own and not is_everybodys(url):
            return url
    return None


def _welsh_version(
    page: PanelPage,
    place: Place | None,
    homes: frozenset[str | None],
    addresses: Mapping[str, str],
    places: Mapping[str, Place],
) -> PanelPage | None:
    said = place.said if place else None
    linked = page_address(said.welsh_url) if said and said.welsh_url else None
    if linked is not None and page_key(linked) not in (page_key(page.url), *homes):
        return _welsh_page(linked, page, Source.DEEPER_LINK, "links to it as its Welsh version")
    for address in _welsh_spellings(page.url):
        if (key := _key(address)) in addresses:
            reason = "has the same address but for the language"
            return _welsh_page(addresses[key], page, Source.SITEMAP, reason)
    for other in sorted(places.values(), key=lambda place: place.order):
        if not (other.welsh and other.own and other.lasting) or other.refused:
            continue
        readings = [mention.readings.get(page.task or "") for mention in other.mentions]
        if any(reading and reading.welsh and reading.names for reading in readings):
            return _welsh_page(
                other.url, page, Source.DEEPER_LINK, "is about what this is in Welsh"
            )
    return None


def _welsh_page(url: str, page: PanelPage, source: Source, why: str) -> PanelPage:
    return PanelPage(
        url=url,
        role=PageRole.WELSH,
        task=page.task,
        source=source,
        score=90,
        reason=f"The page for the task, {page.url}, {why}.",
    )


def _key(address: str) -> str:
    return page_key(address) or ""


def _is_cymraeg(text: str) -> bool:
    return " ".join(text.split()).casefold() in _CYMRAEG


def _welsh_spellings(url: str) -> tuple[str, ...]:
    """The addresses that a Welsh version of a page commonly has."""
    parts = urlsplit(url)
    path = parts.path
    paths = [path.replace("/en/", "/cy/", 1)] if "/en/" in path else [f"/cy{path}"]
    if path in ("", "/"):
        paths += ["/cy", "/cymraeg", "/hafan"]
    return tuple(parts._replace(path=path).geturl() for path in paths)
