"""Every audit of what acting shows says of each page of its cases what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.truth.cases import CaseServer, audits_with_cases
from tests.truth.judging import acts, wrong_about

if TYPE_CHECKING:
    from crawler.browser.pool import Lane

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("audit", [each for each in audits_with_cases() if acts(each)])
async def test_an_audit_says_what_is_known(lane: Lane, server: CaseServer, audit: str) -> None:
    wrong = await wrong_about(lane, server, audit)
    assert not wrong, "\n".join(wrong)
    assert not server.changes
