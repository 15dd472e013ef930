from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from crawler.findability.explain import sections
from crawler.findability.method import METHOD
from crawler.records import Verdict
from crawler.scoring.document import markdown
from crawler.words import VERDICTS
from tools import documents

PARTS = sections()
TEXT = markdown(PARTS, "Findability")


def test_the_document_is_the_method_as_it_stands() -> None:
    page = (documents.DOCS / "findability.md").read_text(encoding="utf-8")
    assert page == documents.findability_page() == TEXT, (
        "docs/findability.md is out of date: run `make docs`"
    )


def test_every_verdict_is_explained() -> None:
    (table,) = [table for part in PARTS for table in part.tables]
    assert [row[0] for row in table.rows] == [VERDICTS[verdict] for verdict in Verdict]
    assert all(len(row) == 2 and row[1].endswith(".") for row in table.rows)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 99},
        {"date": METHOD.date.replace(year=2030)},
        {"easy_clicks": 1},
        {"most_clicks": 4},
        {"results": 5},
        {"clear": 0.7},
        {"named": 0.7},
        {"least_share": 0.7},
        {"enough_words": 50},
        {"oldest": 19},
        {"vague": METHOD.vague[1:]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_changed_constant_changes_the_words(changes: dict[str, Any]) -> None:
    assert changes.keys() <= set(METHOD.__struct_fields__)
    assert markdown(sections(replace(METHOD, **changes)), "Findability") != TEXT


def test_sections_are_whole() -> None:
    assert len({part.title for part in PARTS}) == len(PARTS)
    for part in PARTS:
        assert part.paragraphs
        assert all(paragraph.endswith((".", ".pdf")) for paragraph in part.paragraphs)
