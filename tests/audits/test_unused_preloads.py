from __future__ import annotations

from crawler.audits.unused_preloads import unused_preloads
from crawler.facts.loading import Preloads
from crawler.records import Outcome, Savings
from tests.audits.loads import file, files, judged


def test_one_that_nothing_uses() -> None:
    found = judged(unused_preloads, preloads=Preloads(count=3, unused=files(file(), ms=0)))
    assert (found.outcome, found.title) == (Outcome.FAIL, "1 file fetched ahead and never used")
    assert found.saves == Savings(bytes=20_000)


def test_all_are_used_or_there_are_none() -> None:
    assert judged(unused_preloads, preloads=Preloads(count=3)).outcome is Outcome.PASS
    assert judged(unused_preloads).outcome is Outcome.NOT_APPLICABLE


def test_where_the_browser_had_no_time_to_say() -> None:
    found = judged(unused_preloads, preloads=Preloads(count=1, unsure=(file(),)))
    assert (found.outcome, len(found.elements)) == (Outcome.REVIEW, 1)
