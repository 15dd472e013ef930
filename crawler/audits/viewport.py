"""Whether the page asks phones for their own width, and lets people zoom.

How a phone reads the content of a viewport meta element: https://drafts.csswg.org/css-viewport/
Whether the page fits rests on what the phone made of it (the width at which it laid the page out),
not on its words alone: browsers read them with care in some places and not in others.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import Layout, Markup, PageFacts

ENOUGH_ZOOM = 2.0
"""WCAG 1.4.4 asks for text at 200%; the ACT rule b4f0c3 fails a maximum scale below this."""

COMFORTABLE_ZOOM = 5.0
"""axe-core's advice: many people with low vision enlarge more than twice."""

NARROWEST = 300
"""CSS pixels. No phone is narrower, so a page that is laid out for less is so by mistake."""

ENLARGED = 1.05
"""A page that is shown larger than this at first stands out past the screen."""

SETTINGS = (
    "width",
    "height",
    "initial-scale",
    "minimum-scale",
    "maximum-scale",
    "user-scalable",
    "viewport-fit",
    "interactive-widget",
    "shrink-to-fit",
    "minimal-ui",
    "target-densitydpi",
)

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
    needs=(Evidence.MARKUP, Evidence.LAYOUT_MOBILE),
    who="People with low vision, and everyone with a phone.",
    limit="Some browsers let people enlarge any page; this judges only what the page asks for. How "
    "wide the page is laid out is measured in Chromium alone.",
)
def viewport(facts: PageFacts) -> Verdict:
    markup = needed(facts.markup)
    layout = needed(facts.layout_at(Viewport.MOBILE))
    content = markup.viewport[-1] if markup.viewport else None  # a browser applies the last one
    limit = _UNLIMITED if content is None else zoom_limit(content)
    fault = _fault(content, layout)
    if limit < ENOUGH_ZOOM and content is not None:
        return _little_zoom(facts, content, limit, fault.title if fault else "")
    if fault is not None:
        return fault
    if limit < COMFORTABLE_ZOOM and content is not None:
        return _little_zoom(facts, content, limit, "")
    return Verdict(outcome=Outcome.PASS, passing=1)


def _little_zoom(facts: PageFacts, content: str, limit: float, besides: str | None) -> Verdict:
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
        elements=(_meta(content, besides or ""),),
    )


def _fault(content: str | None, layout: Layout) -> Verdict | None:
    """What is wrong with the width at which the phone laid the page out, or with how much of it
    shows at first; None where nothing is."""
    screen, laid = layout.viewport_width, layout.layout_width
    if laid is None:  # facts from before it was measured
        if content is None:
            return _missing()
        return None if _asks_for_phone_width(content) else _other_width(content, None)
    if laid > screen + 1:
        return _missing() if content is None else _other_width(content, laid)
    if content is None:
        return None
    if laid < NARROWEST:
        return _other_width(content, laid)
    if layout.scale is not None and laid >= screen and layout.scale > ENLARGED:
        part = round(100 / layout.scale)
        return Verdict(
            outcome=Outcome.FAIL,
            impact=Impact.MODERATE,
            title=f"The page starts enlarged, so that only {part}% of its width shows",
            fix="Set initial-scale to 1, and remove minimum-scale.",
            elements=(_meta(content, f"Shown at {layout.scale:g} times its size"),),
        )
    if laid < screen - 1:
        return Verdict(
            outcome=Outcome.FAIL,
            impact=Impact.MINOR,
            advice=True,
            title=f"The viewport is fixed at {laid} pixels, whatever the width of the phone",
            elements=(_meta(content, f"Laid out {laid} px wide on a phone of {screen}"),),
        )
    return None


def _missing() -> Verdict:
    return Verdict(
        outcome=Outcome.FAIL,
        title="The page has no viewport, so phones show the desktop page in miniature",
    )


def _other_width(content: str, laid: int | None) -> Verdict:
    measured = f" (laid out {laid} px wide)" if laid is not None else ""
    return Verdict(
        outcome=Outcome.FAIL,
        impact=Impact.SERIOUS,
        title="The viewport does not ask for the width of the phone",
        elements=(_meta(content, f"{_mistake(content)}{measured}"),),
    )


def _mistake(content: str) -> str:
    """In a few words, why its settings do not make the page fit."""
    settings = _settings(content)
    if not content.strip():
        return "It is empty"
    width, scale = settings.get("width"), settings.get("initial-scale")
    for key in settings:
        if key not in SETTINGS and (meant := difflib.get_close_matches(key, SETTINGS, 1, 0.6)):
            return f"Browsers know no setting {quoted(key)}; was {meant[0]} meant?"
    if width is not None and width != "device-width":
        if _number(width) is None:
            return f"{quoted(width)} is no width that browsers know"
        return f"It asks for a width of {quoted(width)}"
    if scale is not None and _number(scale) != 1:
        return f"It asks for a scale of {quoted(scale)}"
    if width is not None and ";" in content:
        return "Browsers read it wrongly: put commas between the settings"
    return "It does not set width=device-width"


def _meta(content: str, message: str) -> Element:
    return Element(
        selector='meta[name="viewport"]',
        html=f'<meta name="viewport" content="{content[:400]}">',
        message=message,
        viewport=Viewport.MOBILE,
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
