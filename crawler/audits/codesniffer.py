"""HTML_CodeSniffer's codes, each family a finding of its own.

Only the families that are different in kind from axe-core's rules, or see more, are kept. How each
is judged is decided by what else is known of the element: a message alone accuses nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.codesniffer_words import FAMILIES
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import audit, to_check
from crawler.audits.wcag import understanding
from crawler.records import Element, Finding, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.audits.codesniffer_words import Family
    from crawler.facts.codesniffer import CodeSnifferRun, Sniffed
    from crawler.records import PageFacts

_WORST_FIRST = (Outcome.FAIL, Outcome.REVIEW)


@audit(
    id="codesniffer",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="HTML_CodeSniffer finds no barrier of the kinds that we ask it for",
    title_fail="HTML_CodeSniffer finds barriers",
    who="People who use a screen reader.",
    why="It looks at how tables, groups of fields and frames are put together, which other tools "
    "mostly leave alone.",
    fix="Each finding says what to mend, and where.",
    limit="Only those of its codes are kept that are seldom wrong. It sees the page as it is "
    "marked up, and not what that looks like.",
    needs=(Evidence.CODESNIFFER,),
)
def codesniffer(facts: PageFacts) -> tuple[Finding, ...]:
    run = needed(facts.codesniffer)
    return tuple(
        finding for family in FAMILIES if (finding := _judge(family, run)) is not None
    ) or (_nothing(),)


def _judge(family: Family, run: CodeSnifferRun) -> Finding | None:
    """What the family comes to; None where the page holds nothing that it is about."""
    looked = run.looked.get(family.kind, 0)
    found = [entry for entry in run.codes if family.code.fullmatch(entry.code)]
    judged: dict[Outcome, dict[str, tuple[str, Sniffed]]] = {each: {} for each in _WORST_FIRST}
    for entry in found:
        for element in entry.elements:
            if (outcome := family.weigh(frozenset(element.notes))) in judged:
                judged[outcome].setdefault(element.selector, (entry.code, element))
    outcome = next((each for each in _WORST_FIRST if judged[each]), Outcome.PASS)
    if outcome is Outcome.PASS:
        if family.kind in run.left_out:
            outcome = Outcome.REVIEW
        elif not looked or not family.passes:
            return None
    elements = tuple(
        Element(
            selector=element.selector,
            html=element.html,
            message=family.message,
            viewport=Viewport.MOBILE,
        )
        for _, element in judged.get(outcome, {}).values()
    )
    codes = {code for code, _ in judged.get(outcome, {}).values()} or {family.name}
    # Of the messages beyond those kept nothing else is known: they may cost no points.
    more = sum(entry.count - len(entry.elements) for entry in found)
    failing = len(elements) + (more if family.advice else 0) if outcome is Outcome.FAIL else 0
    undecided = max(1, len(elements)) if outcome is Outcome.REVIEW else 0
    return Finding(
        audit=family.id,
        pillar=Pillar.ACCESSIBILITY,
        outcome=outcome,
        title=_title(family, outcome, bool(elements)),
        impact=family.impact if outcome is not Outcome.PASS else None,
        wcag=family.wcag,
        advice=family.advice,
        engines=tuple(f"htmlcs:{code}" for code in sorted(codes)),
        elements=elements,
        failing=failing,
        passing=max(0, looked - len(elements)) if family.passes else 0,
        undecided=undecided + (0 if family.advice else more),
        who=family.who,
        why=family.why,
        fix=family.fix,
        help_url=understanding(family.wcag),
    )


def _title(family: Family, outcome: Outcome, seen: bool) -> str:
    if outcome is Outcome.PASS:
        return family.title_pass
    if outcome is Outcome.FAIL:
        return family.title_fail
    if not seen:
        return f"Not looked at in full: {family.title_pass[0].lower()}{family.title_pass[1:]}"
    return to_check(family.title_fail)


def _nothing() -> Finding:
    return Finding(
        audit="codesniffer",
        pillar=Pillar.ACCESSIBILITY,
        outcome=Outcome.NOT_APPLICABLE,
        title="There is nothing on the page that HTML_CodeSniffer is asked about",
        engines=("htmlcs",),
        who="People who use a screen reader.",
        why="It looks at tables, groups of fields, frames and pictures.",
        fix="There is nothing to mend.",
    )
