from __future__ import annotations

from typing import Any

from crawler.audits.empty_select import empty_select
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
    return outcome_and_messages(empty_select(sound_facts(fields=page)))


def test_lists_without_choices_or_names_of_groups_are_named() -> None:
    assert judged(
        field(kind="select", choices=0), field(kind="select", choices=2, unnamed_groups=1)
    ) == (Outcome.FAIL, ["It has no choices", "A group of its choices has no name"])


def test_choices_pass() -> None:
    assert judged(field(kind="select", choices=2)) == (Outcome.PASS, [])
    assert judged(field(kind="select", choices=0, disabled=True)) == (Outcome.NOT_APPLICABLE, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(empty_select(sound_facts(fields=PageFields(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
