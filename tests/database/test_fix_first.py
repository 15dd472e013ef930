"""What a website should fix first, what is in its template, and which of its pages were walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.database import queries, store
from crawler.records import Element, EndState, PageRole, PanelPage, Viewport
from tests.database.samples import MONDAY, SITE, council, finding, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.session import Database
    from crawler.records import Finding, PageResult

PAGES = (*panel(5), PanelPage(url=f"{SITE}drawn", role=PageRole.ROTATING, reason="Drawn."))
HEADER = '<a class="logo" href="/">Home</a>'


def element(selector: str, html: str) -> Element:
    return Element(selector=selector, html=html, message="m", viewport=Viewport.MOBILE)


def crawled(db: Database, results: Sequence[PageResult]) -> None:
    store.save_register(db, [council()])
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    key = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
    store.save_panel(db, key, PAGES)
    for each in results:
        store.save_page(db, key, each)
    store.close_site(db, key, EndState.AUDITED, "", site_score(80.0), MONDAY)


def page(
    number: int, *findings: Finding, gains: dict[str, float] | None = None, **facts: object
) -> PageResult:
    visit = result(PAGES[number], findings=findings)
    return replace(
        visit,
        facts=replace(visit.facts, **{"walked": False, "template": "", **facts}),
        score=replace(visit.score, gains=gains or {}),
    )


def test_what_returns_most_on_most_pages_comes_first(db: Database) -> None:
    everywhere, there = finding("a-small-one"), finding("one-page")
    pages = [page(n, everywhere, gains={"a-small-one": 6.0}) for n in range(4)]
    pages.append(page(4, there, gains={"one-page": 20.0}))
    pages.append(page(5, there, everywhere, gains={"one-page": 20.0}))
    crawled(db, pages)
    first, second = queries.findings(db, "eastmere")
    assert [first.audit, second.audit] == ["a-small-one", "one-page"]
    assert first.priority == pytest.approx(4 * 6 / 60)  # of what the three pillars lost
    # A page that counts in no score does not count here.
    assert second.priority == pytest.approx(20 / 60)
    assert second.points > 0
    assert second.points < 20


def test_what_fails_alike_on_most_pages_is_one_entry_in_the_template(db: Database) -> None:
    pages = []
    for number in range(6):
        logo = element(f"#top > div:nth-child({number + 1}) > a", HEADER)
        own = element("main > p > a", f'<a class="x" href="/{number}">Read {number}</a>')
        elements = (logo, logo, own) if number < 2 else (logo,)
        pages.append(page(number, replace(finding("link-name"), elements=elements)))
    crawled(db, pages)
    (group,) = queries.findings(db, "eastmere")
    assert [
        (each.element.html, each.elements, each.counted, each.others, each.of, each.template)
        for each in group.components
    ] == [(HEADER, 8, 5, 1, 5, True), ('<a class="x" href="/0">Read 0</a>', 2, 2, 0, 5, False)]
    # The last page is a rotating one, which counts in no score.
    assert (group.counted, group.others, group.judged) == (5, 1, 5)
    assert sum(each.elements for each in group.components) == sum(
        len(each.elements) for each in group.pages
    )


def test_which_pages_were_walked_and_why_not_the_others(db: Database) -> None:
    a, b, c = (letter * 16 for letter in "abc")
    crawled(
        db,
        [
            page(0, template=a, walked=True),
            page(1, template=a),
            page(2, template=b, walked=True),
            page(3),
            page(4, template=c),
            page(5, template=a),
        ],
    )
    detail = queries.council(db, "eastmere", today=MONDAY.date())
    assert detail is not None
    assert [(each.walked, each.not_walked) for each in detail.pages] == [
        (True, ""),
        (False, f"It has the same template as {PAGES[0].url}."),
        (True, ""),
        (False, "Its template could not be told."),
        (False, "As many pages as a crawl acts on came before it."),
        (False, "Rotating pages are not acted on."),
    ]


def test_an_older_crawl_walked_nothing(db: Database) -> None:
    crawled(db, [page(0)])
    detail = queries.council(db, "eastmere", today=MONDAY.date())
    assert detail is not None
    assert [each.not_walked for each in detail.pages] == ["This crawl acted on no page."]
