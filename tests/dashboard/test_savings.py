"""What a finding says that its repair would save."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.records import EndState, Pillar, Savings
from dashboard.content import findings
from tests.database.samples import MONDAY, SITE, council, finding, panel, result, site_score

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.database.session import Database

MESSAGE = "a page, at a first visit on a slow phone (estimated)"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Three pages: text that is not packed on two of them, slow servers on one."""
    database = open_database(f"sqlite:///{tmp_path / 'usability.db'}", create=True)
    store.save_register(database, [council()])
    ticket = store.begin_crawl(database, started_at=MONDAY, register="r")
    key = store.begin_site(database, ticket.id, SITE, MONDAY).site_audit_id
    heavy = finding("uncompressed-text", (), pillar=Pillar.SPEED, failing=1, advice=True)
    slow = finding("server-response", (), pillar=Pillar.SPEED, failing=1, advice=True)
    plain = finding("dom-size", (), pillar=Pillar.SPEED, failing=1, advice=True)
    found = (
        (replace(heavy, saves=Savings(bytes=37_500, ms=300)), plain),
        (replace(heavy, saves=Savings(bytes=1_900_000, ms=250)),),
        (replace(slow, saves=Savings(ms=1_800)),),
    )
    store.save_panel(database, key, panel(3))
    for page, its in zip(panel(3), found, strict=True):
        store.save_page(database, key, result(page, findings=its))
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), MONDAY)
    return database


@pytest.mark.parametrize(
    ("audit", "says"),
    [
        ("uncompressed-text", f"<dd>Up to 1.9 MB and 300 ms {MESSAGE}</dd>"),
        ("server-response", f"<dd>About 1.8 s {MESSAGE}</dd>"),
        ("dom-size", None),
    ],
)
def test_the_finding_says_what_its_repair_saves(
    database: Database, audit: str, says: str | None
) -> None:
    detail = queries.council(database, "eastmere", today=MONDAY.date())
    assert detail is not None
    groups = [group for group in queries.findings(database, "eastmere") if group.audit == audit]
    page = str(findings.page(detail, groups, "/", ()))
    assert (says in page) if says else ("What that saves" not in page)
