"""Every audit that only reads the page says of each page of its cases what is known of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from crawler.audits.registry import all_audits
from crawler.records import Outcome, Pillar
from tests.truth.cases import CaseServer, audits_with_cases, cases_of
from tests.truth.judging import acts, wrong_about

if TYPE_CHECKING:
    from crawler.browser.pool import Lane

pytestmark = pytest.mark.asyncio(loop_scope="module")
BAD = (Outcome.FAIL, Outcome.REVIEW)
# A page that is visited by itself cannot show these, and engines bring cases of their own.
WITHOUT_CASES = {
    "axe": "an engine of others, tested by its makers",
    "language-link": "which languages are expected is known of the website, not of a page",
    "title-repeated": "it compares the page with the others of its website",
}
# There is always something to judge: a page has a width and a viewport, or wrongly none.
ALWAYS_APPLICABLE = frozenset({"reflow", "viewport"})


@pytest.mark.parametrize("audit", [each for each in audits_with_cases() if not acts(each)])
async def test_an_audit_says_what_is_known(lane: Lane, server: CaseServer, audit: str) -> None:
    wrong = await wrong_about(lane, server, audit)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("audit", audits_with_cases())
async def test_there_are_enough_of_each_kind(audit: str) -> None:
    count = Counter(case.outcome for case in cases_of(audit))
    assert sum(count[outcome] for outcome in BAD) >= 2
    assert count[Outcome.PASS] >= 2
    assert (count[Outcome.NOT_APPLICABLE] >= 1) == (audit not in ALWAYS_APPLICABLE)


async def test_every_audit_has_cases() -> None:
    owing = {audit.id for audit in all_audits() if audit.pillar is not Pillar.SPEED}
    assert owing - WITHOUT_CASES.keys() == set(audits_with_cases())
