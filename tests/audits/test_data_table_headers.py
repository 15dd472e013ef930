from __future__ import annotations

from typing import Any

from crawler.audits.data_table_headers import data_table_headers
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
    return outcome_and_messages(data_table_headers(sound_facts(tables=page)))


def test_figures_without_headers_fail() -> None:
    assert judged(table(data_columns=1), table(headers=2)) == (
        Outcome.FAIL,
        ["3 rows of 2 cells, and none is a header cell"],
    )
    assert judged(table(bold_row=True))[0] is Outcome.FAIL


def test_a_bordered_grid_of_words_is_for_a_person() -> None:
    assert judged(table(bordered=True))[0] is Outcome.REVIEW


def test_other_tables_pass() -> None:
    ways: tuple[dict[str, Any], ...] = (
        {"headers": 1},
        {"regular": False},
        {"long": 3},
        {"cells": 2},
    )
    for more in ways:
        assert judged(table(data_columns=1, **more)) == (Outcome.PASS, [])


def test_layout_is_not_judged() -> None:
    ways: tuple[dict[str, Any], ...] = ({"role": "none"}, {"blocks": 1}, {"fields": 2})
    for more in ways:
        verdict = verdict_of(
            data_table_headers(sound_facts(tables=PageTables(tables=(table(**more),))))
        )
        assert verdict.outcome is Outcome.NOT_APPLICABLE


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(data_table_headers(sound_facts(tables=PageTables(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
