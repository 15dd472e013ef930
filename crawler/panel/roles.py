"""Pages that are chosen by what they hold: a form, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.places import depth
from crawler.panel.spelling import meaning, path_meanings
from crawler.records import PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.panel.evidence import Place

FEWEST_FIELDS = 2
FEWEST_DOCUMENTS = 3

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


def may_hold(place: Place) -> PageRole | None:
    """Return what a page that was not looked at may hold: a form, documents or neither."""
    words = {word for mention in place.mentions for word in meaning(mention.text)}
    words |= {word for step in path_meanings(place.url)[-1:] for word in step}
    if words & _NO_FORM:
        return None
    if words & _FORM:
        return PageRole.FORM
    return PageRole.DOCUMENTS if words & _DOCUMENTS else None


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
