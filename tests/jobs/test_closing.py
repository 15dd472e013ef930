"""What a website keeps when its crawl is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.database import store
from crawler.database.session import open_database
from crawler.jobs.closing import close_early, close_left
from crawler.records import EndState, PageRole
from tests.database.samples import MONDAY, SITE, panel, result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.database.session import Database

ROTATING = msgspec.structs.replace(
    panel()[1], url=f"{SITE}drawn", role=PageRole.ROTATING, task=None
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/crawl.db", create=True)
    yield database
    database.close()


def begun(db: Database) -> int:
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
    store.save_panel(db, audit, [*panel(), ROTATING])
    return audit


def test_once_all_that_counts_was_audited_the_state_is_earned(db: Database) -> None:
    audit = begun(db)
    for page in panel():
        store.save_page(db, audit, result(page))
    ended = close_early(db, audit, "the limit was reached", MONDAY)
    assert (ended.state, ended.reason) == (EndState.AUDITED, "")
    assert ended.pages_scored == ended.pages_planned == len(panel())
    (drawn,) = [each for each in store.results_of(db, audit) if not each.page.role.headline]
    assert drawn.facts.state is EndState.FAILED
    assert drawn.facts.reason == "not audited: the limit was reached"


def test_before_that_it_is_partial_for_the_reason_given(db: Database) -> None:
    audit = begun(db)
    for page in panel()[:-1]:
        store.save_page(db, audit, result(page))
    ended = close_early(db, audit, "the limit was reached", MONDAY)
    assert (ended.state, ended.reason) == (EndState.PARTIAL, "the limit was reached")
    assert (ended.pages_scored, ended.pages_planned) == (len(panel()) - 1, len(panel()))


def test_two_who_close_what_was_left_do_not_hinder_each_other(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(db)
    store.save_page(db, audit, result(panel()[0]))
    store.begin_crawl(db, started_at=MONDAY, register="r", fresh=True)
    claim_site = store.claim_site

    def claimed_at_once_by_another(db: Database, site_audit_id: int) -> store.SiteClaim:
        ours = claim_site(db, site_audit_id)
        monkeypatch.setattr(store, "claim_site", claim_site)
        close_left(db)
        return ours

    monkeypatch.setattr(store, "claim_site", claimed_at_once_by_another)
    close_left(db)
    assert store.left_open(db) == ()
    assert len(store.results_of(db, audit)) == len(panel()) + 1


def test_what_was_found_to_be_gone_is_not_our_failure(db: Database) -> None:
    audit = begun(db)
    *tried, lost = panel()
    for page in tried:
        store.save_page(db, audit, result(page))
    ended = close_early(db, audit, "the limit was reached", MONDAY, {lost.url: "not found"})
    (gone,) = [each for each in store.results_of(db, audit) if each.page == lost]
    assert (gone.facts.state, gone.facts.reason) == (EndState.GONE, "not found")
    assert ended.reason == f"1 gone of {len(panel())} pages"
