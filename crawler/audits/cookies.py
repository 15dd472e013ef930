"""What the audits of the cookie banner share: the banner as evidence, and where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict
from crawler.records import Element, Outcome, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.facts.covering import CookieBanner, Covering

NONE = "The page asks nothing about cookies"


def without_banner(covering: Covering) -> Verdict:
    """The verdict where no banner was found."""
    if not covering.complete:
        return too_large()
    return Verdict(outcome=Outcome.NOT_APPLICABLE, title=NONE)


def sure(covering: Covering, passing: Verdict) -> Verdict:
    """A verdict that accuses nobody, if all of the page was looked at."""
    return passing if covering.complete else too_large()


def element(banner: CookieBanner, message: str) -> Element:
    """The banner as evidence, as it shows on the phone."""
    return Element(
        selector=banner.spot.selector,
        html=banner.spot.html,
        message=message,
        viewport=Viewport.MOBILE,
        pictures=banner.pictures,
    )


def kinds(banner: CookieBanner) -> set[str]:
    """The kinds of its controls."""
    return {control.kind for control in banner.controls}


def said(banner: CookieBanner, *of_kinds: str) -> str:
    """The words of its controls of these kinds (of any, without), in quotation marks."""
    texts: Iterable[str] = (
        control.text for control in banner.controls if not of_kinds or control.kind in of_kinds
    )
    return ", ".join(f"“{text[:60]}”" for text in texts if text) or "none with words"


def per_cent(share: int) -> str:
    """A share of the screen for people."""
    return f"{share}%"
