"""axe-core's rules, each a finding of its own, from the runs on the phone and on a desktop.

An element that fails at both widths counts once. Rules that are judged under mobile are left out,
so that nothing costs twice. When only one run could be gathered, that on the phone is judged alone;
without it there is no judgement, because the score would rest on another layout than usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits import target_size
from crawler.audits.axe_words import AXE_WORDS
from crawler.audits.evidence import Evidence
from crawler.audits.registry import audit
from crawler.audits.wcag import criteria_of, is_advice
from crawler.records import AxeRule, Element, Finding, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.audits.axe_words import Words
    from crawler.records import AxeNode, PageFacts

JUDGED_ELSEWHERE = frozenset({target_size.RULE, "meta-viewport", "meta-viewport-large"})
"""Rules of the audits target-size and viewport."""

LONGEST_HTML = 500

_WORST_FIRST = tuple(Impact)

Seen = tuple[Viewport, AxeRule]


@audit(
    id="axe",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="axe-core finds no barrier",
    title_fail="axe-core finds barriers",
    why="People who use a keyboard, a screen reader, magnification or speech control meet these "
    "barriers first.",
    fix="Each rule says what to mend, and where.",
    needs=(Evidence.AXE_MOBILE,),
)
def axe(facts: PageFacts) -> tuple[Finding, ...]:
    by_rule: dict[str, list[Seen]] = {}
    for viewport in (Viewport.MOBILE, Viewport.DESKTOP):
        run = facts.axe_at(viewport)
        for rule in run.rules if run else ():
            if rule.id not in JUDGED_ELSEWHERE:
                by_rule.setdefault(rule.id, []).append((viewport, rule))
    return tuple(_judge(by_rule[rule_id]) for rule_id in sorted(by_rule))


def _judge(seen: list[Seen]) -> Finding:
    rules = [rule for _, rule in seen]
    rule = rules[0]
    words = AXE_WORDS.get(rule.id)
    failed = any(rule.failed for rule in rules)
    passed = max(rule.passed for rule in rules)
    undecided = max(rule.undecided for rule in rules)
    if failed:
        outcome = Outcome.FAIL
        elements = _merged((viewport, rule.violations) for viewport, rule in seen)
    elif undecided or not passed:
        # A rule that ended in an error of its own has no counts at all.
        outcome = Outcome.REVIEW
        elements = _merged((viewport, rule.incomplete) for viewport, rule in seen)
        undecided = max(1, undecided, len(elements))
    else:
        outcome = Outcome.PASS
        elements = ()
    return Finding(
        audit=rule.id,
        pillar=Pillar.ACCESSIBILITY,
        outcome=outcome,
        title=_title(rule, words, outcome),
        impact=_worst(rules) if outcome is not Outcome.PASS else None,
        wcag=criteria_of(rule.tags),
        advice=is_advice(rule.tags),
        engines=(f"axe:{rule.id}",),
        elements=elements,
        # Only so many elements are kept in a run, but all are counted.
        failing=max(len(elements), *(rule.failed for rule in rules)) if failed else 0,
        passing=passed,
        undecided=undecided,
        why=words.why if words else rule.description,
        fix=words.fix if words else f"{rule.help}. The linked page says how.",
        help_url=rule.help_url,
    )


def _title(rule: AxeRule, words: Words | None, outcome: Outcome) -> str:
    """What is wrong, or might be: axe's help is a demand, and undecided it must not accuse."""
    if outcome is Outcome.PASS:
        return rule.help
    fault = words.fault if words else rule.help
    if outcome is Outcome.FAIL:
        return fault
    start = fault if fault[1:2].isupper() else fault[:1].lower() + fault[1:]
    return f"Check by hand: {start}"


def _merged(found: Iterable[tuple[Viewport, tuple[AxeNode, ...]]]) -> tuple[Element, ...]:
    """Return each element once, as the first run saw it."""
    elements: dict[str, Element] = {}
    for viewport, nodes in found:
        for node in nodes:
            elements.setdefault(
                node.selector,
                Element(
                    selector=node.selector,
                    html=node.html[:LONGEST_HTML],
                    message=node.summary,
                    viewport=viewport,
                ),
            )
    return tuple(elements.values())


def _worst(rules: Iterable[AxeRule]) -> Impact | None:
    stated = {rule.impact for rule in rules}
    return next((impact for impact in _WORST_FIRST if impact.value in stated), None)
