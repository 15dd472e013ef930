from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from crawler.database import models, store
from crawler.database.artifacts import Artifacts
from crawler.database.states import FindingState
from crawler.facts.measurement import Measurement, Run
from crawler.records import (
    Element,
    EndState,
    Outcome,
    PageRole,
    PanelPage,
    Pillar,
    Viewport,
)
from tests.database.samples import (
    DIGEST,
    MONDAY,
    PICTURE,
    SITE,
    WEEK,
    council,
    finding,
    panel,
    result,
    site_score,
)
from tests.facts import METRICS

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.database.session import Database
    from crawler.records import Finding, PageResult

HOME = panel()[0]
TABLES = (
    models.PageAudit, models.PageFact, models.Fact, models.Finding,
    models.PageScore, models.PanelPage, models.Page, models.Versions, models.Audit,
)  # fmt: skip


def rows(db: Database) -> dict[str, int]:
    with db.read() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }


def site_in_week(db: Database, week: int) -> int:
    at = MONDAY + week * WEEK
    ticket = store.begin_crawl(db, started_at=at, register="r")
    return store.begin_site(db, ticket.id, SITE, at).site_audit_id


def audit_home(db: Database, week: int, *results: PageResult) -> int:
    """A whole crawl in which only these pages are audited."""
    audit = site_in_week(db, week)
    for each in results:
        assert store.save_page(db, audit, each)
    at = MONDAY + week * WEEK
    store.close_site(db, audit, EndState.AUDITED, "", site_score(80.0), at)
    return audit


def lives(db: Database) -> dict[str, FindingState]:
    with db.read() as session:
        found = session.execute(
            select(models.Audit.slug, models.Finding.state).join(
                models.Finding, models.Finding.audit_id == models.Audit.id
            )
        )
        return {row.slug: row.state for row in found}


@pytest.mark.parametrize("state", list(EndState))
def test_a_page_comes_back_as_it_went(db: Database, state: EndState) -> None:
    audit = site_in_week(db, 0)
    store.save_panel(db, audit, panel())
    reason = "" if state is EndState.AUDITED else "Why it ended so."
    given = [result(page, state=state, reason=reason) for page in panel()]
    for each in reversed(given):
        assert store.save_page(db, audit, each)
    assert store.results_of(db, audit) == tuple(given), "in the panel's order"


def test_saving_twice_changes_nothing(db: Database) -> None:
    audit = site_in_week(db, 0)
    assert store.save_page(db, audit, result(HOME))
    before, kept = rows(db), store.results_of(db, audit)
    assert not store.save_page(db, audit, result(HOME))
    later = result(HOME, MONDAY + WEEK, selectors=("#new",), total=10.0)
    assert not store.save_page(db, audit, later), "the first one stands"
    assert rows(db) == before
    assert store.results_of(db, audit) == kept
    assert lives(db) == {"color-contrast": FindingState.NEW}


def test_our_failure_gives_way_to_a_later_attempt(db: Database) -> None:
    audit = site_in_week(db, 0)
    store.save_panel(db, audit, panel())
    failed = result(HOME, state=EndState.FAILED, reason="The browser died.")
    assert store.save_page(db, audit, failed)
    assert store.audited_urls(db, audit) == set()
    assert not store.save_page(db, audit, failed)
    good = result(HOME)
    assert store.save_page(db, audit, good)
    assert store.results_of(db, audit) == (good,)
    assert store.audited_urls(db, audit) == {HOME.url}
    assert not store.save_page(db, audit, failed)
    assert rows(db)["page_audit"] == 1


def test_a_page_completed_later_is_as_if_it_had_been_saved_once(db: Database) -> None:
    """What its repeats decide is not judged, and has no history, before they were made."""
    other = "https://other.example/"
    store.save_register(db, [council(), council("other", other)])

    def judged(*failing: str) -> tuple[Finding, ...]:
        return tuple(
            replace(
                finding(audit, (), Outcome.FAIL if audit in failing else Outcome.PASS),
                pillar=Pillar.SPEED,
                wcag=(),
            )
            for audit in ("total-blocking-time", "largest-contentful-paint")
        )

    slow, late = judged("total-blocking-time"), judged("largest-contentful-paint")
    both, left = judged("total-blocking-time", "largest-contentful-paint"), {}
    for site in (SITE, other):
        page = panel(1, site)[0]
        for week, found in enumerate((slow, late, slow)):
            at = MONDAY + week * WEEK
            ticket = store.begin_crawl(db, started_at=at, register="r")
            audit = store.begin_site(db, ticket.id, site, at).site_audit_id
            once = result(page, at, findings=found)
            measured = Measurement(factor=1.0, why="w", seconds=2.0, runs=(Run(), Run()))
            facts = replace(once.facts, measurement=measured)
            once = replace(once, facts=facts)
            if site == SITE:
                waits = replace(measured, runs=(), seconds=0.0)
                first = replace(facts, metrics=METRICS, measurement=waits)
                assert store.save_page(db, audit, replace(once, facts=first, findings=both))
                assert store.results_of(db, audit)[0].facts == first
                assert not store.save_page(db, audit, replace(once, facts=first, findings=both))
            assert store.save_page(db, audit, once)
            assert not store.save_page(db, audit, once), "a second time changes nothing"
            (kept,) = store.results_of(db, audit)
            assert (kept.facts, kept.score) == (once.facts, once.score)
            assert kept.findings == tuple(each for each in found if each.outcome is Outcome.FAIL)
            store.close_site(db, audit, EndState.AUDITED, "", site_score(80.0), at)
            store.close_crawl(db, ticket.id, at)
        left[site] = history(db, site)
    assert left[SITE] == left[other]
    assert {row[1] for row in left[SITE]} == {FindingState.REGRESSED, FindingState.FIXED}


def history(db: Database, site: str) -> list[tuple[object, ...]]:
    """The rows of a website's findings, with days in place of page audits."""
    with db.read() as session:
        days = dict(session.execute(select(models.PageAudit.id, models.PageAudit.visited_at)).all())
        found = session.execute(
            select(models.Audit.slug, models.Finding)
            .join(models.Audit, models.Audit.id == models.Finding.audit_id)
            .join(models.Page, models.Page.id == models.Finding.page_id)
            .join(models.Website, models.Website.id == models.Page.website_id)
            .where(models.Website.url == site)
        ).all()
        return sorted(
            (
                *(slug, row.state, row.signature),
                *(days[key] for key in (row.first_seen_id, row.last_seen_id, row.changed_id)),
            )
            for slug, row in found
        )


def test_a_page_that_is_not_in_the_panel_joins_its_end(db: Database) -> None:
    audit = site_in_week(db, 0)
    store.save_panel(db, audit, panel(2))
    extra = PanelPage(url=f"{SITE}extra", role=HOME.role, reason="Asked for.")
    store.save_page(db, audit, result(extra))
    assert store.panel_of(db, audit) == (*panel(2), extra)


def test_an_unchanged_page_adds_only_its_own_rows(db: Database) -> None:
    audit_home(db, 0, result(HOME))
    before = rows(db)
    audit_home(db, 1, result(HOME, MONDAY + WEEK))
    after = rows(db)
    assert after["fact"] == before["fact"]
    assert after["finding"] == before["finding"]
    assert after["page"] == before["page"]
    assert after["versions"] == before["versions"]
    assert after["page_audit"] == before["page_audit"] + 1


def test_of_a_rotating_page_only_the_judgement_is_kept(db: Database) -> None:
    rotating = PanelPage(url=f"{SITE}drawn", role=PageRole.ROTATING, reason="Drawn.")
    audit = site_in_week(db, 0)
    store.save_panel(db, audit, (HOME, rotating))
    for page in (HOME, rotating):
        store.save_page(db, audit, result(page))
    home, drawn = store.results_of(db, audit)
    assert home.facts.markup is not None
    assert drawn.facts.markup is None
    assert drawn.facts.axe == ()
    assert drawn.findings == home.findings
    assert drawn.score == home.score
    assert drawn.facts.metrics == home.facts.metrics, "columns are kept"


def test_evidence_is_capped(db: Database) -> None:
    many = tuple(f"#row-{'x' * n} > a" for n in range(80))
    audit = site_in_week(db, 0)
    store.save_page(db, audit, result(HOME, findings=(finding(selectors=many),)))
    (kept,) = store.results_of(db, audit)[0].findings
    assert len(kept.elements) == 50
    assert kept.failing == 80


def test_text_that_utf8_cannot_hold_is_mended(db: Database) -> None:
    odd = finding(selectors=())
    odd = msgspec.structs.replace(
        odd,
        elements=(Element(selector="a", html="\ud83d", message="x", viewport=Viewport.MOBILE),),
    )
    audit = site_in_week(db, 0)
    assert store.save_page(db, audit, result(HOME, findings=(odd,)))
    assert store.results_of(db, audit)[0].findings[0].elements[0].html == "?"


def test_several_findings_of_one_audit(db: Database) -> None:
    """axe may fail some elements of a rule and be undecided about others."""
    both = (
        finding(selectors=("#a",), outcome=Outcome.REVIEW),
        finding(selectors=("#b",), outcome=Outcome.FAIL),
    )
    audit = site_in_week(db, 0)
    store.save_page(db, audit, result(HOME, findings=both))
    assert store.results_of(db, audit)[0].findings == both


def test_pictures_are_kept_before_the_page(db: Database, tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path / "artifacts")
    audit = site_in_week(db, 0)
    store.save_page(db, audit, result(HOME), artifacts, {DIGEST: PICTURE})
    assert artifacts.read(DIGEST) == PICTURE
    assert hashlib.sha256(PICTURE).hexdigest() == DIGEST


class TestHistory:
    def test_new_recurring_fixed_regressed(self, db: Database) -> None:
        audit_home(db, 0, result(HOME))
        assert lives(db) == {"color-contrast": FindingState.NEW}
        audit_home(db, 1, result(HOME, MONDAY + WEEK))
        assert lives(db) == {"color-contrast": FindingState.RECURRING}
        audit_home(db, 2, result(HOME, MONDAY + 2 * WEEK, selectors=()))
        assert lives(db) == {"color-contrast": FindingState.FIXED}
        audit_home(db, 3, result(HOME, MONDAY + 3 * WEEK, selectors=()))
        assert lives(db) == {"color-contrast": FindingState.FIXED}
        audit_home(db, 4, result(HOME, MONDAY + 4 * WEEK))
        assert lives(db) == {"color-contrast": FindingState.REGRESSED}

    @pytest.mark.parametrize("state", [state for state in EndState if not state.scored])
    def test_a_page_that_was_not_audited_repairs_nothing(
        self, db: Database, state: EndState
    ) -> None:
        audit_home(db, 0, result(HOME))
        audit_home(db, 1, result(HOME, MONDAY + WEEK, state=state))
        assert lives(db) == {"color-contrast": FindingState.NEW}
        audit_home(db, 2, result(HOME, MONDAY + 2 * WEEK))
        assert lives(db) == {"color-contrast": FindingState.RECURRING}

    def test_a_run_that_is_missing_repairs_nothing(self, db: Database) -> None:
        audit_home(db, 0, result(HOME))
        phone = (Viewport.MOBILE,)
        half = result(HOME, MONDAY + WEEK, selectors=(), widths=phone, state=EndState.PARTIAL)
        audit_home(db, 1, half)
        assert lives(db) == {"color-contrast": FindingState.NEW}
        audit_home(db, 2, result(HOME, MONDAY + 2 * WEEK, selectors=()))
        assert lives(db) == {"color-contrast": FindingState.FIXED}

    def test_pages_have_histories_of_their_own(self, db: Database) -> None:
        audit_home(db, 0, *(result(page) for page in panel()))
        audit_home(db, 1, result(HOME, MONDAY + WEEK, selectors=()))
        with db.read() as session:
            found = session.execute(
                select(models.Page.url, models.Finding.state)
                .join(models.Finding, models.Finding.page_id == models.Page.id)
                .distinct()
            )
            assert {row.url: row.state for row in found} == {
                HOME.url: FindingState.FIXED,
                panel()[1].url: FindingState.NEW,
                panel()[2].url: FindingState.NEW,
            }

    def test_rotating_pages_have_none(self, db: Database) -> None:
        rotating = msgspec.structs.replace(HOME, role=PageRole.ROTATING)
        audit = audit_home(db, 0, result(rotating))
        assert lives(db) == {}
        assert store.results_of(db, audit)[0].findings == result(rotating).findings


def test_what_passed_is_not_kept(db: Database) -> None:
    passed = finding("image-alt", selectors=(), outcome=Outcome.PASS)
    audit = audit_home(db, 0, result(HOME, findings=(passed, finding())))
    (kept,) = store.results_of(db, audit)
    assert kept.findings == (finding(),)
