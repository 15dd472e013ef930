"""What the database tells of panels, of findability and of Local Links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.database import queries, store
from crawler.database.panels import NOT_CHOSEN_AGAIN
from crawler.database.queries import PanelChange
from crawler.database.queries.tasks import REMEMBERED
from crawler.records import (
    Candidate,
    EndState,
    LocalLink,
    PageRole,
    PanelPage,
    Source,
    StoredPanel,
)
from tests.database.samples import (
    MONDAY,
    SITE,
    WEEK,
    council,
    findability,
    panel,
    result,
    site_score,
    task_findability,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from crawler.database.session import Database
    from crawler.records import Findability

TODAY = MONDAY.date()
HOME, BINS, TAX = panel()
NEW = replace(BINS, url=f"{SITE}recycling", replaces=BINS.url, source=Source.SITEMAP, score=77)
BEYOND = PanelPage(
    url="https://pay.example/fines",
    role=PageRole.TASK,
    task="parking-fine",
    reason="A link one level below says “Pay a fine”.",
    source=Source.DEEPER_LINK,
    score=66,
    supplier="pay.example",
)
CANDIDATE = Candidate(
    role=PageRole.TASK,
    task="task-1",
    url=f"{SITE}news",
    source=Source.HOME_LINK,
    score=31,
    reason="Its heading names the task.",
    rejected="It is a news story.",
)


@pytest.fixture(autouse=True)
def _register(db: Database) -> None:
    store.save_register(db, [council(), council("westmere", "https://www.westmere.example/")])


def audit(
    db: Database,
    week: int = 0,
    found: Findability | None = None,
    state: EndState = EndState.AUDITED,
    pages: tuple[PanelPage, ...] = (),
) -> None:
    at = MONDAY + week * WEEK
    ticket = store.begin_crawl(db, started_at=at, register="r", fresh=True)
    key = store.begin_site(db, ticket.id, SITE, at).site_audit_id
    store.save_panel(db, key, pages)
    for page in pages:
        store.save_page(db, key, result(page, at))
    if found is not None:
        store.save_findability(db, key, found)
    score = site_score(80.0) if state.scored else None
    store.close_site(db, key, state, "", score, at)


class TestPanel:
    def test_none_was_chosen(self, db: Database) -> None:
        assert queries.panel(db, "eastmere") is None
        assert queries.panel(db, "nowhere") is None
        detail = queries.council(db, "eastmere", today=TODAY)
        assert detail is not None
        assert detail.panel_changes == ()

    def test_it_comes_back_with_what_became_of_it(self, db: Database) -> None:
        first = StoredPanel(pages=(HOME, BINS, TAX), beyond=(BEYOND,))
        store.keep_panel(db, SITE, first, (), MONDAY)
        then = replace(first, pages=(HOME, NEW, TAX))
        gone = {BINS.url: "It is gone (404)."}
        store.keep_panel(db, SITE, then, [CANDIDATE], MONDAY + WEEK, why=gone)
        last = StoredPanel(pages=(HOME, NEW))
        store.keep_panel(db, SITE, last, (), MONDAY + 2 * WEEK, why={TAX.url: "It is gone."})
        found = queries.panel(db, "eastmere")
        assert found is not None
        assert (found.pages, found.beyond, found.candidates) == (last.pages, (), (CANDIDATE,))
        assert found.chosen_at == MONDAY
        left = PanelChange(
            at=MONDAY + 2 * WEEK,
            role=PageRole.TASK,
            task=TAX.task,
            url=TAX.url,
            replaced_by=None,
            reason="It is gone.",
        )
        assert found.changes == (
            left,
            replace(left, task=BEYOND.task, url=BEYOND.url, reason=NOT_CHOSEN_AGAIN),
            PanelChange(
                at=MONDAY + WEEK,
                role=PageRole.TASK,
                task=BINS.task,
                url=BINS.url,
                replaced_by=NEW.url,
                reason="It is gone (404).",
            ),
        )
        detail = queries.council(db, "eastmere", today=TODAY)
        assert detail is not None
        assert detail.panel_changes == found.changes
        assert queries.panel(db, "westmere") is None

    def test_an_audit_tells_why_its_pages_were_chosen(self, db: Database) -> None:
        audit(db, pages=(HOME, NEW, BEYOND))
        detail = queries.council(db, "eastmere", today=TODAY)
        assert detail is not None
        for page, given in zip(detail.pages, (HOME, NEW, BEYOND), strict=True):
            assert (page.source, page.supplier, page.why, page.replaces) == (
                given.source,
                given.supplier,
                given.reason,
                given.replaces,
            )

    def test_a_rotating_page_shows_its_failures_but_wins_no_points(self, db: Database) -> None:
        rotating = replace(TAX, role=PageRole.ROTATING, task=None)
        audit(db, pages=(HOME, rotating))
        (group,) = queries.findings(db, "eastmere")
        assert [page.role for page in group.pages] == [PageRole.HOME, PageRole.ROTATING]
        assert group.points == pytest.approx(7.012)


class TestFindability:
    def figures(self, db: Database) -> tuple[float | None, float | None, float | None]:
        """As the league table, the council's page and the question itself tell it."""
        row = next(row for row in queries.league(db, today=TODAY) if row.slug == "eastmere")
        detail = queries.council(db, "eastmere", today=TODAY)
        found = queries.findability(db, "eastmere")
        assert detail is not None
        assert row.findability_at == detail.findability_at
        assert row.findability_at == (found.tested_at if found else None)
        return (
            row.findability,
            detail.findability,
            found.findability.figure if found else None,
        )

    def test_nobody_has_looked(self, db: Database) -> None:
        assert queries.findability(db, "nowhere") is None
        assert self.figures(db) == (None,) * 3
        audit(db)
        assert self.figures(db) == (None,) * 3

    def test_it_comes_back_as_it_went(self, db: Database) -> None:
        given = findability()
        audit(db, 0, given)
        found = queries.findability(db, "eastmere")
        assert found is not None
        assert found.findability == given
        assert found.tested_at == MONDAY
        assert queries.findability(db, "westmere") is None

    def test_text_that_utf8_cannot_hold(self, db: Database) -> None:
        odd = replace(findability(), tasks=(task_findability(1, text="Bins \ud83d \0"),))
        audit(db, 0, odd)
        found = queries.findability(db, "eastmere")
        assert found is not None
        assert found.findability.tasks == (task_findability(1, text="Bins ? \0"),)

    def test_the_newest_that_looked(self, db: Database) -> None:
        audit(db, 0, findability(10.0))
        audit(db, 1, findability(20.0, text="Rubbish"))
        assert self.figures(db) == (20.0,) * 3
        audit(db, 2)
        audit(db, 3, state=EndState.BLOCKED)
        assert self.figures(db) == (20.0,) * 3
        (row,) = [row for row in queries.league(db, today=TODAY) if row.slug == "eastmere"]
        assert (row.tested_at, row.findability_at) == (MONDAY + 3 * WEEK, MONDAY + WEEK)

    def test_a_way_that_was_not_walked_again_is_not_forgotten(self, db: Database) -> None:
        """A short crawl says nothing of the way: `path` is empty in what it saved."""
        assert queries.ways(db, "eastmere") == {}
        first, second = task_findability(1, text="Old"), task_findability(2)
        audit(db, 0, replace(findability(), tasks=(first, second)))
        newer = task_findability(1, text="New")
        audit(db, 1, replace(findability(), tasks=(newer, replace(second, path=()))))
        audit(db, 2, replace(findability(), tasks=(replace(newer, path=()),)))
        expected = {"task-1": newer.path, "task-2": second.path}
        assert queries.ways(db, "eastmere") == expected
        assert queries.ways(db, "westmere") == {}
        for week in range(3, 3 + REMEMBERED - 1):
            audit(db, week, replace(findability(), tasks=()))
        assert queries.ways(db, "eastmere") == {}

    def test_our_failure_hides_nothing_and_says_nothing(self, db: Database) -> None:
        audit(db, 0, findability(20.0))
        audit(db, 1, findability(90.0), EndState.FAILED)
        assert self.figures(db) == (20.0,) * 3

    def test_one_that_could_not_tell_is_told(self, db: Database) -> None:
        audit(db, 0, findability(20.0))
        audit(db, 1, findability(None))
        assert self.figures(db) == (None,) * 3
        found = queries.findability(db, "eastmere")
        assert found is not None
        assert found.tested_at == MONDAY + WEEK

    def test_an_open_audit_does_not_show(self, db: Database) -> None:
        ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
        store.save_findability(
            db, store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id, findability()
        )
        assert self.figures(db) == (None,) * 3


def test_local_links_are_counted(db: Database) -> None:
    assert queries.local_links_count(db) == 0
    assert queries.local_links_import(db) is None
    links = [LocalLink(council="ashby", lgsl=57, lgil=8, url=f"{SITE}{n}") for n in range(3)]
    store.save_local_links(db, links, "links.csv", MONDAY)
    assert queries.local_links_count(db) == 3
    assert queries.local_links_import(db) == queries.LocalLinksImport(source="links.csv", at=MONDAY)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda db: queries.panel(db, "eastmere"), 4),
        (lambda db: queries.findability(db, "eastmere"), 2),
    ],
    ids=["panel", "findability"],
)
def test_the_number_of_queries_does_not_grow(
    db: Database,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    ask: Callable[[Database], object],
    expected: int,
) -> None:
    counts = []
    for week in range(3):
        pages = tuple(replace(BINS, url=f"{SITE}{week}-{number}") for number in range(2 + week))
        stored = StoredPanel(pages=pages)
        store.keep_panel(db, SITE, stored, [CANDIDATE], MONDAY + week * WEEK)
        audit(db, week, findability(text=f"Bins {week}"))
        with count_queries() as statements:
            ask(db)
        counts.append(len(statements))
    assert counts == [expected] * 3, statements
