"""How much of a phone's screen the cookie banner takes before one has answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.cookies import element, per_cent, sure, without_banner
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.sticky_cover import MUCH, MUCH_OF_LOW, UPRIGHT, WORDS
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.covering import Screen
    from crawler.records import PageFacts


@audit(
    id="cookie-banner-cover",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    advice=True,
    title_pass="The cookie banner leaves room for the page",
    title_fail="The cookie banner covers much of the screen",
    who="Everyone who comes with a phone, and people with low vision, who enlarge pages.",
    why="The banner is the first thing that residents meet. While it lies over the page, they must "
    "deal with it before they can read what they came for.",
    fix="Ask in two short sentences and three controls, and let the banner stand at the top of the "
    "page, in its flow, as GOV.UK does: then it covers nothing.",
    limit="It looks at the banner as it is on arrival, before anything is pressed. A banner that "
    "pushes the page down covers nothing, however tall it is.",
    needs=(Evidence.COVERING,),
)
def cookie_banner_cover(facts: PageFacts) -> Verdict:
    covering = needed(facts.covering)
    banner = covering.banner
    if banner is None:
        return without_banner(covering)
    screens = [screen for screen in covering.screens if screen.size in WORDS]
    worst = max(screens, key=_excess, default=None)
    if banner.blocks:
        return Verdict(
            outcome=Outcome.FAIL,
            title="Nothing on the page can be read or pressed before the cookie banner is answered",
            elements=(element(banner, "The page behind it can be neither pressed nor scrolled"),),
        )
    if worst is None or not covering.complete or not banner.floats or _excess(worst) <= 0:
        return sure(covering, Verdict(outcome=Outcome.PASS, passing=1))
    return Verdict(
        outcome=Outcome.FAIL,
        title=f"The cookie banner covers {per_cent(worst.banner)} of {WORDS[worst.size]}",
        elements=(
            element(banner, f"Covers {per_cent(worst.banner)} of the screen until it is answered"),
        ),
    )


def _excess(screen: Screen) -> int:
    """How many per cent of the screen it takes more than other things that stay may."""
    return screen.banner - (MUCH if screen.size in UPRIGHT else MUCH_OF_LOW)
