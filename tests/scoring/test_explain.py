from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.registry import all_audits
from crawler.records import EndState, Impact, PageRole, Pillar
from crawler.scoring.document import DOCUMENT, markdown
from crawler.scoring.explain import sections
from crawler.scoring.method import METHOD

PARTS = sections(METHOD, all_audits())
TEXT = markdown(PARTS)


def test_the_document_is_the_method_as_it_stands() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == TEXT, (
        "docs/methodology.md is out of date: run `make docs`"
    )


def test_every_constant_is_explained() -> None:
    for base in METHOD.base.values():
        assert f"| {base:.0%} |" in TEXT
    for part in METHOD.speed:
        assert f"| {part.name} | {part.weight:.0%} | {part.curve.p10:,g}" in TEXT
    for audit in all_audits():
        assert f"| {audit.id} | {audit.title_fail} |" in TEXT
    tables = {table.caption: len(table.rows) for part in PARTS for table in part.tables}
    assert tables["What each page counts"] == len(PageRole)
    assert tables["How an attempt ends"] == len(EndState)
    assert tables["What each pillar counts in the total"] == len(Pillar)
    assert tables["The base by impact"] == len(Impact)


def test_a_changed_constant_changes_the_words() -> None:
    changes = {
        "number": 99,
        "date": METHOD.date.replace(year=2030),
        "base": {**METHOD.base, Impact.SERIOUS: 0.33},
        "smallest_share": 0.25,
        "unstated_impact": Impact.SERIOUS,
        "speed": METHOD.speed[:4],
        "good": 0.8,
        "role_weights": {**METHOD.role_weights, PageRole.HOME: 7.0},
        "pillar_weights": {**METHOD.pillar_weights, Pillar.SPEED: 0.2},
        "evidence": {**METHOD.evidence, Pillar.SPEED: METHOD.evidence[Pillar.MOBILE]},
        "minimum_pages": 17,
        "decimals": 2,
    }
    assert changes.keys() == set(METHOD.__struct_fields__)
    for name, value in changes.items():
        changed = replace(METHOD, **{name: value})
        assert markdown(sections(changed, all_audits())) != TEXT, name


def test_tables_are_whole() -> None:
    for part in PARTS:
        assert part.title
        assert part.paragraphs
        for table in part.tables:
            assert table.rows
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert all(row[0] for row in table.rows)


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    (part,) = PARTS[:1]
    table = replace(part.tables[0], rows=(("a|b", "c"),))
    assert "| a\\|b | c |" in markdown([replace(part, tables=(table,))])
