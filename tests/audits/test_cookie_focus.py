from __future__ import annotations

from crawler.audits.cookie_focus import cookie_focus
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.audits.covered import banner, judged

BEHIND = (Spot(selector="#a", html="<a>"),)


def test_what_lies_behind_it() -> None:
    verdict = judged(cookie_focus, banner=banner(focus_tried=9, hidden=2, behind=BEHIND))
    assert (verdict.outcome, verdict.failing, verdict.passing) == (Outcome.FAIL, 2, 7)
    assert verdict.elements[0].selector == "#a"


def test_one_that_is_met_first_is_for_a_person() -> None:
    met = banner(focus_tried=9, hidden=2, behind=BEHIND, first=True)
    assert judged(cookie_focus, banner=met).outcome is Outcome.REVIEW


def test_nothing_behind_it() -> None:
    assert judged(cookie_focus, banner=banner(focus_tried=9)).outcome is Outcome.PASS
    assert judged(cookie_focus, banner=banner()).outcome is Outcome.NOT_APPLICABLE
    assert judged(cookie_focus).outcome is Outcome.NOT_APPLICABLE
