"""Pages that are chosen by what they hold: a form, documents, the Welsh version; and fillers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.panel.address import page_key
from crawler.panel.places import depth, is_lasting, is_welsh_address, page_address
from crawler.panel.spelling import meaning, path_meanings
from crawler.records import PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.panel.evidence import Place
    from crawler.panel.wording import Lexicon
    from crawler.records import PageFacts

FEWEST_FIELDS = 2
FEWEST_DOCUMENTS = 3

_NO_FORM = frozenset({
    "search", "login", "signin", "sign", "log", "newsletter", "subscribe", "subscription", "mailing",
    "password", "account", "chwilio", "mewngofnodi", "register", "cookie", "sitemap",
})  # fmt: skip
_FORM = frozenset({
    "report", "apply", "form", "book", "request", "complaint", "complain", "feedback", "application",
    "contact", "enquiry", "order", "ask", "tell", "cais", "ffurflen", "rhoi",
})  # fmt: skip
_DOCUMENTS = frozenset({
    "document", "policy", "publication", "budget", "spending", "transparency", "finance", "minutes",
    "plan", "strategy", "dogfennau", "polisi", "constitution", "report", "library", "performance",
    "data", "downloads", "guidance",
})  # fmt: skip
# Every site has these pages, and few residents read them: they fill a place only at the end.
_FINE_PRINT = frozenset(
    {"cookie", "copyright", "disclaimer", "legal", "privacy", "sitemap", "term", "condition"}
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
    lexicon: Lexicon,
) -> list[PanelPage]:
    """Return the Welsh version of the home page, and that of one task's page, where there are."""
    return []


# --- Fillers ------------------------------------------------------------------------------------


def fillers(
    places: Iterable[Place], listed: Sequence[str], taken: Sequence[PanelPage]
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
    for address in listed:
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key in seen or not is_lasting(url):
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
