from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.visible_label import visible_label
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
    return outcome_and_messages(visible_label(sound_facts(fields=page)))


def test_nothing_to_see_fails() -> None:
    outcome, messages = judged(field(label_from="aria-label"), field(placeholder="Name"))
    assert (outcome, messages) == (
        Outcome.FAIL,
        ["Its name “Name” cannot be seen, and no text stands beside it"],
    )


def test_a_placeholder_alone_is_for_a_person() -> None:
    assert judged(field(label_from="placeholder", placeholder="Name")) == (
        Outcome.REVIEW,
        ["Only “Name” inside the field says what to enter"],
    )


@pytest.mark.parametrize(
    "more",
    [{"label_seen": True}, {"near": "Name"}, {"search": True}, {"group": "Date"}, {"row": "Hours"}],
)
def test_text_in_sight_passes(more: dict[str, Any]) -> None:
    assert judged(field(**more)) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(visible_label(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
