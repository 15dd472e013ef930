from __future__ import annotations

import pytest

from crawler.audits.cache_lifetimes import cache_lifetimes
from crawler.records import Outcome
from tests.audits.loads import file, files, judged


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "for no stated time"),
        (60, "for 1 minute"),
        (7_200, "for 2 hours"),
        (604_800, "for 7 days"),
    ],
)
def test_how_long_a_file_may_be_kept(seconds: int, words: str) -> None:
    found = judged(cache_lifetimes, cached=files(file(seconds=seconds)))
    assert found.outcome is Outcome.FAIL
    assert found.title == "1 file may be kept for less than a month"
    assert found.elements[0].message.startswith(f"May be kept {words}; a second visit")


def test_files_that_may_be_kept() -> None:
    assert judged(cache_lifetimes).outcome is Outcome.PASS
