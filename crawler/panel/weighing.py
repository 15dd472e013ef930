"""How well a page fits a task: evidence to a score from 0 to 100, with the reasons for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.panel.holding import LINKS_OF_A_HUB, drifts, held, is_index, speaks_most_of
from crawler.panel.places import depth, is_called_news
from crawler.panel.spelling import meaning
from crawler.panel.suppliers import is_known
from crawler.panel.wording import CLEAR, tells_of_itself
from crawler.records import Source

if TYPE_CHECKING:
    from crawler.panel.evidence import Mention, Place, Said
    from crawler.panel.wording import Lexicon, Reading

THRESHOLD = 50
"""Below this score a page is not chosen: a wrong page is worse than none."""
UNSURE = 15.0
"""What a page loses that could not be looked at, but may well be there for others."""
CERTAIN = 79
"""From this score on a page is chosen without a look at it."""

_LINK, _PATH_TOO, _PATH_ALONE, _LOCAL = 74.0, 12.0, 52.0, 88.0
_SURE = 0.75
_EXACT = 0.95
_CLEAR_LINK = 0.85
_CALLED_NEWS = 10.0
# What the name of a section has beside its topic.
_PLAIN = frozenset({
    "council", "county", "district", "borough", "city", "town", "local", "service", "information",
    "advice", "help", "home", "page", "all", "website", "main", "section", "gwasanaethau",
})  # fmt: skip


class Weight(NamedTuple):
    """The score of a page for a task; best first when sorted by `rank`. `against` says what speaks
    against the page, "" for nothing. `otherwise` is the score of a page that is refused, had it not
    been."""

    score: float
    near: bool
    source: Source
    reason: str
    against: str
    rank: tuple[float | int | bool | str, ...]
    otherwise: float = 0.0


def weigh(place: Place, slug: str, title: str, lexicon: Lexicon) -> Weight | None:
    """Return how well a page fits a task, or None when nothing speaks for it."""
    link = _best_link(place, slug)
    path = place.path.get(slug)
    said = place.said
    named = said.names.get(slug) if said else None
    below = said.below.get(slug) if said and place.own else None
    linked = link is not None or path is not None or slug in place.local
    headed = below is not None and below.names and below.sure >= _SURE
    holds = held(place, slug)
    if not (linked or headed or named is not None or holds):
        return None
    score, reasons, source = _before_look(place, slug, title, link, path)
    against = ""
    near = not (
        (link is not None and link[1].names)
        or (path is not None and path.names and (link is None or not link[1].near))
        or slug in place.local
    )
    if said is not None:
        score, near, note, against = _after_look(score, near, said, slug, link, lexicon)
        if holds > score:
            note = f"Its heading is \u201c{said.top}\u201d, and its text speaks of the task."
            score, near, against = holds, True, ""
        if note:
            reasons.append(note)
    elif near:
        score = min(score, THRESHOLD - 2.0)
        against = "it was not looked at, and may be wider than the task"
    score, against = _held_back(place, slug, score, link, near, against)
    otherwise = 0.0
    if place.refused:
        score, against, otherwise = 0.0, place.refused, score
    best = min(
        (r.rank for r in (link[1] if link else None, path, named) if r is not None), default=99
    )
    hidden = link is None or link[0].weight < 0.9
    # The council itself named this page for this service to GOV.UK.
    named_to_all = place.local.get(slug, 99) if score >= THRESHOLD else 99
    rank = (
        named_to_all,
        -round(min(score, 98.0)),
        near,
        hidden,
        best,
        depth(place.url),
        place.order,
        place.url,
    )
    score = max(0.0, min(100.0, score))
    return Weight(score, near, source, " ".join(reasons), against, rank, min(100.0, otherwise))


def _best_link(place: Place, slug: str) -> tuple[Mention, Reading] | None:
    found = [(m, m.readings[slug]) for m in place.mentions if slug in m.readings and not m.news]
    return max(
        found,
        key=lambda pair: (not pair[1].near, pair[0].weight * pair[1].sure, pair[0].home),
        default=None,
    )


def _before_look(
    place: Place,
    slug: str,
    title: str,
    link: tuple[Mention, Reading] | None,
    path: Reading | None,
) -> tuple[float, list[str], Source]:
    reasons: list[str] = []
    score = 0.0
    source = Source.SITEMAP
    if link is not None:
        mention, reading = link
        score = _LINK * mention.weight * reading.sure
        source = Source.HOME_LINK if mention.home else Source.DEEPER_LINK
        where = "the home page" if mention.home else "a page below the home page"
        shown = mention.text if reading.term and mention.text else mention.heading
        reasons.append(f"A link on {where} says \u201c{shown}\u201d.")
        if path is not None:
            score += _PATH_TOO * path.sure
            reasons.append("Its address names the task too.")
    elif path is not None:
        score = _PATH_ALONE * path.sure
        if place.mentions:
            source = Source.HOME_LINK if place.linked_from_home else Source.DEEPER_LINK
            reasons.append(
                f"Its address names the task \u201c{title}\u201d, and the site links to it."
            )
        else:
            reasons.append(
                f"It is in the sitemap, and its address names the task \u201c{title}\u201d."
            )
    elif place.mentions:
        source = Source.HOME_LINK if place.linked_from_home else Source.DEEPER_LINK
    if slug in place.local:
        score = max(score, _LOCAL)
        source = Source.LOCAL_LINKS
        reasons.append("GOV.UK\u2019s Local Links name it for this service.")
    return score, reasons, source


def _after_look(
    score: float,
    near: bool,
    said: Said,
    slug: str,
    link: tuple[Mention, Reading] | None,
    lexicon: Lexicon,
) -> tuple[float, bool, str, str]:
    """The score once the page was looked at: its own words confirm or contradict the links'.
    Returns it with whether the page is only near the task, a reason, and what is against it."""
    named, below, leads = said.names.get(slug), said.below.get(slug), said.leads.get(slug)
    linked = link is not None and link[1].names and link[1].sure >= _SURE
    headed = below is not None and below.names
    # A page that sends its visitors on to another for the task is not the task's page.
    sent_on = leads.sure if leads is not None and leads.names else 0.0
    hub = said.onward >= LINKS_OF_A_HUB
    if said.door:
        return min(score, 30.0), near, "", "it asks visitors to log in first"
    if named is not None and not named.near and (named.names or linked):
        if sent_on > named.sure:
            return min(max(score, 52.0), 56.0), True, f"Its heading is \u201c{said.top}\u201d.", ""
        if hub and named.sure < _EXACT:
            return min(max(score, 52.0), 56.0), True, f"Its heading is \u201c{said.top}\u201d.", ""
        score = max(score, 52.0) + 24.0 * named.sure
        return score, False, f"Its heading is \u201c{said.top}\u201d.", ""
    spoken = lexicon.mentions(said.prose, slug)
    wider = f"its heading, \u201c{said.top}\u201d, is wider"
    if named is not None:
        if sent_on >= CLEAR and not linked:
            return min(score, 44.0), near, "", f"{wider}, and it leads on to a page for the task"
        if headed:
            note = f"Its heading is \u201c{said.top}\u201d, and a heading below it names the task."
            return max(score, 46.0) + 16.0, False, note, ""
        hands = said.hands.get(slug)
        holds = spoken or (hands is not None and hands.names) or _begins(named, said.top)
        # A page of links that does not lead to the task by name leads to it by another.
        if linked or (holds and not hub and not tells_of_itself(said.top)):
            note = f"Its heading is \u201c{said.top}\u201d, and the page holds the task."
            return max(score, 44.0) + 10.0, near and not linked, note, ""
        return min(score, 44.0), near, "", wider
    if headed and not sent_on:
        note = f"Its heading is \u201c{said.top}\u201d, and a heading below it names the task."
        return max(score, 46.0) + (12.0 if linked else 8.0), not linked, note, ""
    other = max((r.sure for s, r in said.names.items() if s != slug and r.names), default=0.0)
    if other >= _SURE:
        return (
            min(score, 25.0),
            near,
            "",
            f"its heading, \u201c{said.top}\u201d, names another task",
        )
    if linked and spoken:
        return score - 8.0, False, "Its text names the task.", ""
    if linked and sent_on:
        return score - 16.0, False, "Its own links name the task.", ""
    return score - 40.0, near, "", f"its heading, \u201c{said.top}\u201d, names something else"


def _begins(named: Reading, top: str) -> bool:
    """Whether a page is named for nothing but a topic that is this task's first of all, as "Bins
    and recycling" is of the bin day: where no page is nearer to the task, people start there.
    "Getting to school" says more than its topic."""
    more = set(meaning(top)) - set(meaning(named.term))
    return named.first and named.sure >= 0.55 and more <= _PLAIN


def _is_task_all_the_same(place: Place, slug: str, link: tuple[Mention, Reading] | None) -> bool:
    """Whether a link and the page's own heading both clearly say the task, whatever the end of its
    address says."""
    named = place.said.names.get(slug) if place.said else None
    if link is None or named is None or not is_called_news(place.url):
        return False
    return link[1].names and named.names and min(link[1].sure, named.sure) >= _SURE


def _is_sure(place: Place, slug: str, link: tuple[Mention, Reading] | None) -> bool:
    """Whether another organisation's page is the task's: the link says so clearly, or it says so
    vaguely and the page's own heading or text confirms it."""
    if link is not None and link[1].names and link[1].sure >= _CLEAR_LINK:
        return True
    if place.said is None or (link is None and slug not in place.under):
        return False
    named = place.said.names.get(slug)
    if named is not None and named.names and named.sure >= _SURE:
        return True
    return speaks_most_of(place.said, slug)


def _held_back(
    place: Place,
    slug: str,
    score: float,
    link: tuple[Mention, Reading] | None,
    near: bool,
    against: str,
) -> tuple[float, str]:
    """The score after what speaks against a page as such."""
    if (not place.lasting and not _is_task_all_the_same(place, slug, link)) or (
        link is None and any(m.news for m in place.mentions)
    ):
        return min(score, 30.0), "it is news, an event or another page of the day"
    if not place.lasting:
        score -= _CALLED_NEWS
    if place.said is not None and place.own and drifts(place.said, slug):
        score, against = min(score, THRESHOLD - 2.0), "its text is about another task"
    if place.said is not None and is_index(place.said.top):
        return min(score, 30.0), "it is a list of everything"
    if place.unsure:
        score, against = score - UNSURE, against or place.unsure
    if not place.own:
        if not _is_sure(place, slug, link):
            return min(score, 30.0), "it is on another organisation\u2019s host"
        if place.said is None and not is_known(place.url):
            return min(score, 45.0), "its host is not one that we know to serve councils"
        if place.said is not None and score < THRESHOLD and is_known(place.url):
            score = 62.0 if not near else score
        score -= 4.0
    if place.welsh:
        score, against = score - 20.0, against or "it is in Welsh, and an English page is preferred"
    return score, against
