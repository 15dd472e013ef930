from __future__ import annotations

from typing import Any

from crawler.audits.table_caption import table_caption
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
    return outcome_and_messages(table_caption(sound_facts(tables=page)))


def test_unnamed_tables_among_several_are_named() -> None:
    assert judged(table(headers=2), table(headers=2, named=True), table(headers=1)) == (
        Outcome.FAIL,
        ["One of 3 tables, and neither caption nor heading names it"] * 2,
    )


def test_one_table_or_headings_pass() -> None:
    assert judged(table(headers=2)) == (Outcome.PASS, [])
    assert judged(table(headers=2, heading="May"), table(headers=2, named=True))[1] == []


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(table_caption(sound_facts(tables=PageTables(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
