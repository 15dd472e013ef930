"""Where the skip link leads."""

from __future__ import annotations

import pytest

from crawler.audits.registry import Verdict
from crawler.audits.skip_link import skip_link
from crawler.facts.keyboard import SkipLink
from crawler.records import Outcome
from tests.walks import spot, stop, walked


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        (None, Outcome.NOT_APPLICABLE),
        (("main", True, "there"), Outcome.PASS),
        (("", False, "there"), Outcome.PASS),
        (("main", True, ""), Outcome.PASS),
        (("main", False, ""), Outcome.FAIL),
        (("main", True, "before"), Outcome.FAIL),
        (("main", True, "no further"), Outcome.FAIL),
        (("", False, ""), Outcome.REVIEW),
    ],
)
def test_where_it_leads_decides(link: tuple[str, bool, str] | None, outcome: Outcome) -> None:
    skip = None
    if link is not None:
        target, exists, led = link
        skip = SkipLink(spot=spot("skip"), target=target, exists=exists, led=led, next=spot("n"))
    verdict = skip_link(walked([stop(0)], skip=skip))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is outcome
