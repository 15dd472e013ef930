from __future__ import annotations

from typing import Any

from crawler.audits.error_by_colour import error_by_colour
from crawler.facts.fields import Field, Notice, PageFields
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
    return outcome_and_messages(error_by_colour(sound_facts(fields=page)))


def test_one_red_field_among_others_fails() -> None:
    assert judged(field(red=True), field())[0] is Outcome.FAIL


def test_words_or_red_all_over_pass() -> None:
    assert judged(field(red=True, told=True), field()) == (Outcome.PASS, [])
    assert judged(field(red=True), field(red=True)) == (Outcome.PASS, [])


def test_a_sentence_that_speaks_of_red_fails() -> None:
    notice = Notice(kind="red", spot=SPOT, text="Fields in red are required")
    outcome, messages = judged(field(), notices=(notice,))
    assert (outcome, messages) == (
        Outcome.FAIL,
        ["“Fields in red are required” speaks of colour only"],
    )


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(error_by_colour(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
