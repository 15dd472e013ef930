from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from crawler.audits.registry import all_audits
from crawler.database import models, queries, store
from crawler.database.states import CrawlState, FindingState
from crawler.records import EndState, Impact, Outcome, PageRole, PanelPage, Pillar, PillarScores
from crawler.scoring.method import METHOD
from tests.database.samples import (
    MONDAY,
    SITE,
    WEEK,
    council,
    finding,
    panel,
    result,
    site_score,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from crawler.database.queries import CouncilDetail
    from crawler.database.session import Database

TODAY = MONDAY.date()
URLS = {name: f"https://{name}.example/" for name in ("ashby", "brill", "calne", "deal", "eye")}


def audit(
    db: Database,
    url: str,
    week: int = 0,
    total: float | None = 80.0,
    *,
    state: EndState = EndState.AUDITED,
    size: int = 3,
    method: int = 1,
    drawn: int = 0,
    **page: Any,
) -> None:
    """One website in that week's crawl, with all pages of its panel audited alike. So many are
    `drawn` for it besides."""
    at = MONDAY + week * WEEK
    ticket = store.begin_crawl(db, started_at=at, register="r")
    key = store.begin_site(db, ticket.id, url, at).site_audit_id
    tail = [
        PanelPage(url=f"{url}drawn-{week}-{number}", role=PageRole.ROTATING, reason="Drawn.")
        for number in range(drawn)
    ]
    pages = (*panel(size, url), *tail)
    store.save_panel(db, key, pages)
    for each in pages:
        store.save_page(db, key, result(each, at, state=state, total=total or 0.0, **page))
    score = replace(site_score(total, size, size), method=method) if state.scored else None
    store.close_site(db, key, state, "" if state.scored else "It said no.", score, at)


def detail_of(db: Database, slug: str, today: date = TODAY) -> CouncilDetail:
    detail = queries.council(db, slug, today=today)
    assert detail is not None
    return detail


class TestLeague:
    def test_ranks_ties_and_gaps(self, db: Database) -> None:
        store.save_register(db, [council(name, url) for name, url in URLS.items()])
        audit(db, URLS["ashby"], total=70.0)
        audit(db, URLS["brill"], total=80.01)
        audit(db, URLS["calne"], total=80.04)
        audit(db, URLS["deal"], state=EndState.BLOCKED)
        rows = queries.league(db, today=TODAY)
        assert [(row.slug, row.rank, row.state) for row in rows] == [
            ("brill", 1, EndState.AUDITED),
            ("calne", 1, EndState.AUDITED),
            ("ashby", 3, EndState.AUDITED),
            ("deal", None, EndState.BLOCKED),
            ("eye", None, None),
        ]
        assert rows[3].scores == rows[4].scores == PillarScores()
        assert rows[4].tested_at is None
        assert rows[3].reason == "It said no."
        assert detail_of(db, "brill").rank_shared
        assert not detail_of(db, "ashby").rank_shared
        assert not detail_of(db, "deal").rank_shared

    def test_a_shared_website_counts_once(self, db: Database) -> None:
        store.save_register(
            db,
            [
                council("adur", URLS["ashby"]),
                council("worthing", URLS["ashby"]),
                council("brill", URLS["brill"]),
            ],
        )
        audit(db, URLS["ashby"], total=90.0)
        audit(db, URLS["brill"], total=80.0)
        assert {row.slug: row.rank for row in queries.league(db, today=TODAY)} == {
            "adur": 1,
            "worthing": 1,
            "brill": 2,
        }
        assert detail_of(db, "brill").ranked_of == 2
        assert detail_of(db, "adur").shares_website_with == ("Worthing",)

    def test_too_few_pages_have_no_rank(self, db: Database) -> None:
        store.save_register(db, [council(name, url) for name, url in URLS.items()])
        audit(db, URLS["ashby"], total=99.0, size=METHOD.minimum_pages - 1)
        audit(db, URLS["brill"], total=50.0, size=METHOD.minimum_pages)
        ranks = {row.slug: row.rank for row in queries.league(db, today=TODAY)}
        assert ranks["ashby"] is None
        assert ranks["brill"] == 1
        assert detail_of(db, "ashby").rank is None

    def test_only_what_the_newest_method_has_judged_is_ranked(self, db: Database) -> None:
        store.save_register(db, [council(name, url) for name, url in URLS.items()])
        audit(db, URLS["ashby"], total=99.0)
        audit(db, URLS["brill"], total=70.0)
        audit(db, URLS["calne"], total=60.0, size=METHOD.minimum_pages - 1)
        assert detail_of(db, "ashby").rank == 1
        for name in ("brill", "calne"):
            audit(db, URLS[name], 1, total=50.0, size=METHOD.minimum_pages, method=9)
        rows = queries.league(db, today=TODAY)
        assert [(row.slug, row.rank, row.method, row.superseded) for row in rows] == [
            ("brill", 1, 9, False),
            ("calne", 1, 9, False),
            ("ashby", None, 1, True),
            ("deal", None, None, False),
            ("eye", None, None, False),
        ]
        assert rows[2].scores.total == 99.0
        ashby, brill = detail_of(db, "ashby"), detail_of(db, "brill")
        assert (ashby.rank, ashby.superseded, ashby.ranked_of) == (None, True, 2)
        assert (brill.rank, brill.superseded, brill.rank_shared) == (1, False, True)

    def test_change_is_against_the_last_scored_audit(self, db: Database) -> None:
        store.save_register(db, [council()])
        audit(db, SITE, 0, 70.0)
        assert queries.league(db, today=TODAY)[0].change is None
        audit(db, SITE, 1, state=EndState.BLOCKED)
        (row,) = queries.league(db, today=TODAY)
        assert (row.state, row.change, row.scores.total) == (EndState.BLOCKED, None, None)
        audit(db, SITE, 2, 75.5)
        (row,) = queries.league(db, today=TODAY)
        assert row.change == pytest.approx(5.5)
        assert row.tested_at == MONDAY + 2 * WEEK
        assert row.crawl_id == 3
        assert detail_of(db, "eastmere").change == pytest.approx(5.5)

    def test_a_change_is_of_the_same_pages(self, db: Database) -> None:
        """What another page adds or takes is not the council's doing."""
        store.save_register(db, [council()])
        audit(db, SITE, 0, 70.0, size=3)
        for week, size, drawn, expected in (
            (1, 3, 2, 5.0),
            (2, 4, 1, None),
            (3, 4, 0, 5.0),
            (4, 3, 0, None),
        ):
            audit(db, SITE, week, 70.0 + 5 * week, size=size, drawn=drawn)
            (row,) = queries.league(db, today=TODAY)
            detail = detail_of(db, "eastmere")
            for told in (row, detail):
                assert told.change == (expected and pytest.approx(expected))
                assert told.pages_changed is (expected is None)
        changed = [point.pages_changed for point in detail.trend]
        assert changed == [False, False, True, False, True]
        audit(db, SITE, 5, state=EndState.BLOCKED)
        (row,) = queries.league(db, today=TODAY)
        assert (row.change, row.pages_changed) == (None, False)
        audit(db, SITE, 6, 60.0, size=5, method=9)
        assert not detail_of(db, "eastmere").pages_changed

    def test_a_total_that_is_not_known(self, db: Database) -> None:
        store.save_register(db, [council()])
        audit(db, SITE, 0, 70.0)
        audit(db, SITE, 1, None, state=EndState.PARTIAL)
        (row,) = queries.league(db, today=TODAY)
        assert (row.state, row.change, row.rank) == (EndState.PARTIAL, None, None)

    def test_an_open_audit_does_not_show(self, db: Database) -> None:
        store.save_register(db, [council()])
        audit(db, SITE, 0, 70.0)
        at = MONDAY + WEEK
        ticket = store.begin_crawl(db, started_at=at, register="r")
        store.begin_site(db, ticket.id, SITE, at)
        assert queries.league(db, today=TODAY)[0].crawl_id == 1

    def test_councils_outside_their_time_are_left_out(self, db: Database) -> None:
        store.save_register(
            db,
            [
                council("old", URLS["ashby"], valid_to=date(2027, 3, 31), succeeded_by="new"),
                council("new", URLS["brill"], valid_from=date(2027, 4, 1)),
                council("always", URLS["calne"], valid_from=None),
            ],
        )

        def slugs(today: date) -> set[str]:
            return {row.slug for row in queries.league(db, today=today)}

        assert slugs(date(2027, 3, 31)) == {"old", "always"}
        assert slugs(date(2027, 4, 1)) == {"new", "always"}
        for name in ("ashby", "brill"):
            audit(db, URLS[name], total=90.0)
        audit(db, URLS["calne"], total=80.0)
        places = {day: detail_of(db, "always", date(2027, *day)) for day in ((3, 31), (4, 1))}
        assert {detail.rank for detail in places.values()} == {2}
        assert {detail.ranked_of for detail in places.values()} == {2}
        assert queries.summary(db, today=date(2027, 4, 1)).councils == 2


class TestCouncil:
    def test_an_unknown_slug(self, db: Database) -> None:
        assert queries.council(db, "nowhere", today=TODAY) is None
        assert queries.findings(db, "nowhere") == ()
        assert queries.fixed_since_last(db, "nowhere") == ()

    def test_never_crawled(self, db: Database) -> None:
        store.save_register(db, [council()])
        detail = detail_of(db, "eastmere")
        assert detail.council == council()
        assert (detail.latest, detail.last_scored, detail.rank) == (None, None, None)
        assert (detail.trend, detail.pages) == ((), ())

    def test_a_blocked_site_keeps_its_past(self, db: Database) -> None:
        store.save_register(db, [council()])
        audit(db, SITE, 0, 70.0)
        audit(db, SITE, 1, 72.0)
        audit(db, SITE, 2, state=EndState.BLOCKED, size=1)
        detail = detail_of(db, "eastmere")
        assert detail.latest is not None
        assert detail.latest.state is EndState.BLOCKED
        assert detail.last_scored is not None
        assert detail.last_scored.scores.total == 72.0
        assert [(point.state, point.scores.total) for point in detail.trend] == [
            (EndState.AUDITED, 70.0),
            (EndState.AUDITED, 72.0),
            (EndState.BLOCKED, None),
        ]
        assert [page.state for page in detail.pages] == [EndState.BLOCKED]
        assert queries.findings(db, "eastmere") == ()

    def test_our_failure_takes_nothing_from_a_website(self, db: Database) -> None:
        store.save_register(db, [council()])
        for week, state, score in (
            (0, EndState.AUDITED, site_score(90)),
            (1, EndState.FAILED, None),
        ):
            at = MONDAY + week * WEEK
            crawl = store.begin_crawl(db, started_at=at, register="r", fresh=True)
            closed = store.begin_site(db, crawl.id, SITE, at).site_audit_id
            store.close_site(db, closed, state, "", score, at)
        (row,) = queries.league(db, today=TODAY)
        assert (row.rank, row.state, row.tested_at) == (1, EndState.AUDITED, MONDAY)
        detail = detail_of(db, "eastmere")
        assert detail.latest is not None
        assert detail.latest.tested_at == MONDAY
        assert detail.rank == 1
        assert detail.failed_since is not None
        assert detail.failed_since.tested_at == MONDAY + WEEK

    def test_its_pages(self, db: Database) -> None:
        store.save_register(db, [council()])
        audit(db, SITE, 0, 70.0)
        pages = detail_of(db, "eastmere").pages
        given = result(panel()[0], total=70.0)
        assert [page.url for page in pages] == [page.url for page in panel()]
        home = pages[0]
        assert home.role is PageRole.HOME
        assert home.final_url == given.facts.final_url
        assert home.metrics == given.facts.metrics
        assert home.screenshots == given.facts.screenshots
        assert home.scores == given.score.scores
        assert home.visited_at == MONDAY
        assert home.network is not None
        assert (home.network.requests, home.network.ttfb_ms) == (12, None)
        assert pages[1].task == "task-1"


class TestFindings:
    def test_groups(self, db: Database) -> None:
        store.save_register(db, [council()])
        advice = finding("region", selectors=("body",), advice=True)
        review = finding("link-in-text-block", selectors=("p > a",), outcome=Outcome.REVIEW)
        passed = finding("html-lang", selectors=(), outcome=Outcome.PASS)
        broken = finding("reflow", selectors=(), outcome=Outcome.ERROR, pillar=Pillar.MOBILE)
        audit(db, SITE, findings=(review, advice, finding(), passed, broken))
        groups = queries.findings(db, "eastmere")
        assert [group.audit for group in groups] == ["color-contrast", "region", review.audit]
        worst = groups[0]
        given = finding()
        for name in ("title", "pillar", "outcome", "impact", "wcag", "engines", "why", "fix"):
            assert getattr(worst, name) == getattr(given, name)
        assert worst.help_url == given.help_url
        assert worst.status is FindingState.NEW
        assert [page.url for page in worst.pages] == [page.url for page in panel()]
        assert worst.pages[0].elements == given.elements
        assert (worst.pages[0].failing, worst.pages[0].passing) == (2, 40)
        assert worst.points == pytest.approx(7.012), "each page would gain as much"

    def test_no_page_is_accused_of_the_number_of_another(self, db: Database) -> None:
        store.save_register(db, [council()])
        ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
        key = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
        lcp = "largest-contentful-paint"
        slow = {22.9: Impact.SERIOUS, 4.1: Impact.MODERATE, 4.4: Impact.MODERATE}
        titles = [f"The largest content appears after {seconds} seconds" for seconds in slow]
        for page, title, impact in zip(panel(), titles, slow.values(), strict=True):
            metric = finding(lcp, selectors=(), failing=1, pillar=Pillar.SPEED)
            weight = finding("page-weight", selectors=(), failing=1, pillar=Pillar.SPEED)
            found = [replace(metric, title=title, impact=impact)]
            found += [replace(weight, title="4.2 MB")] if page.role is PageRole.HOME else []
            store.save_page(db, key, result(page, findings=tuple(found)))
        store.close_site(db, key, EndState.AUDITED, "", site_score(80.0), MONDAY)
        groups = {group.audit: group for group in queries.findings(db, "eastmere")}
        assert groups[lcp].title == next(a.title_fail for a in all_audits() if a.id == lcp)
        assert [page.title for page in groups[lcp].pages] == titles
        assert groups["page-weight"].title == "4.2 MB", "it is true of the one page that has it"

    def test_points_are_weighed_as_the_site_score_is(self, db: Database) -> None:
        """A page without the failure gains nothing, and one without the score does not count."""
        store.save_register(db, [council()])
        ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
        key = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
        home, task, other = panel()
        store.save_page(db, key, result(home))
        store.save_page(db, key, result(task, selectors=()))
        store.save_page(db, key, result(other, state=EndState.BLOCKED))
        store.close_site(db, key, EndState.PARTIAL, "", site_score(80.0, 2), MONDAY)
        (group,) = queries.findings(db, "eastmere")
        weights = METHOD.role_weights
        share = weights[PageRole.HOME] / (weights[PageRole.HOME] + weights[PageRole.TASK])
        assert group.points == pytest.approx(7.012 * share)

    def test_status(self, db: Database) -> None:
        store.save_register(db, [council()])
        statuses = []
        for week, selectors in enumerate([("#a",), ("#a",), (), ("#a",), ("#a", "#b")]):
            audit(db, SITE, week, selectors=selectors)
            statuses.append([group.status for group in queries.findings(db, "eastmere")])
        assert statuses == [
            [FindingState.NEW],
            [FindingState.RECURRING],
            [],
            [FindingState.REGRESSED],
            [FindingState.RECURRING],
        ]

    def test_what_was_fixed(self, db: Database) -> None:
        store.save_register(db, [council()])
        review = finding("link-in-text-block", selectors=("p > a",), outcome=Outcome.REVIEW)
        audit(db, SITE, 0, findings=(finding(selectors=("#a", "#b")), review))
        assert queries.fixed_since_last(db, "eastmere") == ()
        audit(db, SITE, 1, findings=(finding(selectors=("#a",)),))
        fixed = queries.fixed_since_last(db, "eastmere")
        assert [(each.audit, each.url, each.fixed, each.remaining) for each in fixed] == [
            ("color-contrast", page.url, 1, 1) for page in panel()
        ], "a review that went away was never a failure"
        assert fixed[0].title == finding().title
        audit(db, SITE, 2, findings=(finding(selectors=("#a",)),))
        assert queries.fixed_since_last(db, "eastmere") == ()


class TestCrawls:
    def test_counts(self, db: Database) -> None:
        store.save_register(db, [council(name, url) for name, url in URLS.items()])
        audit(db, URLS["ashby"], 0, 70.0)
        audit(db, URLS["brill"], 0, 71.0)
        audit(db, URLS["calne"], 0, state=EndState.UNREACHABLE)
        store.close_crawl(db, 1, MONDAY)
        ticket = store.begin_crawl(db, started_at=MONDAY + WEEK, register="r", selection="deal")
        store.begin_site(db, ticket.id, URLS["deal"], MONDAY + WEEK)
        newer, older = queries.crawls(db)
        assert (newer.state, newer.websites, newer.open, newer.states) == (
            CrawlState.RUNNING,
            1,
            1,
            {},
        )
        assert newer.selection == "deal"
        assert (older.state, older.websites, older.open) == (CrawlState.FINISHED, 3, 0)
        assert older.states == {EndState.AUDITED: 2, EndState.UNREACHABLE: 1}
        assert older.pages_scored == 6
        total = queries.summary(db, today=TODAY)
        assert (total.councils, total.untested) == (5, 2)
        assert total.newest_crawl == MONDAY + WEEK
        assert total.states == {EndState.AUDITED: 2, EndState.UNREACHABLE: 1}

    def test_nothing_yet(self, db: Database) -> None:
        assert queries.crawls(db) == ()
        assert queries.league(db, today=TODAY) == ()
        assert queries.summary(db, today=TODAY).newest_crawl is None


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda db: queries.league(db, today=TODAY), 2),
        (lambda db: queries.summary(db, today=TODAY), 3),
        (queries.crawls, 2),
        (queries.council_slugs, 1),
        (lambda db: queries.council(db, "ashby", today=TODAY), 8),
        (lambda db: queries.findings(db, "ashby"), 4),
        (lambda db: queries.fixed_since_last(db, "ashby"), 4),
    ],
    ids=["league", "summary", "crawls", "council_slugs", "council", "findings", "fixed"],
)
def test_the_number_of_queries_does_not_grow(
    db: Database,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    ask: Callable[[Database], object],
    expected: int,
) -> None:
    store.save_register(db, [council(name, url) for name, url in URLS.items()])
    counts = []
    for week in range(3):
        for url in list(URLS.values())[: 2 + week]:
            audit(db, url, week, size=3 + week, selectors=("#a",) if week != 1 else ())
        with count_queries() as statements:
            ask(db)
        counts.append(len(statements))
    assert max(counts) == expected, statements


def test_a_reader_sees_one_state_throughout(db: Database) -> None:
    store.save_register(db, [council("adur")])
    with db.read() as session:
        names = select(models.Council.slug)
        assert session.scalars(names).all() == ["adur"]
        store.save_register(db, [council("brill")])
        assert session.scalars(names).all() == ["adur"]
        session.commit()
        assert set(session.scalars(names)) == {"adur", "brill"}


def test_a_reader_opens_without_writing(db: Database, url: str) -> None:
    store.save_register(db, [council()])
    reader = queries.open_for_reading(url)
    assert len(queries.league(reader, today=TODAY)) == 1
    reader.close()
