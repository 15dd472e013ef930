"""How large the database grows and how fast it answers.

    python -m bench.database --sites 382 --weeks 26

Fills a database through the store, as a crawl does, with websites that change from week to week
(`bench/websites.py`). Then it lays the site rows of older crawls beneath them, five years deep in
all, and times every query on a connection that has nothing in its cache.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text

from bench.websites import ROTATING, START, WEEK, FictionalSite, versions_at
from crawler.audits.registry import judge
from crawler.database import models, queries, store
from crawler.database.session import open_database
from crawler.database.states import CrawlState
from crawler.records import EndState, PageResult
from crawler.scoring.page import score_page
from crawler.scoring.site import score_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crawler.database.session import Database

FIVE_YEARS = 261
WEBSITES = 379
PANEL = 12


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--pages", type=int, default=PANEL)
    parser.add_argument("--weeks", type=int, default=26)
    parser.add_argument("--database", help="an empty one; default: a temporary SQLite file")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        db = open_database(url, create=True)
        sites = [FictionalSite(given.seed, number, given.pages) for number in range(given.sites)]
        fill(db, sites, given.weeks)
        tables(db, given.sites * (given.pages + ROTATING) * given.weeks)
        deepen(db, given.weeks)
        db.close()
        latencies(url, [site.slug for site in sites])


def fill(db: Database, sites: list[FictionalSite], weeks: int) -> None:
    """Crawl every site each week, and say what the rows of each quarter cost."""
    councils = [
        council for number, site in enumerate(sites) for council in site.councils(shared=number < 3)
    ]
    store.save_register(db, councils)
    pages, size = 0, 0
    saving: list[float] = []
    first = marginal = 0.0
    for week in range(weeks):
        at = START + week * WEEK
        crawl = store.begin_crawl(db, started_at=at, register="bench")
        for site in sites:
            crawl_site(db, crawl.id, site, week, saving)
        store.close_crawl(db, crawl.id, at)
        if week == 0:
            pages, size = len(saving), bytes_of(db)
            first = size / pages
            print(f"first week: {first:,.0f} bytes a page audit")
        elif week % 13 == 12 or week == weeks - 1:
            now = bytes_of(db)
            marginal = (now - size) / (len(saving) - pages)
            print(
                f"to week {week + 1}: {marginal:,.0f} bytes a page audit, "
                f"{now / len(saving):,.0f} on average so far"
            )
    weekly = WEBSITES * (PANEL + ROTATING)
    audits = weekly * FIVE_YEARS
    total = weekly * first + (audits - weekly) * marginal
    print(
        f"five years, {audits:,} page audits: {total / 1e9:.2f} GB "
        f"({total / audits:,.0f} bytes a page audit)"
    )
    middle = statistics.median(saving)
    print(f"save_page: median {middle:.1f} ms, slowest {max(saving):.0f} ms")


def crawl_site(
    db: Database, crawl_id: int, site: FictionalSite, week: int, saving: list[float]
) -> None:
    at = START + week * WEEK
    audit = store.begin_site(db, crawl_id, site.url, at).site_audit_id
    visits = site.week(at, versions_at(week))
    changed = {page.replaces: "It is gone." for page, _ in visits if page.replaces}
    candidates = site.candidates() if week == 0 or changed else ()
    store.keep_panel(db, site.url, site.stored(), candidates, at, why=changed)
    store.save_panel(db, audit, [page for page, _ in visits])
    results = []
    for page, facts in visits:
        findings = judge(facts)
        score = score_page(facts, findings)
        result = PageResult(page=page, facts=facts, findings=findings, score=score)
        began = time.perf_counter()
        store.save_page(db, audit, result)
        saving.append((time.perf_counter() - began) * 1000)
        results.append(result)
    store.save_findability(db, audit, site.findability())
    store.close_site(db, audit, EndState.AUDITED, "", score_site(results), at)


def bytes_of(db: Database) -> int:
    """The size of our tables with their indexes and large values, without the log or catalogue."""
    query = "SELECT sum(pgsize) FROM dbstat"
    if db.engine.dialect.name == "postgresql":
        query = "SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables"
    with db.read() as session:
        return int(session.scalar(text(query)) or 0)


def tables(db: Database, pages: int) -> None:
    query = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12"
    if db.engine.dialect.name == "postgresql":
        query = (
            "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables "
            "ORDER BY 2 DESC LIMIT 12"
        )
    with db.read() as session:
        for name, size in session.execute(text(query)):
            print(f"  {name:34}{size / pages:10,.0f} bytes a page audit")


def deepen(db: Database, weeks: int) -> None:
    """Lay older crawls beneath: their sites and scores, without pages."""

    def work(session: Session) -> None:
        websites = session.scalars(select(models.Website.id)).all()
        for past in range(1, FIVE_YEARS - weeks + 1):
            at = START - past * WEEK
            crawl = models.Crawl(
                state=CrawlState.FINISHED, started_at=at, ended_at=at, register="bench",
                selection="all", panel_size=PANEL, allow_loopback=False,
            )  # fmt: skip
            session.add(crawl)
            session.flush()
            rows = [
                {
                    "website_id": website, "crawl_id": crawl.id, "state": EndState.AUDITED,
                    "started_at": at, "ended_at": at,
                    "pages_planned": PANEL, "pages_scored": PANEL, "versions_id": 1,
                }
                for website in websites
            ]  # fmt: skip
            ids = session.scalars(
                insert(models.SiteAudit).returning(models.SiteAudit.id), rows
            ).all()
            scores = [
                {
                    "site_audit_id": key, "method": 1,
                    "accessibility": 71.3, "speed": 55.1, "mobile": 93.7, "total": 73.36666666,
                }
                for key in ids
            ]  # fmt: skip
            session.execute(insert(models.SiteScore), scores)
            found = [
                {
                    "site_audit_id": key, "method": 1, "figure": 66.6, "judged": 20,
                    "applicable": 25, "requests": 40, "fact_id": 1,
                }
                for key in ids
            ]  # fmt: skip
            session.execute(insert(models.Findability), found)

    db.write(work)


def league(db: Database) -> object:
    return queries.league(db, today=START.date())


def summary(db: Database) -> object:
    return queries.summary(db, today=START.date())


def council(db: Database, slug: str) -> object:
    return queries.council(db, slug, today=START.date())


def website_ages(db: Database) -> object:
    return queries.website_ages(db, today=START.date())


def turns(db: Database) -> object:
    return queries.turns(db, now=START)


def last_crawls(db: Database) -> object:
    return queries.crawls(db, newest=10)


def _of(ask: Callable[[queries.Database, str], Any], slug: str, db: queries.Database) -> Any:
    return ask(db, slug)


def latencies(url: str, slugs: list[str]) -> None:
    """Time each query on a new connection every time: nothing is in the database's own cache."""
    everything: tuple[Callable[[queries.Database], Any], ...] = (
        league,
        summary,
        queries.crawls,
        queries.council_slugs,
        website_ages,
        turns,
        last_crawls,
    )
    of_one: tuple[Callable[[queries.Database, str], Any], ...] = (
        council,
        queries.findings,
        queries.fixed_since_last,
        queries.panel,
        queries.findability,
    )
    asked = slugs[:: max(1, len(slugs) // 15)]
    questions = {ask.__name__: [ask] * 15 for ask in everything}
    questions |= {ask.__name__: [partial(_of, ask, slug) for slug in asked] for ask in of_one}
    print(f"{'query':18}{'min':>9}{'median':>9}{'max':>9}  ms")
    for name, askings in questions.items():
        askings[0](warm := queries.open_for_reading(url))  # SQLAlchemy compiles each query once
        warm.close()
        times = []
        for ask in askings:
            db = queries.open_for_reading(url)
            with db.read() as session:
                session.execute(text("SELECT 1"))
            began = time.perf_counter()
            ask(db)
            times.append((time.perf_counter() - began) * 1000)
            db.close()
        print(f"{name:18}{min(times):9.1f}{statistics.median(times):9.1f}{max(times):9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
