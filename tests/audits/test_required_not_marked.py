from __future__ import annotations

from typing import Any

from crawler.audits.required_not_marked import required_not_marked
from crawler.facts.fields import Field, PageFields
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<input>")


def field(**more: Any) -> Field:
    values: dict[str, Any] = {"spot": SPOT, "kind": "text", "label": "Name", "label_from": "label"}
    return Field(**(values | more))


def judged(*fields: Field, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFields(fields=fields, **more)
    return outcome_and_messages(required_not_marked(sound_facts(fields=page)))


def test_an_unmarked_required_field_among_others_is_for_a_person() -> None:
    outcome, messages = judged(field(required=True), field())
    assert outcome is Outcome.REVIEW
    assert len(messages) == 1


def test_marks_and_explanations_let_it_pass() -> None:
    assert judged(field(required=True, mark="word"), field())[0] is Outcome.PASS
    assert judged(field(required=True), field(mark="optional"))[0] is Outcome.PASS
    assert judged(field(required=True), field(), explains_required=True)[0] is Outcome.PASS
    assert judged(field(required=True), field(required=True))[0] is Outcome.PASS


def test_an_asterisk_without_a_word_is_advice() -> None:
    page = PageFields(fields=(field(required=True, mark="star"), field()))
    verdict = verdict_of(required_not_marked(sound_facts(fields=page)))
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)
    assert judged(field(mark="star"), field(), explains_star=True) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(required_not_marked(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
