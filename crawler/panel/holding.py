"""What a page holds by its own text, where neither links nor headings name a task."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.panel.hubs import themes_of
from crawler.panel.spelling import meaning
from crawler.panel.vocabulary import ASIDE
from crawler.panel.wording import tells_of_itself

if TYPE_CHECKING:
    from crawler.panel.evidence import Place, Said

LINKS_OF_A_HUB = 2
"""A page whose main part links to so many pages of the site is there to lead on."""

_ACTS, _TELLS = 60.0, 53.0
_SURE = 0.75
_OFTEN = 2
# Any page may ask to be contacted, and say how to complain.
_ON_ANY_PAGE = ("contact", "accessibility-statement", "complaints")
_INDEX = re.compile(r"\ba\s*(?:to|[-\u2010-\u2014/])\s*z\b|\bsite\s?map\b", re.IGNORECASE)


def is_index(text: str) -> bool:
    """Whether a page of this name is a list of everything, such as "Rubbish A to Z"."""
    return _INDEX.search(text) is not None


def held(place: Place, slug: str) -> float:
    """Return the score of a page whose text speaks of this task more than of any
    other; 0 where that is not enough. It needs a form on the page, or a link, a heading or a page
    above that is about the task's theme, and one of the two is little."""
    said = place.said
    if said is None or said.door:
        return 0.0
    if place.own and said.onward >= LINKS_OF_A_HUB and not said.fields:
        return 0.0
    if not speaks_most_of(said, slug) or tells_of_itself(said.top):
        return 0.0
    if not ASIDE.isdisjoint(meaning(said.top)):
        return 0.0
    about = is_about(place, said, slug)
    if not about:
        return 0.0
    acts = said.fields or slug in said.hands or not place.own
    return _ACTS if acts else _TELLS


def speaks_most_of(said: Said, slug: str) -> bool:
    """Whether a page's headings and text name the task, oftener than any other, and its own heading
    names no other."""
    mine = said.spoken.get(slug, 0)
    rivals = (n for other, n in said.spoken.items() if other not in (slug, *_ON_ANY_PAGE))
    if not mine or slug in _ON_ANY_PAGE[:2] or any(count >= mine for count in rivals):
        return False
    return not any(r.names and r.sure >= _SURE for other, r in said.names.items() if other != slug)


def drifts(said: Said, slug: str) -> bool:
    """Whether only a page's heading names the task, and its text another at least twice, as that of
    "Housing options" may be about nothing but homelessness."""
    if said.below or slug in said.uttered or slug not in said.names:
        return False
    rivals = (n for other, n in said.spoken.items() if other not in (slug, *_ON_ANY_PAGE))
    return not said.names[slug].near and max(rivals, default=0) >= _OFTEN


def is_about(place: Place, said: Said, slug: str) -> bool:
    """Whether links, headings, or the pages that link to it say that a page is of the task's
    theme."""
    if slug in place.under or slug in place.path or slug in said.names or slug in said.below:
        return True
    return slug in themes_of(place) or any(slug in m.readings for m in place.mentions)
