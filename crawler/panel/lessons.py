"""What a look at a page teaches: what it says of itself, where it leads, that it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.address import page_key
from crawler.panel.evidence import add_mention, said_by
from crawler.panel.gathering import read_links
from crawler.records import EndState

if TYPE_CHECKING:
    from crawler.panel.evidence import Place
    from crawler.panel.known import Known
    from crawler.records import PageFacts

_NO_PAGE = {
    EndState.GONE: "the page is gone",
    EndState.DISALLOWED: "robots.txt does not let us look at it",
    EndState.UNREACHABLE: "it could not be reached",
}
_ELSEWHERE = "it leads to a page that cannot be chosen"


def learn(known: Known, facts: PageFacts, asked: Place | None) -> None:
    """Take in what a visit saw, of the page that was `asked` for or of one met by chance."""
    place = asked or known.places.get(page_key(facts.url) or "") or known.at(facts.final_url)
    if place is None:
        return
    known.tried.add(place.key)
    _learn(known, place, facts)
    known.ranking.touch(place)


def _learn(known: Known, place: Place, facts: PageFacts) -> None:
    final = page_key(facts.final_url)
    at_home = final in known.site.home_keys
    place.refused = _NO_PAGE.get(facts.state, place.refused)
    if facts.state in _NO_PAGE:
        return
    if final not in (None, place.key) and not at_home and known.at(facts.final_url) is None:
        place.refused = _ELSEWHERE
        return
    if not facts.state.scored or facts.markup is None:
        place.unsure = f"it could not be looked at ({facts.state.value})"
        return
    if at_home:
        place.refused = "it leads to the home page"
        return
    if final is not None and final != place.key:
        moved = _moved(known, place, facts.final_url)
        if moved is None:
            return
        known.ranking.touch(place)
        place = moved
    site = known.site
    key = place.key
    place.said = said_by(facts, site.lexicon, site.title, lambda url: site.another(url, key))
    known.seen[key] = place
    if site.nation == "Wales" and place.said and place.said.language.startswith("cy"):
        place.welsh = True
    known.ranking.touch(place)
    if place.own:
        read_links(known, facts, level=place.level + 1)


def _moved(known: Known, place: Place, url: str) -> Place | None:
    """The page that a redirect led to, with all that spoke for the address it came from."""
    target = known.at(url)
    if target is None:
        place.refused = _ELSEWHERE
        return None
    for mention in place.mentions:
        add_mention(target, mention)
    for slug, reading in place.path.items():
        target.path.setdefault(slug, reading)
    target.local |= place.local
    target.listed = target.listed or place.listed
    target.level = min(target.level, place.level)
    place.refused = f"it leads to {target.url}"
    known.tried.add(target.key)
    return target
