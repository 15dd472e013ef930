from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.field_keyboard import field_keyboard
from crawler.facts.fields import Field, PageFields
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of


def field(label: str, **more: Any) -> Field:
    spot = Spot(selector=f"#{label}", html="<input>")
    values: dict[str, Any] = {"spot": spot, "kind": "text", "label": label}
    return Field(**(values | more))


def judged(*fields: Field, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFields(fields=fields, **more)
    return outcome_and_messages(field_keyboard(sound_facts(fields=page)))


@pytest.mark.parametrize(
    ("label", "suits"),
    [
        ("Your email address (required)", {"kind": "email"}),
        ("Cyfeiriad e-bost", {"inputmode": "email"}),
        ("Mobile number", {"kind": "tel"}),
        ("One-time code", {"inputmode": "numeric"}),
        ("Sort code", {"pattern": "[0-9]*"}),
        ("Amount to pay (£)", {"inputmode": "decimal"}),
        ("Website", {"kind": "url"}),
    ],
)
def test_a_plain_field_for_something_with_a_keyboard_of_its_own(
    label: str, suits: dict[str, Any]
) -> None:
    outcome, (message,) = judged(field(label))
    assert outcome is Outcome.FAIL
    assert "has type=text and no inputmode" in message
    assert judged(field(label, **suits)) == (Outcome.PASS, [])


@pytest.mark.parametrize("label", ["Permit reference", "Account number", "Postcode", "Sort code"])
def test_a_code_is_no_number(label: str) -> None:
    outcome, (message,) = judged(field(label, kind="number"))
    assert outcome is Outcome.FAIL
    assert "has type=number" in message


def test_a_postcode_has_letters() -> None:
    assert judged(field("Postcode", inputmode="numeric"))[0] is Outcome.FAIL
    assert judged(field("Home postcode")) == (Outcome.PASS, [])


def test_a_day_stands_beside_a_month_or_in_a_date() -> None:
    assert judged(field("Day"), field("Month"))[0] is Outcome.FAIL
    assert judged(field("Year", group="Date of birth"))[0] is Outcome.FAIL
    assert judged(field("Year", group="School"))[0] is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "more",
    [
        {"search": True},
        {"readonly": True},
        {"disabled": True},
        {"kind": "textarea"},
        {"kind": "select"},
    ],
)
def test_others_are_not_judged(more: dict[str, Any]) -> None:
    assert judged(field("Telephone", **more)) == (Outcome.NOT_APPLICABLE, [])


def test_references_and_counts_are_left_alone() -> None:
    assert judged(field("Reference number"))[0] is Outcome.NOT_APPLICABLE
    assert judged(field("How many account numbers?", kind="number"))[0] is Outcome.NOT_APPLICABLE


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(field_keyboard(sound_facts(fields=PageFields(complete=False))))
    assert verdict.outcome is Outcome.REVIEW
