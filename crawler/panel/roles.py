"""Pages that are chosen by what they hold: a form, documents, the Welsh version; and fillers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.panel.address import page_key
from crawler.panel.evidence import welsh_link
from crawler.panel.hosts import is_everybodys, same_organisation
from crawler.panel.places import depth, is_lasting, is_welsh_address, page_address
from crawler.panel.spelling import meaning, path_meanings
from crawler.records import PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.panel.evidence import Place
    from crawler.records import PageFacts

FEWEST_FIELDS = 2
FEWEST_DOCUMENTS = 3
_MOST_LISTED = 300

_NO_FORM = frozenset({
    "search", "login", "signin", "sign", "log", "newsletter", "subscribe", "subscription",
    "mailing", "password", "account", "chwilio", "mewngofnodi", "register", "cookie", "sitemap",
})  # fmt: skip
_FORM = frozenset({
    "report", "apply", "form", "book", "request", "complaint", "complain", "feedback",
    "application", "contact", "enquiry", "order", "ask", "tell", "cais", "ffurflen", "rhoi",
})  # fmt: skip
_DOCUMENTS = frozenset({
    "document", "policy", "publication", "budget", "spending", "transparency", "finance", "minutes",
    "plan", "strategy", "dogfennau", "polisi", "constitution", "report", "library", "performance",
    "data", "downloads", "guidance",
})  # fmt: skip
# Every site has these pages, and few residents read them: they fill a place only at the end.
_FINE_PRINT = frozenset(
    {
        "cookie",
        "copyright",
        "disclaimer",
        "legal",
        "privacy",
        "sitemap",
        "term",
        "condition",
        "search",
    }
)


def may_hold_form(place: Place) -> str:
    """Return what a page that was not looked at may hold: "form", "documents" or ""."""
    words = {word for mention in place.mentions for word in meaning(mention.text)}
    words |= {word for step in path_meanings(place.url)[-1:] for word in step}
    if words & _NO_FORM:
        return ""
    if words & _FORM:
        return "form"
    return "documents" if words & _DOCUMENTS else ""


def best_form(places: Iterable[Place]) -> PanelPage | None:
    """Return the page with the most fields that is neither search, login nor newsletter."""
    forms = [place for place in places if _has(place, "fields", FEWEST_FIELDS)]
    forms = [place for place in forms if not _is_machinery(place)]
    if not forms:
        return None
    best = min(forms, key=lambda p: (-_count(p, "fields"), depth(p.url), p.order))
    reason = f"A form with {_count(best, 'fields')} fields."
    return _role_page(best, PageRole.FORM, reason)


def best_documents(places: Iterable[Place]) -> PanelPage | None:
    """Return the page with the most links to documents, three at least."""
    rich = [place for place in places if _has(place, "documents", FEWEST_DOCUMENTS)]
    if not rich:
        return None
    best = min(rich, key=lambda p: (-_count(p, "documents"), depth(p.url), p.order))
    reason = f"It links to {_count(best, 'documents')} documents."
    return _role_page(best, PageRole.DOCUMENTS, reason)


def _has(place: Place, what: str, least: int) -> bool:
    return bool(
        place.own
        and not place.refused
        and not place.welsh
        and place.lasting
        and place.said
        and not place.said.door
        and _count(place, what) >= least
    )


def _count(place: Place, what: str) -> int:
    return int(getattr(place.said, what)) if place.said else 0


def _is_machinery(place: Place) -> bool:
    said = place.said
    words = set(meaning(said.top)) | set(meaning(said.title)) if said else set()
    words |= {word for step in path_meanings(place.url)[-1:] for word in step}
    return not _NO_FORM.isdisjoint(words)


def _role_page(place: Place, role: PageRole, reason: str) -> PanelPage:
    source = Source.SITEMAP
    if place.mentions:
        source = Source.HOME_LINK if place.linked_from_home else Source.DEEPER_LINK
    return PanelPage(url=place.url, role=role, reason=reason, source=source, score=100)


# --- Welsh --------------------------------------------------------------------------------------


def welsh_pages(
    home: PageFacts,
    home_url: str,
    pages: Sequence[PanelPage],
    places: Mapping[str, Place],
    listed: Sequence[str],
) -> list[PanelPage]:
    """Return the Welsh version of the home page, and that of the first of the tasks' `pages` that
    has one. A page's own link to its Welsh version counts most, then an address that differs only
    by its language, then a Welsh page that names the task."""
    found: list[PanelPage] = []
    known = {key: place.url for key, place in places.items()}
    for address in listed:
        if is_welsh_address(address):
            known.setdefault(_key(address), address)
    start = _welsh_home(home, home_url, known)
    if start is not None:
        reason = "The home page links to it as its Welsh version."
        found.append(PanelPage(url=start, role=PageRole.WELSH, reason=reason))
    homes = frozenset(page_key(url) for url in (home_url, home.final_url, start or home_url))
    for page in pages:
        place = places.get(page_key(page.url) or "")
        if page.role is not PageRole.TASK or page.supplier or (place and place.welsh):
            continue
        version = _welsh_version(page, place, homes, known, places)
        if version is not None:
            found.append(version)
            break
    return found


def _welsh_home(home: PageFacts, home_url: str, known: Mapping[str, str]) -> str | None:
    if home.markup is None:
        return None
    links = [welsh_link(home.markup)]
    links += [link.url for link in home.markup.links if _is_cymraeg(link.text)]
    links += [
        known[key] for address in _welsh_spellings(home_url) if (key := _key(address)) in known
    ]
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
    known: Mapping[str, str],
    places: Mapping[str, Place],
) -> PanelPage | None:
    said = place.said if place else None
    linked = page_address(said.welsh_url) if said and said.welsh_url else None
    if linked is not None and page_key(linked) not in (page_key(page.url), *homes):
        return _welsh_page(linked, page, Source.DEEPER_LINK, "links to it as its Welsh version")
    for address in _welsh_spellings(page.url):
        if (key := _key(address)) in known:
            reason = "has the same address but for the language"
            return _welsh_page(known[key], page, Source.SITEMAP, reason)
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
    return " ".join(text.split()).casefold() in (
        "cymraeg",
        "yn gymraeg",
        "welsh",
        "fersiwn gymraeg",
    )


def _welsh_spellings(url: str) -> tuple[str, ...]:
    """The addresses that a Welsh version of a page commonly has."""
    parts = urlsplit(url)
    path = parts.path
    paths = [path.replace("/en/", "/cy/", 1)] if "/en/" in path else [f"/cy{path}"]
    if path in ("", "/"):
        paths += ["/cy", "/cymraeg", "/hafan"]
    return tuple(parts._replace(path=path).geturl() for path in paths)


# --- Fillers ------------------------------------------------------------------------------------


def fillers(
    places: Iterable[Place], listed: Sequence[str], taken: Sequence[PanelPage], home_url: str
) -> tuple[PanelPage, ...]:
    """Return lasting pages of the site to fill a panel with, most central first: what the home
    page links to, then what other pages do, then the sitemap's."""
    keys = {page_key(page.url) for page in taken}
    found: list[tuple[tuple[bool | int | str, ...], PanelPage]] = []
    seen: set[str | None] = set(keys)
    for place in places:
        said_no = place.said is not None and place.said.door
        if not place.own or place.refused or not place.lasting or said_no or not place.mentions:
            continue
        if place.key in seen:
            continue
        seen.add(place.key)
        where = "The home page" if place.linked_from_home else "A page below the home page"
        called = f" as \u201c{place.text}\u201d" if place.text else ""
        source = Source.HOME_LINK if place.linked_from_home else Source.DEEPER_LINK
        reason = f"{where} links to it{called}; it fills a place that no task took."
        page = PanelPage(url=place.url, role=PageRole.OTHER, reason=reason, source=source, score=50)
        found.append(((place.welsh, not place.linked_from_home, *_central(place.url)), page))
    # The rest of a long sitemap cannot get a place: only its shallowest pages are read.
    for address in sorted(listed, key=lambda address: (depth(address), address))[:_MOST_LISTED]:
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key in seen or not is_lasting(url):
            continue
        if not same_organisation(url, home_url):
            continue
        seen.add(key)
        reason = "It is in the sitemap; it fills a place that no task took."
        page = PanelPage(
            url=url, role=PageRole.OTHER, reason=reason, source=Source.SITEMAP, score=30
        )
        found.append(((is_welsh_address(url), True, *_central(url)), page))
    return tuple(page for _, page in sorted(found, key=lambda pair: pair[0]))


def _central(url: str) -> tuple[bool | int | str, ...]:
    words = {word for step in path_meanings(url) for word in step}
    fine_print = not _FINE_PRINT.isdisjoint(words)
    return (fine_print, bool(urlsplit(url).query), depth(url), url)
