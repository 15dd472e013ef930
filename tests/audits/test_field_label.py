from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.field_label import field_label
from crawler.facts.fields import Field, PageFields, Question
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
    return outcome_and_messages(field_label(sound_facts(fields=page)))


@pytest.mark.parametrize("label", ["Field", "Input 2", "text box:", "*", "£", "Untitled", "Testun"])
def test_a_label_that_says_nothing_fails(label: str) -> None:
    outcome, (message,) = judged(field(label=label))
    assert outcome is Outcome.FAIL
    assert message.startswith("Its label is only")


@pytest.mark.parametrize("label", ["Name", "Text of your notice", "Item number", "Day", "PO"])
def test_a_label_that_says_something_passes(label: str) -> None:
    assert judged(field(label=label)) == (Outcome.PASS, [])


def test_a_group_whose_name_says_nothing_fails() -> None:
    question = Question(spot=SPOT, kind="radio", members=2, group="Options")
    assert judged(field(), questions=(question,)) == (
        Outcome.FAIL,
        ["The name of its group is only “Options”"],
    )


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(field_label(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
