from __future__ import annotations

from crawler.audits.server_response import server_response
from crawler.facts.loading import Saving
from crawler.records import Impact, Outcome, Savings
from tests.audits.loads import EMPTY, judged, verdict
from tests.facts import URL


def test_a_slow_answer_after_redirects() -> None:
    found = judged(server_response, server_ms=1_900, server_saves=Saving(0, 1_800), redirect_ms=300)
    assert (found.outcome, found.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert found.title == "The server took 1.9 seconds to answer"
    assert found.saves == Savings(ms=2_100)
    assert [(each.selector, each.message) for each in found.elements] == [
        (URL, "First answer after 1.9 seconds"),
        (URL, "Redirects took 300 milliseconds before that"),
    ]


def test_redirects_alone() -> None:
    found = judged(server_response, server_ms=100, redirect_ms=3_000)
    assert (found.outcome, found.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert found.title == "Redirects took 3 seconds before the page was answered"
    assert found.saves == Savings(ms=3_000)
    assert judged(server_response, server_ms=100, redirect_ms=50).outcome is Outcome.PASS


def test_a_quick_one_and_one_that_was_not_timed() -> None:
    found = judged(server_response, server_ms=0)
    assert (found.outcome, found.title) == (
        Outcome.PASS,
        "The server answered within 50 milliseconds",
    )
    assert verdict(server_response, EMPTY).outcome is Outcome.NOT_APPLICABLE
