"""Whether the page asks phones for their own width, and lets people zoom.

How a phone reads the content of a viewport meta element: https://drafts.csswg.org/css-viewport/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import Markup, PageFacts

ENOUGH_ZOOM = 2.0
"""WCAG 1.4.4 asks for text at 200%; the ACT rule b4f0c3 fails a maximum scale below this."""

COMFORTABLE_ZOOM = 5.0
"""axe-core's advice: many people with low vision enlarge more than twice."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
_UNLIMITED = 10.0


@audit(
    id="viewport",
    pillar=Pillar.MOBILE,
    impact=Impact.CRITICAL,
    title_pass="The page fits the width of a phone and can be enlarged",
    title_fail="The page is not made for phones",
    why="Without a right viewport a phone shows the desktop page in miniature; and people with low "
    "vision cannot read a page that they may not enlarge.",
    fix='Put <meta name="viewport" content="width=device-width, initial-scale=1"> in the head of '
    "each page.",
    needs=(Evidence.MARKUP,),
    who="People with low vision, and everyone with a phone.",
    limit="Some browsers let people enlarge any page; this judges only what the page asks for.",
)
def viewport(facts: PageFacts) -> Verdict:
    markup = needed(facts.markup)
    if not markup.viewport:
        return Verdict(
            outcome=Outcome.FAIL,
            title="The page has no viewport, so phones show the desktop page in miniature",
        )
    # A browser applies the last one.
    content = markup.viewport[-1]
    element = Element(
        selector='meta[name="viewport"]',
        html=f'<meta name="viewport" content="{content[:400]}">',
        message="",
        viewport=Viewport.MOBILE,
    )
    if not _asks_for_phone_width(content):
        return Verdict(
            outcome=Outcome.FAIL,
            impact=Impact.SERIOUS,
            title="The viewport does not ask for the width of the phone",
            elements=(element,),
        )
    limit = zoom_limit(content)
    if limit >= COMFORTABLE_ZOOM:
        return Verdict(outcome=Outcome.PASS, passing=1)
    blocking = limit < ENOUGH_ZOOM
    return Verdict(
        outcome=Outcome.FAIL,
        impact=Impact.CRITICAL if blocking else Impact.MINOR,
        wcag=("1.4.4",) if blocking else (),
        advice=not blocking,
        title=(
            "The page cannot be enlarged on a phone"
            if limit <= 1
            else f"The page can be enlarged only {limit:g} times on a phone"
        ),
        fix="Remove user-scalable and maximum-scale from the viewport meta element.",
        engines=("usability:viewport", *_axe_agrees(facts)) if blocking else (),
        elements=(element,),
    )


def zoom_limit(content: str) -> float:
    """Return how many times the page may be enlarged: 1 where zooming is off, 10 for no limit."""
    settings = _settings(content)
    scalable = settings.get("user-scalable", "yes")
    allowed = _number(scalable)
    # Any word but these, and any number nearer to 0 than 1, means no.
    if scalable not in ("yes", "device-width", "device-height") and (
        allowed is None or abs(allowed) < 1
    ):
        return 1.0
    maximum = settings.get("maximum-scale")
    if maximum is None or maximum in ("device-width", "device-height"):
        return _UNLIMITED
    if maximum == "yes":
        return 1.0
    scale = _number(maximum)
    if scale is None:
        return 1.0
    return _UNLIMITED if scale < 0 else min(scale, _UNLIMITED)


def fits_phone(markup: Markup) -> bool:
    """Whether phones show the page at their own width: its last viewport asks for it."""
    return bool(markup.viewport) and _asks_for_phone_width(markup.viewport[-1])


def _asks_for_phone_width(content: str) -> bool:
    settings = _settings(content)
    width = settings.get("width")
    if width is None:
        return _number(settings.get("initial-scale", "")) is not None
    return width == "device-width"


def _settings(content: str) -> dict[str, str]:
    """Return the settings, lower case; a later one overrides an earlier one."""
    joined = re.sub(r"\s*=\s*", "=", content.lower())
    pairs = (part.split("=", 1) for part in re.split(r"[,;\s]+", joined) if "=" in part)
    return {name: value for name, value in pairs if value}


def _number(text: str) -> float | None:
    """Return the number at the start of a value, as browsers read it; None without one."""
    match = _NUMBER.match(text)
    return None if match is None else float(match[0])


def _axe_agrees(facts: PageFacts) -> tuple[str, ...]:
    failed = (rule.failed for run in facts.axe for rule in run.rules if rule.id == "meta-viewport")
    return ("axe:meta-viewport",) if any(failed) else ()
