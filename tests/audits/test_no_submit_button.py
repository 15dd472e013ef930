from __future__ import annotations

from typing import Any

from crawler.audits.no_submit_button import no_submit_button
from crawler.facts.fields import FieldForm, PageFields
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<input>")


def form(**more: Any) -> FieldForm:
    values: dict[str, Any] = {"spot": SPOT, "number": 0, "fields": 2, "buttons": 0}
    return FieldForm(**(values | more))


def judged(*forms: FieldForm, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFields(forms=forms, **more)
    return outcome_and_messages(no_submit_button(sound_facts(fields=page)))


def test_a_form_without_a_button_is_named() -> None:
    assert judged(form(), form(fields=1), form(buttons=1)) == (
        Outcome.FAIL,
        ["It has 2 fields to fill in and no button", "It has a field to fill in and no button"],
    )


def test_buttons_pass() -> None:
    assert judged(form(buttons=1)) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(no_submit_button(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
