from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from crawler.database import store
from crawler.records import EndState, PageRole
from tests.database.samples import MONDAY, SITE, panel, result

if TYPE_CHECKING:
    from crawler.database.session import Database

HEIR = msgspec.structs.replace(
    panel()[1], url=f"{SITE}heir", supplier="heirs.example", replaces=panel()[1].url
)


def begun(db: Database) -> int:
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
    store.save_panel(db, audit, panel())
    return audit


def test_the_heir_stands_where_the_other_stood(db: Database) -> None:
    audit = begun(db)
    for _ in range(2):
        store.take_place(db, audit, panel()[1].url, HEIR)
    assert store.panel_of(db, audit) == (panel()[0], HEIR, *panel()[2:])
    store.save_page(db, audit, result(HEIR))
    assert [each.page for each in store.results_of(db, audit)] == [HEIR]


def test_a_page_is_brought_up_to_date_in_its_place(db: Database) -> None:
    audit = begun(db)
    marked = msgspec.structs.replace(panel()[1], supplier="portal.example")
    store.take_place(db, audit, marked.url, marked)
    assert store.panel_of(db, audit) == (panel()[0], marked, *panel()[2:])


def test_an_heir_that_had_a_place_leaves_it(db: Database) -> None:
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
    rotating = msgspec.structs.replace(HEIR, role=PageRole.ROTATING, replaces=None)
    store.save_panel(db, audit, [*panel(), rotating])
    store.take_place(db, audit, panel()[1].url, HEIR)
    assert store.panel_of(db, audit) == (panel()[0], HEIR, *panel()[2:])


def test_what_was_audited_keeps_its_place(db: Database) -> None:
    audit = begun(db)
    store.save_page(db, audit, result(panel()[1]))
    store.take_place(db, audit, panel()[1].url, HEIR)
    store.take_place(db, audit, f"{SITE}nowhere", HEIR)
    assert store.panel_of(db, audit) == panel()
    store.close_site(db, audit, EndState.GONE, "", None, MONDAY)
    store.take_place(db, audit, panel()[2].url, HEIR)
    assert store.panel_of(db, audit) == panel()
