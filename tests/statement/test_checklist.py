"""Which page is a website's statement, what leads to it, and how it stands beside our findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from crawler.facts.statement import StatementBlock, StatementText
from crawler.records import (
    CheckOutcome,
    EndState,
    Finding,
    Link,
    Outcome,
    PageResult,
    PageRole,
    Pillar,
    StatementCheck,
    StatementChecklist,
)
from crawler.statement.checklist import MOST_LINKS, checklist
from tests.facts import MARKUP, URL
from tests.statement.cases import ADDRESS, ALL, DAY, TITLES, result

if TYPE_CHECKING:
    from collections.abc import Iterable

FULL = StatementText(
    blocks=(
        StatementBlock(text="Accessibility statement", level=1),
        StatementBlock(text="This website is fully compliant with WCAG version 2.2 AA."),
    )
)
POOL = StatementText(blocks=(StatementBlock(text="Ramps and a hoist at the pool."),))


def linking(*links: tuple[str, str], path: str = "", **changes: Any) -> PageResult:
    made = tuple(Link(url=url, text=text) for url, text in links)
    page = result(URL + path, role=PageRole.OTHER, markup=replace(MARKUP, links=made))
    return replace(page, **changes)


def judged(*pages: PageResult, nation: str = "England") -> StatementChecklist:
    found = checklist(pages, nation=nation, day=DAY)
    assert found is not None
    assert tuple((check.id, check.title) for check in found.checks) == tuple(
        zip(ALL, TITLES, strict=True)
    )
    return found


def check(found: StatementChecklist, name: str) -> StatementCheck:
    return next(each for each in found.checks if each.id == name)


def outcomes(found: StatementChecklist, names: Iterable[str]) -> set[CheckOutcome]:
    return {check(found, name).outcome for name in names}


def failing(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "audit": "image-alt",
        "pillar": Pillar.ACCESSIBILITY,
        "outcome": Outcome.FAIL,
        "title": "Pictures lack a text alternative",
        "wcag": ("1.1.1",),
    }
    return Finding(**(values | changes))


def test_nothing_seen_is_nothing_said() -> None:
    blocked = result(URL, role=PageRole.HOME, state=EndState.BLOCKED, markup=None)
    assert checklist([blocked], nation="England", day=DAY) is None


def test_pages_that_nothing_leads_from_are_named() -> None:
    pages = [
        linking((f"{ADDRESS}/", "Read this"), path="a"),
        linking(("https://elsewhere.example/", "Web accessibility"), path="b"),
        linking((f"{URL}c", "Accessible buses"), path="c"),
        linking((f"{URL}cy", "Datganiad hygyrchedd"), path="d"),
    ]
    found = judged(result(statement=FULL), *pages)
    assert (found.pages, found.lacking) == (4, (f"{URL}c",))
    assert check(found, "linked").outcome is CheckOutcome.NOT_MET
    assert judged(result(statement=FULL), *pages[:2]).lacking == ()
    assert check(judged(result(statement=FULL)), "linked").outcome is CheckOutcome.UNCLEAR


def test_a_page_with_more_links_than_are_kept_and_a_suppliers_page_are_not_counted() -> None:
    many = linking(*[(f"{URL}{number}", "x") for number in range(MOST_LINKS)])
    theirs = result(f"{URL}t", role=PageRole.TASK, supplier="pay.example")
    assert judged(result(statement=FULL), many, theirs).pages == 0


def test_the_panels_statement_stands_before_another_and_the_councils_before_a_suppliers() -> None:
    other = result(f"{URL}other", role=PageRole.OTHER, statement=FULL)
    assert judged(other, result(statement=FULL)).url == ADDRESS
    assert judged(other, result(statement=POOL)).url == f"{URL}other"
    theirs = result(f"{URL}their", statement=FULL, supplier="pay.example")
    assert judged(theirs, other).url == f"{URL}other"


def test_a_statement_that_is_only_a_pdf() -> None:
    found = judged(linking((f"{URL}files/Statement.PDF", "Accessibility statement (PDF)")))
    exists = check(found, "exists")
    assert exists.outcome is CheckOutcome.NOT_MET
    assert "only there as a PDF" in exists.said
    assert outcomes(found, ALL[1:]) == {CheckOutcome.NOT_APPLICABLE}


def test_one_that_was_not_read_is_not_said_to_be_missing() -> None:
    found = judged(linking((ADDRESS, "Accessibility statement")))
    assert check(found, "exists").outcome is CheckOutcome.UNCLEAR
    assert outcomes(found, ALL[1:-1]) == {CheckOutcome.UNCLEAR}
    gone = result(state=EndState.BLOCKED, reason="it answered 403", markup=None)
    found = judged(linking((ADDRESS, "Accessibility statement")), gone)
    assert check(found, "exists").said == "We could not read it: it answered 403."


def test_no_statement_at_all_and_one_of_another_thing() -> None:
    assert check(judged(linking((f"{URL}bins", "Bins"))), "exists").said.startswith("No page")
    pool = judged(result(statement=POOL))
    assert check(pool, "exists").outcome is CheckOutcome.NOT_MET
    assert "says nothing of the website" in check(pool, "exists").said
    assert pool.url is None


def test_a_claim_of_full_compliance_is_held_against_our_findings() -> None:
    assert check(judged(result(statement=FULL)), "agreement").outcome is CheckOutcome.MET
    bad = replace(linking(), findings=(failing(), failing(audit="label")))
    found = check(judged(result(statement=FULL), bad), "agreement")
    assert found.outcome is CheckOutcome.NOT_MET
    assert "Our automated checks found 2 kinds of failure of WCAG A or AA, on 1 of 2" in found.said
    assert found.found.startswith("This website is fully compliant")


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": Outcome.REVIEW},
        {"advice": True},
        {"wcag": ("1.4.6",)},
        {"wcag": ()},
        {"pillar": Pillar.SPEED, "wcag": ()},
    ],
)
def test_only_definite_failures_of_a_and_aa_count(changes: dict[str, Any]) -> None:
    page = replace(linking(), findings=(failing(**changes),))
    found = judged(result(statement=FULL), page)
    assert check(found, "agreement").outcome is CheckOutcome.MET
