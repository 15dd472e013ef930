from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from crawler.database import models, queries, store
from crawler.database.states import CrawlState
from crawler.records import EndState
from tests.database.samples import MONDAY, SITE, WEEK, council, panel, result, site_score

if TYPE_CHECKING:
    from crawler.database.session import Database

HOUR = timedelta(hours=1)


def begin(db: Database, after: timedelta = timedelta(0), **request: Any) -> store.CrawlTicket:
    return store.begin_crawl(db, started_at=MONDAY + after, register="councils.csv", **request)


def states(db: Database) -> dict[int, CrawlState]:
    return {crawl.id: crawl.state for crawl in queries.crawls(db)}


class TestRegister:
    def test_saving_it_twice_changes_nothing(self, db: Database) -> None:
        register = [council("adur", SITE), council("worthing", SITE), council("leeds", f"{SITE}l")]
        store.save_register(db, register)
        before = [queries.council(db, row.slug, today=MONDAY.date()) for row in register]
        store.save_register(db, register)
        assert [queries.council(db, row.slug, today=MONDAY.date()) for row in register] == before
        assert [detail.council for detail in before if detail] == register
        with db.read() as session:
            assert session.scalar(select(func.count()).select_from(models.Website)) == 2

    def test_a_changed_row_is_brought_up_to_date(self, db: Database) -> None:
        store.save_register(db, [council(population=1)])
        moved = council(website="https://new.example/", population=None, succeeded_by="westmere")
        store.save_register(db, [moved])
        detail = queries.council(db, moved.slug, today=MONDAY.date())
        assert detail is not None
        assert detail.council == moved

    def test_a_council_that_left_keeps_its_row(self, db: Database) -> None:
        store.save_register(db, [council("old"), council("new")])
        store.save_register(db, [council("new")])
        assert queries.council_slugs(db) == ("new", "old")

    def test_an_empty_register(self, db: Database) -> None:
        store.save_register(db, [])
        assert queries.council_slugs(db) == ()


class TestBeginning:
    def test_an_unfinished_crawl_is_resumed(self, db: Database) -> None:
        first = begin(db)
        assert not first.resumed
        again = begin(db, 23 * HOUR)
        assert again == store.CrawlTicket(first.id, resumed=True, started_at=first.started_at)

    def test_a_finished_one_is_not(self, db: Database) -> None:
        first = begin(db)
        store.close_crawl(db, first.id, MONDAY + HOUR)
        assert not begin(db, 2 * HOUR).resumed
        assert states(db)[first.id] is CrawlState.FINISHED

    @pytest.mark.parametrize(
        "other",
        [
            {"selection": store.selection_of(["leeds"])},
            {"selection": store.selection_of([], 1)},
            {"panel_size": 5},
            {"allow_loopback": True},
        ],
    )
    def test_another_request_is_another_crawl(self, db: Database, other: dict[str, Any]) -> None:
        first = begin(db)
        second = begin(db, HOUR, **other)
        assert not second.resumed
        assert states(db)[first.id] is CrawlState.RUNNING, "both may run at once"
        assert begin(db, 2 * HOUR).id == first.id
        assert begin(db, 2 * HOUR, **other).id == second.id

    def test_an_old_one_is_interrupted_with_its_finished_sites_kept(self, db: Database) -> None:
        first = begin(db)
        done = store.begin_site(db, first.id, SITE, MONDAY).site_audit_id
        store.close_site(db, done, EndState.AUDITED, "", site_score(80), MONDAY)
        store.begin_site(db, first.id, f"{SITE}half", MONDAY)
        second = begin(db, 24 * HOUR, panel_size=3)
        assert not second.resumed
        assert states(db) == {first.id: CrawlState.INTERRUPTED, second.id: CrawlState.RUNNING}
        assert store.site_states(db, first.id) == {SITE: EndState.AUDITED, f"{SITE}half": None}
        (left,) = store.left_open(db)
        store.remove_site(db, left)
        store.remove_site(db, done)
        assert store.site_states(db, first.id) == {SITE: EndState.AUDITED}

    @pytest.mark.parametrize("ended", [False, True])
    def test_one_that_moves_is_not_old_however_long_it_takes(
        self, db: Database, ended: bool
    ) -> None:
        first = begin(db)
        moved = MONDAY + (20 if ended else 30) * HOUR
        audit = store.begin_site(db, first.id, SITE, moved).site_audit_id
        if ended:
            store.close_site(db, audit, EndState.AUDITED, "", site_score(80), MONDAY + 30 * HOUR)
        begin(db, 53 * HOUR, panel_size=3)
        assert states(db)[first.id] is CrawlState.RUNNING
        assert first.id in store.crawls_to_work_on(db, MONDAY + 53 * HOUR)
        assert begin(db, 53 * HOUR).id == first.id
        assert first.id not in store.crawls_to_work_on(db, MONDAY + 54 * HOUR)
        assert begin(db, 54 * HOUR).id != first.id

    def test_a_site_with_a_page_is_not_removed(self, db: Database) -> None:
        audit = store.begin_site(db, begin(db).id, SITE, MONDAY).site_audit_id
        store.save_panel(db, audit, panel())
        store.save_page(db, audit, result(panel()[0]))
        assert store.left_open(db) == (), "its crawl may go on"
        store.remove_site(db, audit)
        assert len(store.panel_of(db, audit)) == 3

    def test_a_fresh_one_interrupts_the_same_request(self, db: Database) -> None:
        first = begin(db)
        second = begin(db, HOUR, fresh=True)
        assert not second.resumed
        assert states(db)[first.id] is CrawlState.INTERRUPTED
        assert begin(db, 2 * HOUR).id == second.id

    def test_an_interrupted_crawl_cannot_be_finished(self, db: Database) -> None:
        first = begin(db)
        begin(db, HOUR, fresh=True)
        store.close_crawl(db, first.id, MONDAY + 2 * HOUR)
        assert states(db)[first.id] is CrawlState.INTERRUPTED

    def test_a_selection_is_a_set(self) -> None:
        assert store.selection_of(["b", "a", "b"]) == store.selection_of(["a", "b"]) == "a,b"
        assert store.selection_of([]) == "all"


class TestSites:
    def test_beginning_twice_is_one_audit(self, db: Database) -> None:
        ticket = begin(db)
        first = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
        assert store.begin_site(db, ticket.id, SITE, MONDAY + HOUR).site_audit_id == first
        assert store.site_states(db, ticket.id) == {SITE: None}

    def test_the_first_panel_stands(self, db: Database) -> None:
        audit = store.begin_site(db, begin(db).id, SITE, MONDAY).site_audit_id
        assert store.panel_of(db, audit) == ()
        store.save_panel(db, audit, panel(4))
        store.save_panel(db, audit, panel(2)[::-1])
        assert store.panel_of(db, audit) == panel(4)

    def test_a_panel_that_names_a_page_twice(self, db: Database) -> None:
        audit = store.begin_site(db, begin(db).id, SITE, MONDAY).site_audit_id
        store.save_panel(db, audit, [*panel(2), panel(2)[0]])
        assert store.panel_of(db, audit) == panel(2)

    def test_the_first_closing_stands(self, db: Database) -> None:
        store.save_register(db, [council()])
        audit = store.begin_site(db, begin(db).id, SITE, MONDAY).site_audit_id
        store.save_panel(db, audit, panel())
        store.save_page(db, audit, result(panel()[0]))
        store.close_site(db, audit, EndState.PARTIAL, "1 of 3", site_score(61.5, 1), MONDAY + HOUR)
        store.close_site(db, audit, EndState.FAILED, "late", None, MONDAY + 2 * HOUR)
        detail = queries.council(db, "eastmere", today=MONDAY.date())
        assert detail is not None
        assert detail.latest is not None
        assert detail.latest.state is EndState.PARTIAL
        assert detail.latest.reason == "1 of 3"
        assert detail.latest.tested_at == MONDAY + HOUR
        assert (detail.latest.pages_scored, detail.latest.pages_planned) == (1, 3)
        assert detail.latest.versions == result(panel()[0]).facts.versions

    @pytest.mark.parametrize("state", [state for state in EndState if not state.scored])
    def test_a_site_without_scores(self, db: Database, state: EndState) -> None:
        """A score that comes with such a state is not believed."""
        store.save_register(db, [council()])
        audit = store.begin_site(db, begin(db).id, SITE, MONDAY).site_audit_id
        store.close_site(db, audit, state, "No way in.", site_score(50), MONDAY)
        (row,) = queries.league(db, today=MONDAY.date())
        assert (row.state, row.reason, row.rank) == (state, "No way in.", None)
        assert row.scores.total is None
        assert row.tested_at == MONDAY

    def test_a_closed_site_takes_no_more_pages(self, db: Database) -> None:
        audit = store.begin_site(db, begin(db).id, SITE, MONDAY).site_audit_id
        store.close_site(db, audit, EndState.FAILED, "The deadline passed.", None, MONDAY)
        assert not store.save_page(db, audit, result(panel()[0], MONDAY + WEEK))
        assert store.results_of(db, audit) == ()
