from __future__ import annotations

from typing import Any

from crawler.audits.captcha import captcha
from crawler.facts.fields import Notice, PageFields
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<input>")


def notice() -> Notice:
    return Notice(kind="captcha", spot=SPOT, text="Your session ends in 20 minutes")


def judged(*notices: Notice, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFields(notices=notices, **more)
    return outcome_and_messages(captcha(sound_facts(fields=page)))


def test_it_is_for_a_person() -> None:
    outcome, messages = judged(notice())
    assert outcome is Outcome.REVIEW
    assert len(messages) == 1


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(captcha(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
