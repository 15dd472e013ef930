"""Whether the sign of the focus stands out (WCAG 1.4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.focus_visible import FAINT
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import nothing_found, told
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

ENOUGH = 3.0
"""https://www.w3.org/TR/WCAG22/#non-text-contrast"""


@audit(
    id="focus-contrast",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="The sign of the keyboard focus stands out",
    title_fail="The sign of the keyboard focus is pale",
    who="People with low vision who use a keyboard or a switch.",
    why="A pale outline or a slight change of colour is easily missed, and then nobody can tell "
    "where the keyboard is.",
    fix="Let the outline or the change of colour have a contrast of at least 3:1 to what was there "
    "before, for example a dark outline on a light page.",
    limit="It compares pictures before and after. Whether the sign is needed to tell the state of "
    "the control, as the criterion asks, is for a person to judge.",
    needs=(Evidence.KEYBOARD,),
    wcag=("1.4.11",),
)
def focus_contrast(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    measured = [
        (stop, ratio)
        for stop in walk.stops
        if stop.look >= 0
        and not stop.hidden
        and (ratio := walk.looks[stop.look].contrast) is not None
        and ratio >= FAINT
    ]
    pale = [(stop, ratio) for stop, ratio in measured if ratio < ENOUGH]
    passing = len(measured) - len(pale)
    if pale:
        return Verdict(
            outcome=Outcome.REVIEW,
            elements=told(
                (
                    (stop, f"What changed when it was focused has a contrast of {ratio:.1f}:1")
                    for stop, ratio in pale
                ),
                walk.looks,
            ),
            passing=passing,
            undecided=len(pale),
        )
    if not measured and walk.complete:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The page has no sign of the keyboard focus of its own",
        )
    return nothing_found(walk, passing=passing)
