"""axe-core's rules, each a finding of its own, from the runs on the phone and on a desktop.

An element that fails at both widths counts once. Rules that are judged under mobile are left out,
so that nothing costs twice. When only one run could be gathered, that on the phone is judged alone;
without it there is no judgement, because the score would rest on another layout than usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits import target_size
from crawler.audits.axe_nodes import elements_of
from crawler.audits.axe_people import AFFECTED, ANYONE
from crawler.audits.axe_words import AXE_WORDS
from crawler.audits.evidence import Evidence
from crawler.audits.registry import audit, to_check
from crawler.audits.wcag import criteria_of, is_advice, understanding
from crawler.records import AxeRule, AxeRun, Element, Finding, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.audits.axe_rare_words import Words
    from crawler.records import AxeNode, PageFacts

TOO_LARGE = "Not checked: the page is too large to test fully"
JUDGED_ELSEWHERE = frozenset({target_size.RULE, "meta-viewport", "meta-viewport-large"})
"""Rules of the audits target-size and viewport."""

DOUBTFUL = frozenset(
    {"css-orientation-lock", "p-as-heading", "table-fake-caption", "td-has-header"}
)
"""Rules that axe-core calls experimental, and that are about what WCAG asks for at A and AA. They
guess from the look or the place, well enough for a person to be asked, not to accuse: a turned page
may be meant (css-orientation-lock), a bold line may be no heading (p-as-heading), a first row that
spans the table may be a section (table-fake-caption), and a table of more than three columns may
lay out the page (td-has-header). Of the other experimental rules focus-order-semantics is no demand
of WCAG, and stays advice; hidden-content only says that something is hidden."""

_WORST_FIRST = tuple(Impact)

Seen = tuple[AxeRun, AxeRule]


@audit(
    id="axe",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="axe-core finds no barrier",
    title_fail="axe-core finds barriers",
    why="People who use a keyboard, a screen reader, magnification or speech control meet these "
    "barriers first.",
    fix="Each rule says what to mend, and where.",
    who=ANYONE,
    limit="axe-core is made to be sure rather than to find all: most barriers that show only when "
    "a page is used are beyond it.",
    needs=(Evidence.AXE_MOBILE,),
)
def axe(facts: PageFacts) -> tuple[Finding, ...]:
    by_rule: dict[str, list[Seen]] = {}
    for viewport in (Viewport.MOBILE, Viewport.DESKTOP):
        run = facts.axe_at(viewport)
        if run is None:
            continue
        for rule in run.rules:
            if rule.id not in JUDGED_ELSEWHERE:
                found = _doubted(rule) if rule.id in DOUBTFUL else rule
                by_rule.setdefault(rule.id, []).append((run, found))
    return tuple(_judge(by_rule[rule_id]) for rule_id in sorted(by_rule))


def _doubted(rule: AxeRule) -> AxeRule:
    return replace(
        rule,
        failed=0,
        undecided=rule.failed + rule.undecided,
        violations=(),
        incomplete=rule.violations + rule.incomplete,
    )


def _judge(seen: list[Seen]) -> Finding:
    rules = [rule for _, rule in seen]
    rule = rules[0]
    words = AXE_WORDS.get(rule.id)
    wcag = criteria_of(rule.tags)
    outcome, elements = _outcome(seen)
    passed = max(rule.passed for rule in rules)
    left_out = max(run.untested.get(rule.id, 0) for run, _ in seen)
    undecided = max(rule.undecided for rule in rules) + left_out
    if outcome is Outcome.REVIEW:
        undecided = max(1, undecided, len(elements))
    failed = outcome is Outcome.FAIL
    return Finding(
        audit=rule.id,
        pillar=Pillar.ACCESSIBILITY,
        outcome=outcome,
        title=_title(rule, words, outcome, left_out if not elements else 0),
        impact=_worst(rules) if outcome in (Outcome.FAIL, Outcome.REVIEW) else None,
        wcag=wcag,
        advice=is_advice(rule.tags) and rule.id not in DOUBTFUL,
        engines=(f"axe:{rule.id}",),
        elements=elements,
        # Only so many elements are kept in a run, but all are counted.
        failing=max(len(elements), *(rule.failed for rule in rules)) if failed else 0,
        passing=passed,
        undecided=undecided,
        who=AFFECTED.get(rule.id, ANYONE),
        why=words.why if words else rule.description,
        fix=words.fix if words else f"{rule.help}. The linked page says how.",
        help_url=understanding(wcag) or rule.help_url,
        rule_url=rule.help_url,
    )


def _outcome(seen: list[Seen]) -> tuple[Outcome, tuple[Element, ...]]:
    if any(rule.failed for _, rule in seen):
        return Outcome.FAIL, _merged((run.viewport, rule.violations) for run, rule in seen)
    if any(rule.id in run.unjudged for run, rule in seen):
        # What was not looked at costs no points, but the page's score would rest on less than
        # others' do. So it has none.
        return Outcome.ERROR, ()
    undecided = any(rule.undecided or rule.id in run.untested for run, rule in seen)
    if undecided or not any(rule.passed for _, rule in seen):
        # A rule that ended in an error of its own has no counts at all.
        return Outcome.REVIEW, _merged((run.viewport, rule.incomplete) for run, rule in seen)
    return Outcome.PASS, ()


def _title(rule: AxeRule, words: Words | None, outcome: Outcome, left_out: int) -> str:
    """What is wrong, or might be: axe's help is a demand, and undecided it must not accuse."""
    if outcome is Outcome.PASS:
        return rule.help
    if outcome is Outcome.ERROR:
        return TOO_LARGE
    fault = words.fault if words else rule.help
    if outcome is Outcome.FAIL:
        return fault
    if left_out:
        return f"Too large to test fully: {left_out} elements are left out here"
    return to_check(fault)


def _merged(found: Iterable[tuple[Viewport, tuple[AxeNode, ...]]]) -> tuple[Element, ...]:
    """Return each element once, as the first run saw it."""
    elements: dict[str, Element] = {}
    for viewport, nodes in found:
        for element in elements_of(nodes, viewport):
            elements.setdefault(element.selector, element)
    return tuple(elements.values())


def _worst(rules: Iterable[AxeRule]) -> Impact | None:
    stated = {rule.impact for rule in rules}
    return next((impact for impact in _WORST_FIRST if impact.value in stated), None)
