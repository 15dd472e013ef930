"""Every audit with cases says of each page what is known of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from crawler.browser.pool import Lane
from crawler.records import Outcome
from tests.truth.cases import CaseServer, audits_with_cases, cases_of
from tests.truth.judging import CONFIG, findings_on, ids_in, outcome_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytestmark = pytest.mark.asyncio(loop_scope="module")
BAD = (Outcome.FAIL, Outcome.REVIEW)


@pytest.fixture(scope="module")
def server() -> Iterator[CaseServer]:
    with CaseServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lane() -> AsyncIterator[Lane]:
    async with Lane(CONFIG) as lane:
        yield lane


@pytest.mark.parametrize("audit", audits_with_cases())
async def test_an_audit_says_what_is_known(lane: Lane, server: CaseServer, audit: str) -> None:
    wrong = []
    for case in cases_of(audit):
        findings = await findings_on(lane, server, case)
        outcome, ids = outcome_of(findings), ids_in(findings)
        if outcome is not case.outcome or (case.elements and ids != case.elements):
            said = [finding.title for finding in findings]
            wrong.append(f"{case.page}: {outcome} {sorted(ids)} instead of {case.outcome}: {said}")
    assert not wrong, "\n".join(wrong)
    assert not server.changes


@pytest.mark.parametrize("audit", audits_with_cases())
async def test_there_are_enough_of_each_kind(audit: str) -> None:
    count = Counter(case.outcome for case in cases_of(audit))
    assert sum(count[outcome] for outcome in BAD) >= 2
    assert count[Outcome.PASS] >= 2
    assert count[Outcome.NOT_APPLICABLE] >= 1
