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
    from crawler.records import Candidate, PageFacts

_NO_PAGE = {
    EndState.GONE: "the page is gone",
    EndState.DISALLOWED: "robots.txt does not let us look at it",
    EndState.UNREACHABLE: "it could not be reached",
}
_UNSEEN = "it could not be looked at ({})"
_UNANSWERED = (
    _NO_PAGE[EndState.UNREACHABLE],
    _UNSEEN.format(EndState.BLOCKED.value),
    _UNSEEN.format(EndState.FAILED.value),
)
_ELSEWHERE = "it leads to a page that cannot be chosen"


def gave_no_answer(candidate: Candidate) -> bool:
    """Whether a page was not chosen because it did not answer when it was looked at: another time
    it may."""
    return any(why in candidate.rejected for why in _UNANSWERED)


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
        place.unsure = _UNSEEN.format(facts.state.value)
        return
    if at_home:
        place.refused = "it leads to the home page"
        return
    page = place if final in (None, place.key) else known.at(facts.final_url)
    if page is None:
        return
    site = known.site
    page.said = said_by(
        facts,
        site.lexicon,
        site.title,
        lambda url: site.another(url, page.key),
        site.everywhere,
    )
    if page is not place:
        _move(known, place, page)
    known.seen[page.key] = page
    if site.nation == "Wales" and page.said and page.said.language.startswith("cy"):
        page.welsh = True
    known.ranking.touch(page)
    if page.own:
        read_links(known, facts, level=page.level + 1)


def _move(known: Known, place: Place, target: Place) -> None:
    """Let what spoke for an address speak for the page that it leads to. A page that was retired
    often leads to the section that it stood in: for a task, the old address only speaks where a
    heading of the website's new page names the task."""
    said = target.said

    def speaks(slug: str) -> bool:
        readings = (said.names.get(slug), said.below.get(slug)) if said else ()
        return not target.own or any(reading and reading.names for reading in readings)

    for mention in place.mentions:
        readings = {slug: found for slug, found in mention.readings.items() if speaks(slug)}
        add_mention(target, mention._replace(readings=readings))
    for slug, reading in place.path.items():
        if speaks(slug):
            target.path.setdefault(slug, reading)
    target.local |= {slug: number for slug, number in place.local.items() if speaks(slug)}
    target.listed = target.listed or place.listed
    target.level = min(target.level, place.level)
    place.refused = f"it leads to {target.url}"
    known.tried.add(target.key)
    known.ranking.touch(place)
