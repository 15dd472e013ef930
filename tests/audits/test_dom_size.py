from __future__ import annotations

from crawler.audits.dom_size import dom_size
from crawler.records import Outcome
from tests.audits.loads import judged


def test_large_updates_of_a_large_page() -> None:
    found = judged(dom_size, large_updates=2, elements=14_000)
    assert (found.outcome, found.title) == (
        Outcome.FAIL,
        "14,000 elements make the page slow to lay out",
    )


def test_a_small_page() -> None:
    assert judged(dom_size).outcome is Outcome.PASS
