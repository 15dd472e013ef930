from __future__ import annotations

from crawler.audits.unminified_css import unminified_css
from crawler.records import Outcome, Savings
from tests.audits.loads import EMPTY, file, files, judged, verdict


def test_one_that_is_not_minified() -> None:
    found = judged(unminified_css, unminified_styles=files(file(), ms=0), unread=1)
    assert (found.outcome, found.failing) == (Outcome.FAIL, 1)
    assert found.title == "1 style sheet could be 20 kB smaller if minified"
    assert found.saves == Savings(bytes=20_000)
    assert found.elements[0].message == "Not minified; about 20 kB could be saved"


def test_none_is_and_all_were_read() -> None:
    assert judged(unminified_css).outcome is Outcome.PASS
    assert verdict(unminified_css, EMPTY).outcome is Outcome.NOT_APPLICABLE


def test_what_could_not_be_read_is_no_pass() -> None:
    found = judged(unminified_css, unread=2)
    assert (found.outcome, found.undecided) == (Outcome.REVIEW, 2)
    assert found.title == "2 files could not be read, the rest are without fault"
