from __future__ import annotations

from typing import Any

from crawler.audits.header_scope import header_scope
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
    return outcome_and_messages(header_scope(sound_facts(tables=page)))


def test_headers_that_span_others_are_for_a_person() -> None:
    assert judged(table(headers=4, tangled=True), table(headers=2)) == (
        Outcome.REVIEW,
        ["Header cells span others or stand in several rows, without scope"],
    )


def test_simple_tables_pass() -> None:
    assert judged(table(headers=2)) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(header_scope(sound_facts(tables=PageTables(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
