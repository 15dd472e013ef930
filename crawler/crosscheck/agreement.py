"""Where two runs of axe-core on one page agree, and why they differ where they do."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import AxeRun


class Side(StrEnum):
    """Who alone says that an element fails."""

    OURS = "ours"
    SELENIUM = "selenium"


class SeleniumRule(Struct, frozen=True, kw_only=True):
    """What one rule said through Selenium: CSS selectors of elements, made as ours are."""

    failed: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()


class SeleniumRun(Struct, frozen=True, kw_only=True):
    """axe-core through Selenium on one page. `absent` are those of our selectors that are not on
    the page as that browser loaded it. `frames` is the number of frames in the page."""

    browser: str
    axe: str
    width: int
    rules: dict[str, SeleniumRule]
    absent: frozenset[str] = frozenset()
    frames: int = 0


class Difference(Struct, frozen=True, kw_only=True):
    """An element that fails a rule on one side alone, and the likely reason."""

    rule: str
    selector: str
    only: Side
    why: str


class PageAgreement(Struct, frozen=True, kw_only=True):
    """How far the two agree about one page.

    `rules` counts those that failed on either side and `same_rules` those that failed on both;
    `elements` and `same_elements` count pairs of a rule and an element likewise. `problem` says why
    a page could not be compared, or is "".
    """

    url: str
    problem: str = ""
    browser: str = ""
    axe: str = ""
    rules: int = 0
    same_rules: int = 0
    elements: int = 0
    same_elements: int = 0
    differences: tuple[Difference, ...] = ()


def agreement(url: str, ours: AxeRun, theirs: SeleniumRun) -> PageAgreement:
    """Compare two runs at the same width. Only the elements that a run names are compared: of a
    rule and an outcome we keep 50, and those we do not keep count as agreed where theirs has them.
    """
    own = {rule.id: rule for rule in ours.rules}
    differences: list[Difference] = []
    elements = same_elements = same_rules = 0
    failing = sorted(
        {rule.id for rule in ours.rules if rule.failed}
        | {name for name, rule in theirs.rules.items() if rule.failed}
    )
    for name in failing:
        rule = own.get(name)
        here = {node.selector for node in rule.violations} if rule else set()
        other = theirs.rules.get(name, SeleniumRule())
        beyond = set(other.failed - here) if rule and rule.failed > len(rule.violations) else set()
        same = (here & other.failed) | beyond
        elements += len(here | other.failed)
        same_elements += len(same)
        same_rules += bool(rule and rule.failed and other.failed)
        undecided = {node.selector for node in rule.incomplete} if rule else set()
        differences += [
            Difference(
                rule=name, selector=selector, only=Side.OURS, why=_ours(selector, other, theirs)
            )
            for selector in sorted(here - other.failed)
        ]
        differences += [
            Difference(
                rule=name,
                selector=selector,
                only=Side.SELENIUM,
                why=_theirs(name, selector in undecided, ours),
            )
            for selector in sorted(other.failed - here - beyond)
        ]
    return PageAgreement(
        url=url,
        browser=theirs.browser,
        axe=theirs.axe,
        rules=len(failing),
        same_rules=same_rules,
        elements=elements,
        same_elements=same_elements,
        differences=tuple(differences),
    )


def share(same: int, of: int) -> float:
    """Of 0 to 1; two runs that find nothing agree."""
    return same / of if of else 1.0


def reasons(pages: Iterable[PageAgreement]) -> dict[str, int]:
    """How often each reason for a difference is given, most often first."""
    counts: dict[str, int] = {}
    for page in pages:
        for difference in page.differences:
            counts[difference.why] = counts.get(difference.why, 0) + 1
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _ours(selector: str, other: SeleniumRule, theirs: SeleniumRun) -> str:
    if " >>> " in selector and theirs.frames:
        return "it is in a frame, and axe-selenium-python does not look into frames"
    if selector in other.undecided:
        return "it is left undecided there"
    if selector in theirs.absent:
        return "the element is not on the page as that browser loaded it"
    if selector in other.passed:
        return "it passes there"
    return "the rule does not apply to it there"


def _theirs(rule: str, undecided: bool, ours: AxeRun) -> str:
    if rule in ours.unjudged or ours.untested.get(rule):
        return "we leave the rule out there, because the page is too large"
    if undecided:
        return "we leave it undecided"
    return "the rule passes it here, or does not apply"
