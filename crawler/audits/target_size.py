"""Whether links and buttons are large enough, or far enough apart, for a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import AxeNode, PageFacts

RULE = "target-size"


class RuleNotRun(Exception):
    """axe-core did not report its target-size rule."""


@audit(
    id="target-size",
    pillar=Pillar.MOBILE,
    impact=Impact.SERIOUS,
    title_pass="Links and buttons are large enough to tap",
    title_fail="Some links or buttons are too small or too close together to tap",
    why="People with large fingers, tremor or a moving phone tap the wrong thing.",
    fix="Make each named target at least 24 by 24 pixels, or leave room round it, so that circles "
    "of 24 pixels on neighbouring targets do not meet. Padding counts.",
    needs=(Evidence.AXE_MOBILE,),
    wcag=("2.5.8",),
)
def target_size(facts: PageFacts) -> Verdict:
    run = needed(facts.axe_at(Viewport.MOBILE))
    rule = next((rule for rule in run.rules if rule.id == RULE), None)
    if rule is None:
        if RULE in run.inapplicable:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, title="There is nothing to tap")
        raise RuleNotRun
    engines = (f"axe:{RULE}",)
    if rule.failed:
        return Verdict(
            outcome=Outcome.FAIL,
            impact=Impact(rule.impact) if rule.impact else None,
            engines=engines,
            elements=_elements(rule.violations),
            failing=rule.failed,
            passing=rule.passed,
            undecided=rule.undecided,
            help_url=rule.help_url,
        )
    if rule.passed and not rule.undecided:
        return Verdict(outcome=Outcome.PASS, engines=engines, passing=rule.passed)
    return Verdict(
        outcome=Outcome.REVIEW,
        title="Some links or buttons may be too small to tap",
        engines=engines,
        elements=_elements(rule.incomplete),
        passing=rule.passed,
        undecided=rule.undecided,
        help_url=rule.help_url,
    )


def _elements(nodes: tuple[AxeNode, ...]) -> tuple[Element, ...]:
    return tuple(
        Element(
            selector=node.selector, html=node.html, message=node.summary, viewport=Viewport.MOBILE
        )
        for node in nodes
    )
