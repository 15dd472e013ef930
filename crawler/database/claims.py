"""Who may write a website's audit: the holder of its newest claim, and nobody else.

A worker that was paused, or cut off from the database, may wake up after another has gone on with
its website. `Database.fenced` refuses its writes from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import case, select, update

from crawler.database import models
from crawler.database.upsert import insert, key_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database

MOST_TRIES = 5
"""How often a website is begun without a page saved and without a word why it ended. One such end
is bad luck, such as a power cut, and two may be; a website whose process takes the worker down with
it does so each time, and must not do so for ever."""


class SiteClaim(Struct, frozen=True):
    """A website's audit and the number of a claim to it, the newest when it was given.

    `tries` counts the claims, this one included, since a page was last saved or one was given back:
    what came before this one ended without a word. `closed` says that nothing is left to do; such
    an audit keeps its claim.
    """

    site_audit_id: int
    claim: int
    tries: int = 1
    closed: bool = False

    @property
    def hopeless(self) -> bool:
        """Whether it was tried so often in vain that it must be given up."""
        return not self.closed and self.tries > MOST_TRIES


def begin_site(
    db: Database, crawl_id: int, website_url: str, at: datetime, *, worker: str | None = None
) -> SiteClaim:
    """Claim the website's audit in this crawl, begun now unless it was already. Whoever had it
    before can write nothing more of it. `worker` is the executor that has it now."""

    def work(session: Session) -> SiteClaim:
        website_id = key_of(session, models.Website, url=website_url)
        session.execute(
            insert(session, models.SiteAudit)
            .values(
                crawl_id=crawl_id,
                website_id=website_id,
                started_at=at,
                pages_planned=0,
                pages_scored=0,
            )
            .on_conflict_do_nothing()
        )
        site_audit_id = session.scalars(
            select(models.SiteAudit.id).filter_by(crawl_id=crawl_id, website_id=website_id)
        ).one()
        return _claimed(session, site_audit_id, worker)

    return db.write(work)


def claim_site(db: Database, site_audit_id: int) -> SiteClaim:
    """Claim an audit that was begun, for a process that is no worker's, such as the one that closes
    what was left."""
    return db.write(lambda session: _claimed(session, site_audit_id, None))


def _claimed(session: Session, site_audit_id: int, worker: str | None) -> SiteClaim:
    audits = models.SiteAudit
    figures = (audits.claim, audits.tries, audits.state)
    # The statement takes the row's lock: of two at once, the later one adds to the earlier.
    session.execute(
        update(audits)
        .where(audits.id == site_audit_id, audits.state.is_(None))
        .values(claim=audits.claim + 1, tries=audits.tries + 1, worker=worker)
    )
    row = session.execute(select(*figures).where(audits.id == site_audit_id)).one()
    return SiteClaim(site_audit_id, row.claim, row.tries, closed=row.state is not None)


def give_back(db: Database, site_audit_id: int) -> None:
    """Say that a claim ended because its process was told to stop: that is no try in vain. With a
    fenced database, raises `TakenOver` when another has the website by now."""
    audits = models.SiteAudit
    db.write(
        lambda session: session.execute(
            update(audits)
            .where(audits.id == site_audit_id, audits.state.is_(None))
            .values(tries=case((audits.tries > 0, audits.tries - 1), else_=0))
        )
    )
