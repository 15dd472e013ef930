"""Whether links and buttons are large enough, or far enough apart, for a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.axe_nodes import elements_of
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts

RULE = "target-size"
TOO_LARGE = "Not checked: the page is too large to test fully"


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
    who="People with tremor or large fingers, and anyone who holds a phone while walking.",
    limit="It cannot tell whether the same link stands elsewhere in a larger size, which WCAG "
    "allows.",
)
def target_size(facts: PageFacts) -> Verdict:
    run = needed(facts.axe_at(Viewport.MOBILE))
    rule = next((rule for rule in run.rules if rule.id == RULE), None)
    if rule is None:
        if RULE in run.inapplicable:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, title="There is nothing to tap")
        raise RuleNotRun
    engines = (f"axe:{RULE}",)
    if RULE in run.unjudged:
        return Verdict(outcome=Outcome.ERROR, title=TOO_LARGE, engines=engines)
    left_out = run.untested.get(RULE, 0)
    if rule.failed:
        return Verdict(
            outcome=Outcome.FAIL,
            impact=Impact(rule.impact) if rule.impact else None,
            engines=engines,
            elements=elements_of(rule.violations, Viewport.MOBILE),
            failing=rule.failed,
            passing=rule.passed,
            undecided=rule.undecided + left_out,
            rule_url=rule.help_url,
        )
    if left_out:
        return Verdict(
            outcome=Outcome.REVIEW,
            title=f"Too large to test fully: {left_out} links or buttons were not measured",
            engines=engines,
            passing=rule.passed,
            undecided=rule.undecided + left_out,
            rule_url=rule.help_url,
        )
    if rule.passed and not rule.undecided:
        return Verdict(outcome=Outcome.PASS, engines=engines, passing=rule.passed)
    return Verdict(
        outcome=Outcome.REVIEW,
        title="Some links or buttons may be too small to tap",
        engines=engines,
        elements=elements_of(rule.incomplete, Viewport.MOBILE),
        passing=rule.passed,
        undecided=rule.undecided,
        rule_url=rule.help_url,
    )
