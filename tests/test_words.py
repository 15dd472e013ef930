"""One name for each state, pillar and role, wherever people read of it."""

from __future__ import annotations

from crawler import words as shared
from crawler.audits.registry import all_audits
from crawler.records import EndState, PageRole, Pillar
from crawler.scoring.explain import sections
from crawler.scoring.method import METHOD
from dashboard import words as dashboard


def test_everything_has_its_words() -> None:
    assert set(shared.STATES) == set(EndState)
    assert set(shared.PILLARS) == set(Pillar)
    assert set(shared.ROLES) == set(PageRole)


def test_the_dashboard_and_the_methodology_use_the_same() -> None:
    assert dashboard.STATES is shared.STATES
    assert dashboard.PILLARS is shared.PILLARS
    assert dashboard.state(None) == shared.NOT_TESTED
    tables = {
        table.caption: [row[0] for row in table.rows]
        for section in sections(METHOD, all_audits())
        for table in section.tables
    }
    assert tables["How an attempt ends"] == list(shared.STATES.values())
    assert set(tables["What each page counts"]) == set(shared.ROLES.values())
