from __future__ import annotations

from typing import Any

from crawler.audits.hint_not_tied import hint_not_tied
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
    return outcome_and_messages(hint_not_tied(sound_facts(fields=page)))


def test_a_hint_beside_a_field_is_for_a_person() -> None:
    assert judged(field(hint="For example 12", label_seen=True), field()) == (
        Outcome.REVIEW,
        ["“For example 12” stands beside it, and is not tied to it"],
    )


def test_words_beside_a_field_without_a_label_are_its_label() -> None:
    assert judged(field(hint="Enter your name")) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(hint_not_tied(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
