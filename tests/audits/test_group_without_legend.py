from __future__ import annotations

from typing import Any

from crawler.audits.group_without_legend import group_without_legend
from crawler.facts.fields import PageFields, Question
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<input>")


def question(**more: Any) -> Question:
    values: dict[str, Any] = {
        "spot": SPOT,
        "kind": "radio",
        "members": 2,
        "text": "Do you live here?",
    }
    return Question(**(values | more))


def judged(*questions: Question, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFields(questions=questions, **more)
    return outcome_and_messages(group_without_legend(sound_facts(fields=page)))


def test_radio_buttons_without_a_group_fail() -> None:
    outcome, messages = judged(question(), question(kind="checkbox"))
    assert outcome is Outcome.FAIL
    assert messages == [
        "It and 1 more answer “Do you live here?”, and no group with that name holds them"
    ]


def test_checkboxes_are_for_a_person() -> None:
    assert judged(question(kind="checkbox"))[0] is Outcome.REVIEW


def test_radio_buttons_without_a_question_are_for_a_person() -> None:
    assert judged(question(text=""))[0] is Outcome.REVIEW


def test_a_group_or_whole_names_or_no_question_pass() -> None:
    ways: tuple[dict[str, Any], ...] = (
        {"group": "Home"},
        {"in_names": True},
        {"text": "", "kind": "checkbox"},
    )
    for more in ways:
        assert judged(question(**more)) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(group_without_legend(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
