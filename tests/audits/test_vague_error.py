from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.vague_error import vague_error
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
    return outcome_and_messages(vague_error(sound_facts(fields=page)))


def test_a_message_that_says_nothing_fails() -> None:
    assert judged(field(message="Error!"), field(error="Enter your name")) == (
        Outcome.FAIL,
        ["The message for it says only “Error!”"],
    )


@pytest.mark.parametrize("message", ["Error: invalid input", "Gwall: annilys", "Error: Error"])
def test_that_it_is_called_an_error_says_no_more(message: str) -> None:
    assert judged(field(message=message))[0] is Outcome.FAIL
    assert judged(field(message="Error: enter your name"))[0] is Outcome.PASS


def test_one_for_the_whole_form_fails_where_no_field_is_told_of() -> None:
    notice = Notice(kind="error", spot=SPOT, text="There was a problem. Please try again")
    assert judged(field(), notices=(notice,))[0] is Outcome.FAIL
    assert judged(field(message="Enter your name"), notices=(notice,))[0] is Outcome.PASS


def test_without_messages_it_does_not_apply() -> None:
    assert judged(field()) == (Outcome.NOT_APPLICABLE, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(vague_error(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
