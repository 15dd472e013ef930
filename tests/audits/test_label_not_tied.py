from __future__ import annotations

from typing import Any

from crawler.audits.label_not_tied import label_not_tied
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
    return outcome_and_messages(label_not_tied(sound_facts(fields=page)))


def test_a_label_that_labels_nothing_fails() -> None:
    assert judged(
        field(label="you@a.example", label_from="placeholder", loose_label="Email"), field()
    ) == (
        Outcome.FAIL,
        ["The label “Email” beside it is tied to nothing, so its name is “you@a.example”"],
    )


def test_a_field_that_has_a_name_of_its_own_passes() -> None:
    assert judged(field(label_from="aria-label", loose_label="Email")) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(label_not_tied(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
