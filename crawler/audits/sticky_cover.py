"""How much of the screen is lost to what stays on it while one reads.

WCAG gives no number. It asks that a page can be read in a window of 320 by 256 CSS pixels (1.4.10)
and W3C's technique C34 lets headers and footers go with the page where the window is that low. The
Coalition for Better Ads counts what stays and takes more than 30% of the screen among the
advertisements that drive people away. We fail more than that on an upright phone, and more than
half of a low window, where what is left is less than six lines of text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.cookies import per_cent
from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict, audit
from crawler.facts.covering import ZOOMED
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.covering import Covering, Screen
    from crawler.records import PageFacts

UPRIGHT = (Viewport.MOBILE, Viewport.SMALL)
MUCH, MUCH_OF_LOW = 30, 50
"""Per cent of an upright phone's screen, and of one on its side or of an enlarged page's window."""
MOST, MOST_OF_LOW = 50, 75
SOME, SOME_OF_LOW = 20, 33
JUDGED = (Viewport.MOBILE, Viewport.SMALL, Viewport.LANDSCAPE, ZOOMED)
WORDS = {
    Viewport.MOBILE: "a phone of 412 by 823 pixels",
    Viewport.SMALL: "a phone of 360 by 740 pixels",
    Viewport.LANDSCAPE: "a phone on its side (823 by 412 pixels)",
    Viewport.NARROW: "a window of 320 by 823 pixels",
    ZOOMED: "a window enlarged to 400% (320 by 256 pixels)",
}


@audit(
    id="sticky-cover",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    title_pass="What stays on the screen leaves room for the page",
    title_fail="What stays on the screen leaves little room for the page",
    who="People with phones, and people with low vision, who enlarge pages.",
    why="A header, bar or chat that never scrolls away takes its part of each screen. On a phone "
    "on its side, or when the page is enlarged to 400%, only a few lines are left to read.",
    fix="Let it scroll away with the page, or make it lower. Let it stay only where there is room: "
    "@media (min-height: 600px) { header { position: sticky } }.",
    limit="It looks at the page as it was loaded and after scrolling one and a half screens down. "
    "What lets touches through to the page is not counted, nor what only shows after scrolling "
    "or a press.",
    needs=(Evidence.COVERING,),
)
def sticky_cover(facts: PageFacts) -> Verdict:
    covering = needed(facts.covering)
    if not covering.complete:  # of what time allowed, the upper part of the screen
        return too_large(len(covering.held))
    screens = [screen for screen in covering.screens if screen.size in JUDGED]
    worst = max(screens, key=_excess, default=None)
    if worst is None or _excess(worst) <= 0:
        if not covering.held and not any(screen.rest for screen in covering.screens):
            return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Nothing stays on the screen")
        return Verdict(outcome=Outcome.PASS, passing=max(1, len(covering.held)))
    covered = lasting(worst)
    title = f"{per_cent(covered)} of {WORDS[worst.size]} is covered all the time"
    if covered <= _limit(worst, MUCH, MUCH_OF_LOW):
        return Verdict(
            outcome=Outcome.FAIL,
            advice=True,
            impact=Impact.MINOR,
            title=title,
            elements=_elements(covering, worst),
        )
    most = covered > _limit(worst, MOST, MOST_OF_LOW)
    return Verdict(
        outcome=Outcome.FAIL,
        impact=Impact.SERIOUS if most else Impact.MODERATE,
        title=title,
        elements=_elements(covering, worst),
    )


def lasting(screen: Screen) -> int:
    """The part of the screen that is covered while one reads, in per cent: after scrolling, where
    the page scrolls, since what goes away then is no hindrance."""
    return screen.rest if screen.scrolled is None else screen.scrolled


def _limit(screen: Screen, upright: int, low: int) -> int:
    return upright if screen.size in UPRIGHT else low


def _excess(screen: Screen) -> float:
    """How far it is beyond what we advise, as a part of what is then left; 0 and below if not."""
    some = _limit(screen, SOME, SOME_OF_LOW)
    return (lasting(screen) - some) / (_limit(screen, MUCH, MUCH_OF_LOW) - some)


def _elements(covering: Covering, screen: Screen) -> tuple[Element, ...]:
    viewport = Viewport.NARROW if screen.size == ZOOMED else Viewport(screen.size)
    return tuple(
        Element(
            selector=each.spot.selector,
            html=each.spot.html,
            message=f"Stays on the screen and covers up to {per_cent(each.share)} of "
            f"{WORDS[each.at]}",
            viewport=viewport,
            pictures=covering.pictures,
        )
        for each in covering.held
        if each.share > 1
    )
