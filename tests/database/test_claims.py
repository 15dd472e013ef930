"""Who holds an older claim to a website's audit writes nothing more of it."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from crawler.database import models, store
from crawler.database.session import open_database
from crawler.errors import TakenOver
from crawler.facts.measurement import Measurement
from crawler.records import Candidate, EndState, PageRole, StatementChecklist, StoredPanel
from tests.database.samples import MONDAY, SITE, findability, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.database.session import Database
    from crawler.records import PageResult

WORKERS = 4
TURNS = 6  # claims of each of them
CHECKLIST = StatementChecklist(version=1, day=MONDAY.date(), nation="england")


@pytest.fixture
def other(url: str) -> Iterator[Database]:
    """A second connection to the same database, as another machine has it."""
    database = open_database(url)
    yield database
    database.close()


@contextmanager
def count_kept(db: Database) -> Iterator[None]:
    """See that no table gains, loses or changes a row."""
    before = contents(db)
    yield
    assert contents(db) == before


def contents(db: Database) -> dict[str, list[str]]:
    with db.read() as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for table in models.Base.metadata.sorted_tables
        }


def crawl_of(db: Database) -> int:
    return store.begin_crawl(db, started_at=MONDAY, register="r").id


def waiting(page_result: PageResult) -> PageResult:
    """A page that is to be loaded again for its speed."""
    facts = replace(page_result.facts, measurement=Measurement(why="it moved"))
    return replace(page_result, facts=facts)


def test_each_beginning_is_a_newer_claim(db: Database, other: Database) -> None:
    crawl = crawl_of(db)
    first = store.begin_site(db, crawl, SITE, MONDAY, worker="one-1")
    second = store.begin_site(other, crawl, SITE, MONDAY, worker="two-1")
    assert (first.claim, second.claim) == (1, 2)
    assert first.site_audit_id == second.site_audit_id
    third = store.claim_site(db, first.site_audit_id)
    assert third.claim == 3
    with db.read() as session:
        assert session.get_one(models.SiteAudit, first.site_audit_id).worker is None


def test_a_closed_audit_keeps_its_claim_and_says_that_it_is_closed(
    db: Database, other: Database
) -> None:
    crawl = crawl_of(db)
    mine = store.begin_site(db, crawl, SITE, MONDAY, worker="one-1")
    fenced = db.fenced(mine.site_audit_id, mine.claim)
    store.close_site(fenced, mine.site_audit_id, EndState.FAILED, "late", None, MONDAY)
    with count_kept(db):
        late = store.begin_site(other, crawl, SITE, MONDAY, worker="two-1")
        store.give_back(fenced, mine.site_audit_id)
    assert (late.closed, late.claim) == (True, mine.claim)
    assert not late.hopeless
    fenced.require_claim()


WRITES: dict[str, Callable[[Database, int], object]] = {
    "panel": lambda db, audit: store.save_panel(db, audit, panel()),
    "page": lambda db, audit: store.save_page(db, audit, result(panel()[1])),
    "repeat": lambda db, audit: store.save_page(db, audit, result(panel()[0])),
    "place": lambda db, audit: store.take_place(db, audit, panel()[2].url, panel(4)[3]),
    "stored panel": lambda db, _: store.keep_panel(
        db,
        SITE,
        StoredPanel(pages=panel()),
        [
            Candidate(
                role=PageRole.HOME,
                task=None,
                url=SITE,
                source=panel()[0].source,
                score=1,
                reason="r",
            )
        ],
        MONDAY,
    ),
    "findability": lambda db, audit: store.save_findability(db, audit, findability()),
    "statement": lambda db, audit: store.save_statement(db, audit, CHECKLIST),
    "closing": lambda db, audit: store.close_site(
        db, audit, EndState.AUDITED, "", site_score(80.0), MONDAY
    ),
    "giving back": store.give_back,
}


def test_the_older_claim_writes_nothing_and_the_newer_one_all(
    db: Database, other: Database
) -> None:
    crawl = crawl_of(db)
    older = store.begin_site(db, crawl, SITE, MONDAY, worker="one-1")
    audit = older.site_audit_id
    paused = db.fenced(audit, older.claim)
    store.save_panel(paused, audit, panel())
    store.save_page(paused, audit, waiting(result(panel()[0])))
    newer = store.begin_site(other, crawl, SITE, MONDAY, worker="two-1")
    for write in WRITES.values():
        with count_kept(db), pytest.raises(TakenOver, match="two-1"):
            write(paused, audit)
    with pytest.raises(TakenOver):
        paused.require_claim()

    now = other.fenced(audit, newer.claim)
    now.require_claim()
    for page in panel():
        store.save_page(now, audit, result(page))
    for name in ("stored panel", "findability", "statement", "closing"):
        WRITES[name](now, audit)
    assert store.results_of(db, audit) == tuple(map(result, panel()))
    assert store.site_states(db, crawl) == {SITE: EndState.AUDITED}
    with count_kept(db), pytest.raises(TakenOver):
        store.close_site(paused, audit, EndState.FAILED, "late", None, MONDAY)


def test_an_audit_that_was_taken_back_is_nobody_s(db: Database, other: Database) -> None:
    mine = store.begin_site(db, crawl_of(db), SITE, MONDAY)
    store.remove_site(other, mine.site_audit_id)
    with pytest.raises(TakenOver):
        store.save_panel(db.fenced(mine.site_audit_id, mine.claim), mine.site_audit_id, panel())


def test_a_claim_waits_for_the_write_that_is_under_way(db: Database, other: Database) -> None:
    """What an older claim began to write is whole before the newer one reads what there is."""
    crawl = crawl_of(db)
    older = store.begin_site(db, crawl, SITE, MONDAY)
    writing, claimed = threading.Event(), threading.Event()

    def claim() -> None:
        assert writing.wait(60)
        store.begin_site(other, crawl, SITE, MONDAY)
        claimed.set()

    def work(_session: object) -> None:
        writing.set()
        assert not claimed.wait(0.3), "the claim did not wait"

    thread = threading.Thread(target=claim)
    thread.start()
    db.fenced(older.site_audit_id, older.claim).write(work)
    thread.join(60)
    assert claimed.is_set()


def test_workers_that_race_for_one_website(url: str, db: Database) -> None:
    """Whatever the order, writes of an older claim never come after those of a newer one."""
    crawl = crawl_of(db)
    first = store.begin_site(db, crawl, SITE, MONDAY)
    audit = first.site_audit_id
    store.save_panel(db, audit, panel(8))
    with db.read() as session:
        website = session.get_one(models.SiteAudit, audit).website_id
    claims: list[int] = []
    saved: list[str] = []
    faults: list[BaseException] = []

    def mark(fenced: Database, claim: int, number: int) -> None:
        page = models.Page(website_id=website, url=f"{SITE}mark/{claim}/{number}")
        fenced.write(lambda session: session.add(page))

    def work(own: Database) -> None:
        for _ in range(TURNS):
            mine = store.begin_site(own, crawl, SITE, MONDAY)
            claims.append(mine.claim)
            fenced = own.fenced(audit, mine.claim)
            try:
                for number, page in enumerate(panel(8)):
                    mark(fenced, mine.claim, number)
                    if store.save_page(fenced, audit, result(page)):
                        saved.append(page.url)
            except TakenOver:
                continue

    def run(own: Database) -> None:
        try:
            work(own)
        except BaseException as fault:  # noqa: BLE001 -- a thread's fault must fail the test
            faults.append(fault)

    with ExitStack() as stack:
        threads = []
        for _ in range(WORKERS):
            own = open_database(url)
            stack.callback(own.close)
            threads.append(threading.Thread(target=run, args=(own,)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []
    assert sorted(claims) == list(range(2, 2 + WORKERS * TURNS)), "each claim is one worker's"
    with db.read() as session:
        marks = session.scalars(
            select(models.Page.url)
            .where(models.Page.url.startswith(f"{SITE}mark/"))
            .order_by(models.Page.id)
        ).all()
        pages = session.scalar(select(func.count()).select_from(models.PageAudit))
    order = [int(mark.split("/")[-2]) for mark in marks]
    assert order == sorted(order), "an older claim wrote after a newer one"
    assert sorted(saved) == sorted(page.url for page in panel(8)), "each page was saved by one"
    assert pages == 8
    assert store.results_of(db, audit) == tuple(map(result, panel(8)))


class TestTries:
    def test_ends_without_a_word_add_up_to_hopeless(self, db: Database) -> None:
        crawl = crawl_of(db)
        claims = [store.begin_site(db, crawl, SITE, MONDAY) for _ in range(store.MOST_TRIES + 1)]
        assert [claim.hopeless for claim in claims] == [False] * store.MOST_TRIES + [True]

    def test_a_clean_stop_is_no_try(self, db: Database) -> None:
        crawl = crawl_of(db)
        for _ in range(3 * store.MOST_TRIES):
            mine = store.begin_site(db, crawl, SITE, MONDAY)
            assert mine.tries == 1
            store.give_back(db.fenced(mine.site_audit_id, mine.claim), mine.site_audit_id)
        assert mine.claim == 3 * store.MOST_TRIES

    def test_a_page_that_was_saved_is_no_try_in_vain(self, db: Database) -> None:
        crawl = crawl_of(db)
        for page in panel(2 * store.MOST_TRIES):
            store.begin_site(db, crawl, SITE, MONDAY)
            mine = store.begin_site(db, crawl, SITE, MONDAY)
            assert not mine.hopeless
            store.save_page(
                db.fenced(mine.site_audit_id, mine.claim), mine.site_audit_id, result(page)
            )
        again = store.begin_site(db, crawl, SITE, MONDAY)
        assert again.tries == 1
        store.save_page(db, again.site_audit_id, result(page))
        assert store.begin_site(db, crawl, SITE, MONDAY).tries == 2, "it was there already"
