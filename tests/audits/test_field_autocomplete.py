from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.field_autocomplete import field_autocomplete
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
    return outcome_and_messages(field_autocomplete(sound_facts(fields=page)))


@pytest.mark.parametrize(
    ("label", "token"),
    [
        ("First name *", "given-name"),
        ("Email address (required)", "email"),
        ("Your phone number", "tel"),
        ("Eich cod post", "postal-code"),
        ("Dyddiad geni", "bday"),
    ],
)
def test_a_field_about_the_visitor_fails_without_it(label: str, token: str) -> None:
    outcome, (message,) = judged(field(label=label))
    assert outcome is Outcome.FAIL
    assert message.endswith(f"has no autocomplete={token}")
    assert judged(field(label=label, autocomplete=token)) == (Outcome.PASS, [])


@pytest.mark.parametrize(
    "more",
    [
        {"label": "Postcode"},
        {"label": "Child's first name"},
        {"label": "First name", "group": "Your partner"},
        {"label": "Email", "heading": "Landlord"},
        {"label": "Email", "search": True},
        {"label": "Name of the street"},
    ],
)
def test_others_details_and_places_are_not_judged(more: dict[str, Any]) -> None:
    assert judged(field(**more)) == (Outcome.NOT_APPLICABLE, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(field_autocomplete(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
