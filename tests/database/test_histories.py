"""Lives of findings in a real database: a redesign, an upgrade, a shorter visit in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlalchemy import select, update

from crawler.database import models, store
from crawler.database.signatures import of_a_selector
from crawler.database.states import FindingState
from crawler.facts.keyboard import KeyboardWalk
from crawler.records import Element, EndState, Viewport
from tests.database.samples import MONDAY, SITE, WEEK, finding, panel, result, site_score

if TYPE_CHECKING:
    from crawler.database.session import Database
    from crawler.records import Finding, PageResult

HOME = panel()[0]
NEW, RECURRING, FIXED = FindingState.NEW, FindingState.RECURRING, FindingState.FIXED
# Two links as they were, and after a redesign: other class names, places, ids and a wrapper.
BEFORE = {
    "#nav-3 > a": '<a class="top" href="/tax">Tax</a>',
    "#nav-3 > b > a": '<a href="/x">X</a>',
}
AFTER = {
    "#main > div > a": '<a class="btn" href="/tax/">Tax</a>',
    "#main > a": '<a href="/x">X</a>',
}


def links(html: dict[str, str], audit: str = "link-name") -> Finding:
    elements = tuple(
        Element(selector=selector, html=tag, message="", viewport=Viewport.MOBILE)
        for selector, tag in html.items()
    )
    return replace(finding(audit), elements=elements, failing=len(elements))


def crawled(db: Database, week: int, visit: PageResult) -> None:
    at = MONDAY + week * WEEK
    ticket = store.begin_crawl(db, started_at=at, register="r")
    audit = store.begin_site(db, ticket.id, SITE, at).site_audit_id
    assert store.save_page(db, audit, visit)
    store.close_site(db, audit, EndState.AUDITED, "", site_score(80.0), at)
    store.close_crawl(db, ticket.id, at)


def states(db: Database) -> list[tuple[str, FindingState, int, int]]:
    with db.read() as session:
        rows = session.execute(
            select(models.Audit.slug, models.Finding).join(
                models.Audit, models.Audit.id == models.Finding.audit_id
            )
        ).all()
    return sorted((slug, row.state, row.first_seen_id, row.last_seen_id) for slug, row in rows)


def test_a_redesign_makes_no_old_fault_a_new_one(db: Database) -> None:
    crawled(db, 0, result(HOME, findings=(links(BEFORE),)))
    crawled(db, 1, result(HOME, MONDAY + WEEK, findings=(links(AFTER),)))
    assert states(db) == [("link-name", RECURRING, 1, 2)] * 2


def test_what_has_nothing_of_its_own_outlives_a_wrapper_that_became_a_landmark(
    db: Database,
) -> None:
    """A table, an empty heading, a button of a picture and a field without a name."""
    before = {
        "body > div:nth-of-type(2) > table": "<table>",
        "body > div > h2": "<h2></h2>",
        "body > div > div > button": '<button class="icon"><svg></svg></button>',
        "body > form > input": '<input type="text" class="field">',
    }
    now = {
        "body > main > table": "<table>",
        "body > main > section > h2": '<h2 class="title"></h2>',
        "body > header > nav > button": '<button class="icon icon--big"><svg></svg></button>',
        "#search > p > input": '<input type="text" class="field">',
    }
    crawled(db, 0, result(HOME, findings=(links(before, "hidden"),)))
    crawled(db, 1, result(HOME, MONDAY + WEEK, findings=(links(now, "hidden"),)))
    assert states(db) == [("hidden", RECURRING, 1, 2)] * 4
    left = {"body > main > table": "<table>"}
    crawled(db, 2, result(HOME, MONDAY + 2 * WEEK, findings=(links(left, "hidden"),)))
    assert states(db) == [("hidden", FIXED, 1, 2)] * 3 + [("hidden", RECURRING, 1, 3)]


def test_rows_of_an_older_version_are_taken_over(db: Database) -> None:
    crawled(db, 0, result(HOME, findings=(links(BEFORE), finding("page-weight", selectors=()))))
    with db.engine.begin() as connection:  # as they were before signatures had two parts
        rows = connection.execute(select(models.Finding.audit_id, models.Finding.signature)).all()
        selectors = dict.fromkeys(BEFORE)
        for audit_id, signed in rows:
            old = selectors.popitem()[0] if len([r for r in rows if r[0] == audit_id]) > 1 else ""
            connection.execute(
                update(models.Finding)
                .where(models.Finding.audit_id == audit_id, models.Finding.signature == signed)
                .values(signature=of_a_selector(old))
            )
    left = dict([next(iter(AFTER.items()))])
    crawled(db, 1, result(HOME, MONDAY + WEEK, findings=(links(left), finding("page-weight", ()))))
    with db.read() as session:
        assert {len(each) for each in session.scalars(select(models.Finding.signature))} == {7}
    assert ("page-weight", RECURRING, 1, 2) in states(db)
    link_name = [row for row in states(db) if row[0] == "link-name"]
    assert ("link-name", RECURRING, 1, 2) in link_name
    assert {row[2] for row in link_name} == {1}, "none is new"


def test_a_page_that_is_not_walked_this_time_keeps_its_findings(db: Database) -> None:
    walked = result(HOME, findings=(links(BEFORE), finding("reflow", ("#trap",))))
    walk = replace(walked.facts, keyboard=KeyboardWalk())
    crawled(db, 0, replace(walked, facts=walk))
    # Of what only a walk shows nothing is said this time: neither a failure nor a pass.
    later = result(HOME, MONDAY + WEEK, findings=(links(BEFORE),))
    crawled(db, 1, replace(later, facts=replace(later.facts, walked=False)))
    assert ("reflow", NEW, 1, 1) in states(db)
    assert FIXED not in {row[1] for row in states(db)}


def test_what_another_audit_finds_now_goes_on_with_its_history(db: Database) -> None:
    crawled(db, 0, result(HOME, findings=(links(BEFORE, "vague-link"),)))
    crawled(db, 1, result(HOME, MONDAY + WEEK, findings=(links(AFTER, "link-name"),)))
    assert states(db) == [("link-name", RECURRING, 1, 2)] * 2
    other = replace(links(AFTER, "target-size"), wcag=("2.5.8",))
    crawled(db, 2, result(HOME, MONDAY + 2 * WEEK, findings=(other,)))
    assert [row for row in states(db) if row[0] == "target-size"] == [
        ("target-size", NEW, 3, 3)
    ] * 2
