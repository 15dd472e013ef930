from __future__ import annotations

from typing import Any

from crawler.audits.duplicate_label import duplicate_label
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
    return outcome_and_messages(duplicate_label(sound_facts(fields=page)))


def other(**more: Any) -> Field:
    return field(spot=Spot(selector="#b", html="<input>"), **more)


def test_two_of_one_label_fail_both() -> None:
    outcome, messages = judged(field(), other(label="name:"))
    assert outcome is Outcome.FAIL
    assert len(messages) == 2


def test_what_tells_them_apart_lets_them_pass() -> None:
    ways: tuple[dict[str, Any], ...] = (
        {"group": "Partner"},
        {"heading": "Work"},
        {"row": "Week 2"},
        {"form": 1},
    )
    for more in ways:
        assert judged(field(), other(**more)) == (Outcome.PASS, [])
    assert judged(field(), other(kind="radio")) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(duplicate_label(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
