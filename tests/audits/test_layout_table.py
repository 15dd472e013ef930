from __future__ import annotations

from typing import Any

from crawler.audits.layout_table import layout_table
from crawler.facts.spot import Spot
from crawler.facts.tables import PageTables, Table
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<p>")


def table(**more: Any) -> Table:
    values: dict[str, Any] = {"spot": SPOT, "rows": 3, "columns": 2, "regular": True, "cells": 6}
    return Table(**(values | more))


def judged(*tables: Table, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageTables(tables=tables, **more)
    return outcome_and_messages(layout_table(sound_facts(tables=page)))


def test_layout_that_pretends_to_be_data_fails() -> None:
    outcome, messages = judged(table(blocks=2, caption="Layout"), table(blocks=2))
    assert (outcome, len(messages)) == (Outcome.FAIL, 1)


def test_plain_layout_is_advice() -> None:
    page = PageTables(tables=(table(fields=2),))
    verdict = verdict_of(layout_table(sound_facts(tables=page)))
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)


def test_data_and_what_says_that_it_is_layout_pass() -> None:
    assert judged(table(headers=2, blocks=1), table(blocks=2, role="presentation")) == (
        Outcome.PASS,
        [],
    )


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(layout_table(sound_facts(tables=PageTables(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
