"""Small constructors of what covers the screen, for the tests of its audits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.audits.registry import Verdict
from crawler.facts.covering import Control, CookieBanner, Covering, Held, Screen
from crawler.facts.spot import Spot
from tests.facts import sound_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.audits.registry import Judgement
    from crawler.records import PageFacts

HELD = Held(spot=Spot(selector="#head", html="<header>"), share=40, at="mobile")


def screen(size: str = "mobile", **fields: Any) -> Screen:
    """A screen of which nothing is covered, but what is given."""
    values: dict[str, Any] = {"size": size, "width": 412, "height": 823}
    return Screen(**(values | fields))


def banner(*controls: tuple[str, str], **fields: Any) -> CookieBanner:
    """A banner that floats at the bottom, with controls of these kinds and words."""
    values: dict[str, Any] = {
        "spot": Spot(selector="#ask", html="<div>"),
        "floats": True,
        "controls": tuple(Control(kind=kind, text=text) for kind, text in controls),
    }
    return CookieBanner(**(values | fields))


def judged(audit: Callable[[PageFacts], Judgement], **fields: Any) -> Verdict:
    """What an audit says of a page with this covering its screen."""
    verdict = audit(sound_facts(covering=Covering(**fields)))
    assert isinstance(verdict, Verdict)
    return verdict
