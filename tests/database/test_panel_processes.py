"""Panels under killed writers and several writers: history is whole, and nothing is there twice."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crawler.database import models, store
from crawler.database.panels import candidates_of
from tests.database.panel_writer import WEEKS, candidates_in, panel_in, week_of
from tests.database.samples import MONDAY, SITE, WEEK

if TYPE_CHECKING:
    from crawler.database.session import Database

CHECKOUT = Path(__file__).parents[2]
KILLS = 3
LASTING = 12  # pages that are never gone


def start(url: str, week: int, *sites: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.database.panel_writer", url, str(week), *sites],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )


def require_whole(db: Database, site: str, week: int) -> int:
    """The panel is that of some week from `week` on, with the history that leads to it."""
    stored = store.stored_panel(db, site)
    assert stored is not None
    now = week_of(stored)
    assert now >= week
    assert stored == panel_in(now, site)
    with db.read() as session:
        website = session.scalars(select(models.Website.id).filter_by(url=site)).one()
        assert candidates_of(session, website) == tuple(candidates_in(now, site))
        places = session.execute(
            select(models.PanelPlace, models.Page.url)
            .join(models.Page, models.Page.id == models.PanelPlace.page_id)
            .where(models.PanelPlace.website_id == website)
        ).all()
    assert len(places) == LASTING + now + 1
    moving = {url: place for place, url in places if "bins-" in url}
    chain = [moving[f"{site}bins-{each}"] for each in range(now + 1)]
    for number, (old, new) in enumerate(itertools.pairwise(chain)):
        assert (old.replaced_by_id, old.why) == (new.id, "It is gone.")
        assert old.ended_at == new.chosen_at == MONDAY + (number + 1) * WEEK
    return now


def test_a_killed_writer_leaves_a_whole_history(db: Database, url: str) -> None:
    chance = random.Random()  # noqa: S311 -- any moment will do, another one in each run
    week = -1
    for _ in range(KILLS):
        child = start(url, 0, SITE)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        # Killed at any moment of the week after the first or second that it finishes.
        told = [child.stdout.readline() for _ in range(chance.randint(1, 2))]
        time.sleep(chance.uniform(0, 0.1))
        child.kill()
        told += child.stdout
        child.communicate()
        finished = [int(line) for line in told if line.endswith("\n")]
        week = require_whole(db, SITE, max([week, *finished]))
    last = start(url, 0, SITE)
    _, complaints = last.communicate(timeout=120)
    assert last.returncode == 0, complaints
    assert require_whole(db, SITE, week) == WEEKS - 1
    with db.read() as session:
        rows = session.scalars(
            select(models.Findability).order_by(models.Findability.site_audit_id)
        ).all()
    assert [row.figure for row in rows] == [float(week) for week in range(WEEKS)]


def test_two_that_keep_the_same_panel_keep_it_once(db: Database, url: str) -> None:
    other, last = "https://w.example/", WEEKS - 1
    for site in (SITE, other):
        store.keep_panel(db, site, panel_in(last - 1, site), (), MONDAY + (last - 1) * WEEK)
    writers = [start(url, last, *sites) for sites in ([SITE, other], [other, SITE], [SITE])]
    for writer in writers:
        _, complaints = writer.communicate(timeout=200)
        assert writer.returncode == 0, complaints
    for site in (SITE, other):
        assert store.stored_panel(db, site) == panel_in(last, site)
        with db.read() as session:
            website = session.scalars(select(models.Website.id).filter_by(url=site)).one()
            places = select(func.count()).select_from(models.PanelPlace)
            assert session.scalar(places.filter_by(website_id=website)) == LASTING + 2, (
                "with the week before"
            )
    with db.read() as session:
        figures = session.scalars(select(models.Findability.figure)).all()
    assert figures == [float(last)] * 2
