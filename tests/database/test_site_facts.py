from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlalchemy import func, select

from crawler.database import models, queries, store
from crawler.facts.document import Document, Documents, DocumentState, PdfFacts
from crawler.records import CheckOutcome, EndState, StatementCheck, StatementChecklist
from tests.database.samples import MONDAY, SITE, WEEK, council, site_score

if TYPE_CHECKING:
    from crawler.database.session import Database

CHECKLIST = StatementChecklist(
    version=1,
    day=MONDAY.date(),
    nation="england",
    url=f"{SITE}accessibility",
    status="partially compliant",
    prepared=date(2020, 9, 23),
    fix_dates=(date(2027, 3, 31),),
    lacking=(f"{SITE}bins",),
    pages=9,
    checks=tuple(
        StatementCheck(
            id=f"check-{number}",
            title=f"Check {number}",
            outcome=CheckOutcome.MET,
            said="It says so.",
            found=f"This is what it says in sentence {number} of them.",
        )
        for number in range(18)
    ),
)
DOCUMENTS = Documents(
    linked=7,
    documents=(
        Document(
            url=f"{SITE}a.pdf",
            on=SITE,
            text="A \ud83d",
            state=DocumentState.READ,
            size=1234,
            pdf=PdfFacts(pages=3, title="A", made=date(2020, 1, 2)),
        ),
        Document(url=f"{SITE}b.pdf", on=SITE, text="B", state=DocumentState.GONE, reason="404"),
    ),
)


def begin(db: Database, week: int = 0, site: str = SITE) -> int:
    store.save_register(db, [council()])
    at = MONDAY + week * WEEK
    crawl = store.begin_crawl(db, started_at=at, register="r", fresh=True)
    return store.begin_site(db, crawl.id, site, at).site_audit_id


def close(db: Database, audit: int, state: EndState = EndState.AUDITED, week: int = 0) -> None:
    at = MONDAY + week * WEEK + timedelta(hours=1)
    store.close_site(db, audit, state, "", site_score(80.0), at)


def sizes(db: Database) -> list[int]:
    with db.read() as session:
        return list(session.scalars(select(func.length(models.Fact.data)).order_by(models.Fact.id)))


def test_both_come_back_as_they_were(db: Database) -> None:
    audit = begin(db)
    assert not store.has_documents(db, audit)
    store.save_statement(db, audit, CHECKLIST)
    store.save_documents(db, audit, DOCUMENTS)
    assert store.has_documents(db, audit)
    assert queries.statement(db, "eastmere") is None, "the audit is still open"
    close(db, audit)
    statement, documents = queries.statement(db, "eastmere"), queries.documents(db, "eastmere")
    assert statement is not None
    assert documents is not None
    assert statement.checklist == CHECKLIST
    assert documents.documents.documents[0].text == "A ?"
    assert documents.documents.documents[1:] == DOCUMENTS.documents[1:]


def test_documents_are_kept_once_and_a_statement_until_its_audit_is_closed(db: Database) -> None:
    audit = begin(db)
    store.save_documents(db, audit, DOCUMENTS)
    store.save_documents(db, audit, Documents(linked=0))
    for lacking in ((), (SITE,)):
        store.save_statement(db, audit, replace(CHECKLIST, lacking=lacking))
    close(db, audit)
    store.save_statement(db, audit, CHECKLIST)
    statement, documents = queries.statement(db, "eastmere"), queries.documents(db, "eastmere")
    assert statement is not None
    assert statement.checklist.lacking == (SITE,)
    assert documents is not None
    assert documents.documents.linked == 7


def test_the_newest_that_is_not_our_failure_speaks(db: Database) -> None:
    states = (EndState.AUDITED, EndState.PARTIAL, EndState.FAILED)
    for week, state in enumerate(states):
        audit = begin(db, week)
        store.save_statement(db, audit, replace(CHECKLIST, pages=week))
        close(db, audit, state, week)
    close(db, begin(db, 3), EndState.BLOCKED, 3)
    found = queries.statement(db, "eastmere")
    assert found is not None
    assert found.checklist.pages == 1
    assert queries.statement(db, "nowhere") is None


def test_an_unchanged_site_adds_a_row_and_a_changed_one_little(db: Database) -> None:
    for week, pages in enumerate([9, 9, 10]):
        store.save_statement(db, begin(db, week), replace(CHECKLIST, pages=pages))
    whole, changed = sizes(db)
    assert changed < whole / 2


def test_the_crawl_before_is_known_by_its_documents(db: Database) -> None:
    first, second = begin(db), begin(db, 1)
    other = begin(db, 0, "https://w.example/")
    store.save_documents(db, first, DOCUMENTS)
    assert [each.url for each in store.last_documents(db, SITE, second)] == [
        each.url for each in DOCUMENTS.documents
    ]
    assert store.last_documents(db, SITE, first) == ()
    assert store.last_documents(db, "https://w.example/", other + 1) == ()


def test_the_nation_and_the_day_of_an_audit(db: Database) -> None:
    at = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
    store.save_register(db, [council()])
    crawl = store.begin_crawl(db, started_at=at, register="r")
    audit = store.begin_site(db, crawl.id, SITE, at + timedelta(hours=3)).site_audit_id
    assert store.nation_and_day(db, audit) == ("england", date(2026, 11, 23))
    nobody = store.begin_site(db, crawl.id, "https://nobody.example/", at).site_audit_id
    assert store.nation_and_day(db, nobody) == ("", date(2026, 11, 23))


def test_taking_back_an_audit_takes_what_was_kept_of_it(db: Database) -> None:
    audit = begin(db)
    store.save_documents(db, audit, DOCUMENTS)
    store.remove_site(db, audit)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(models.SiteFact)) == 0
