"""Whether a phone's first screen holds what residents come for, or only a picture.

No standard asks for it. People do scroll, but they judge by what they see first whether they are
in the right place; GOV.UK's pages begin with a heading, words and the first thing to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted, too_large
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.first_screen import FirstScreen, Reach
    from crawler.records import PageFacts

ENOUGH_LETTERS = 60
"""Letters that can be read beside the heading: one short sentence."""

LITTLE = 25
"""Per cent of the screen: less than this of anything is not what fills it."""


@audit(
    id="first-screen",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    advice=True,
    title_pass="A phone's first screen shows what the page is for",
    title_fail="A phone's first screen shows neither a first step nor what the page is for",
    who="Everyone who comes with a phone.",
    why="Residents see at a glance whether they are in the right place. Where a picture, a menu or "
    "a banner fills the first screen, many go back, or press the wrong thing.",
    fix="Begin with the heading, a sentence and the first thing to do. On phones make pictures "
    "lower or leave them out, fold the menu, and keep banners short.",
    limit="It looks at a phone of 412 by 823 pixels, as the page was loaded. It cannot tell "
    "whether the first thing to do is the right one.",
    needs=(Evidence.FIRST_SCREEN,),
)
def first_screen(facts: PageFacts) -> Verdict:
    screen = needed(facts.first_screen)
    steps = [reach for reach in (screen.step, screen.search) if reach is not None]
    if not screen.complete:
        return too_large()
    if not steps and not screen.letters and not screen.beyond:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE, title="The page holds nothing to do and nothing to read"
        )
    if any(reach.shown for reach in steps):
        title = "A phone's first screen holds the first thing to do"
        return Verdict(outcome=Outcome.PASS, title=title, passing=1)
    if screen.letters and not screen.beyond and not steps:
        title = "A phone's first screen holds all that the page says"
        return Verdict(outcome=Outcome.PASS, title=title, passing=1)
    if screen.letters >= ENOUGH_LETTERS:
        title = "A phone's first screen holds words that say what the page is for"
        return Verdict(outcome=Outcome.PASS, title=title, passing=1)
    return Verdict(
        outcome=Outcome.FAIL,
        title=_title(screen),
        elements=tuple(_element(reach, screen) for reach in steps[:1] or _heading(screen)),
    )


def _title(screen: FirstScreen) -> str:
    filled = {
        "a cookie banner": screen.banner,
        "what stays on the screen": screen.held,
        "a carousel" if screen.carousel else "a picture": screen.picture,
        "the header and its menu": screen.header,
        "empty space": screen.blank,
    }
    what, share = max(filled.items(), key=lambda item: item[1])
    if share < LITTLE:
        return "A phone's first screen shows neither a first step nor what the page is for"
    return f"A phone's first screen is filled by {what} ({share}%): nothing to do or read"


def _heading(screen: FirstScreen) -> tuple[Reach, ...]:
    return (screen.heading,) if screen.heading is not None else ()


def _element(reach: Reach, screen: FirstScreen) -> Element:
    if reach.under:
        over = "the cookie banner" if reach.under == "banner" else "what stays on the screen"
        message = f"{quoted(reach.text)} lies under {over}"
    else:
        message = f"{quoted(reach.text)} begins {reach.at:g} screens down"
    return Element(
        selector=reach.spot.selector,
        html=reach.spot.html,
        message=message,
        viewport=Viewport.MOBILE,
        pictures=screen.pictures,
    )
