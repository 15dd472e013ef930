"""From what was noticed of a page's look to a verdict: the same way for each audit of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import needed
from crawler.audits.registry import Verdict, to_check
from crawler.records import Element, Outcome, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.facts.style import Notice, PageStyle, Trait
    from crawler.records import PageFacts

TOO_LARGE = "The page is too large to test fully"


def judge_trait(
    facts: PageFacts,
    trait: Trait,
    judged: Callable[[PageStyle], int],
    message: Callable[[Notice], str],
    check: str,
) -> Verdict:
    """A failure where a notice of this trait is sure, a review where none is.

    `judged` counts what could have had it; where that is nothing, the audit does not apply.
    `check` is the title of a review, after "Check by hand: ".
    """
    style = needed(facts.style)
    notices = style.of(trait)
    sure = [notice for notice in notices if notice.sure]
    if not notices:
        if not style.complete:
            return Verdict(outcome=Outcome.REVIEW, title=TOO_LARGE, undecided=1)
        if not judged(style):
            return Verdict(outcome=Outcome.NOT_APPLICABLE)
        return Verdict(outcome=Outcome.PASS, passing=judged(style))
    found = max(style.found.get(trait, 0), len(notices))
    passing = max(0, judged(style) - found)
    if not sure:
        return Verdict(
            outcome=Outcome.REVIEW,
            title=to_check(check),
            elements=tuple(element(notice, message(notice)) for notice in notices),
            passing=passing,
            undecided=found,
        )
    unsure = len(notices) - len(sure)
    return Verdict(
        outcome=Outcome.FAIL,
        elements=tuple(element(notice, message(notice)) for notice in sure),
        failing=found - unsure,
        passing=passing,
        undecided=unsure,
    )


def element(notice: Notice, message: str) -> Element:
    return Element(
        selector=notice.place.selector,
        html=notice.place.html,
        message=message,
        viewport=Viewport.DESKTOP,
    )


def quoted(text: str, limit: int = 60) -> str:
    """The text in quotation marks, cut after `limit` characters."""
    text = " ".join(text.split())
    return f"“{text if len(text) <= limit else text[: limit - 1].rstrip() + '…'}”"
