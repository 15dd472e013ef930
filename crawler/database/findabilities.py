"""Keeping the findability of a website's tasks, and taking its evidence from the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from crawler.database import evidence, models
from crawler.database.mending import mended
from crawler.database.pieces import canonical
from crawler.database.upsert import insert
from crawler.records import Findability, TaskFindability, Verdict

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crawler.database.session import Database

_KIND = "findability"
_TASKS = msgspec.json.Decoder(tuple[TaskFindability, ...])


def save_findability(db: Database, site_audit_id: int, findability: Findability) -> None:
    """Keep what was found of a website's tasks in one crawl. The first one stands.

    The tasks are one piece of evidence, kept as its difference from the website's previous one.
    """
    findability = mended(findability)

    def work(session: Session) -> None:
        audit = session.get_one(models.SiteAudit, site_audit_id, with_for_update=True)
        if session.get(models.Findability, site_audit_id) is not None:
            return
        previous = session.scalar(
            select(models.Findability.fact_id)
            .join(models.SiteAudit, models.SiteAudit.id == models.Findability.site_audit_id)
            .where(models.SiteAudit.website_id == audit.website_id)
            .order_by(models.Findability.site_audit_id.desc())
            .limit(1)
        )
        like = {} if previous is None else {_KIND: previous}
        (fact_id,) = evidence.keep(session, [(_KIND, canonical(findability.tasks))], like)
        applicable = [
            task for task in findability.tasks if task.verdict is not Verdict.NOT_THIS_COUNCILS_JOB
        ]
        session.execute(
            insert(session, models.Findability).values(
                site_audit_id=site_audit_id,
                method=findability.method,
                figure=findability.figure,
                judged=sum(task.verdict is not None for task in applicable),
                applicable=len(applicable),
                requests=findability.requests,
                fact_id=fact_id,
            )
        )

    db.write(work)


def has_findability(db: Database, site_audit_id: int) -> bool:
    """Whether an audit's findability was kept already."""
    with db.read() as session:
        return session.get(models.Findability, site_audit_id) is not None


def findability_from(session: Session, row: models.Findability) -> Findability:
    """Put a findability together from its row and its evidence."""
    return Findability(
        method=row.method,
        figure=row.figure,
        tasks=_TASKS.decode(evidence.read(session, [row.fact_id])[row.fact_id]),
        requests=row.requests,
    )
