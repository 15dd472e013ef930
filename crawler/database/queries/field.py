"""What real visitors of a website met, and under which origins to look for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crawler.database import models
from crawler.database.queries.latest import newest_scored
from crawler.database.queries.shapes import FieldDetail, FieldPeriod
from crawler.field_data.origins import candidates
from crawler.records import FieldData, FormFactor, PageRole

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

    from crawler.database.session import Database

_SHOWN_PERIODS = 12


def home_addresses(db: Database) -> dict[str, str]:
    """Return, by the address of each website that has scores, where its home page ended up when it
    was last scored."""
    with db.read() as session:
        return {url: _ended_at(row, url) for url, *row in session.execute(_homes())}


def field_data_known(db: Database, form_factor: FormFactor) -> dict[str, datetime]:
    """Return when each origin was last asked for, or imported, with or without data."""
    known: dict[str, datetime] = {}
    with db.read() as session:
        for model, at in (
            (models.FieldData, models.FieldData.imported_at),
            (models.FieldAbsence, models.FieldAbsence.asked_at),
        ):
            rows = session.execute(
                select(model.origin, func.max(at))
                .where(model.form_factor == form_factor)
                .group_by(model.origin)
            )
            for origin, when in rows:
                known[origin] = max(when, known.get(origin, when))
    return known


def field_data(db: Database, slug: str) -> FieldDetail | None:
    """Return what real visitors of a council's website met; None where nobody has looked.

    Of the origins that the website is known by, the likeliest that has data speaks for it: first
    that on which its home page ends up. Phones speak before other devices.
    """
    with db.read() as session:
        found: Any = session.execute(
            _homes()
            .join(models.Council, models.Council.website_id == models.Website.id)
            .where(models.Council.slug == slug)
        ).first()
        if found is None:
            url = session.scalar(
                select(models.Website.url)
                .join(models.Council, models.Council.website_id == models.Website.id)
                .where(models.Council.slug == slug)
            )
            likely = candidates(() if url is None else (url,))
        else:
            url, *row = found
            likely = candidates((_ended_at(row, url), url))
        rows = session.scalars(
            select(models.FieldData)
            .where(models.FieldData.origin.in_(likely))
            .order_by(models.FieldData.last_day.desc(), models.FieldData.first_day.desc())
        ).all()
        absences = session.execute(
            select(
                models.FieldAbsence.origin,
                models.FieldAbsence.form_factor,
                models.FieldAbsence.asked_at,
            ).where(models.FieldAbsence.origin.in_(likely))
        ).all()
    held: dict[tuple[str, FormFactor], list[models.FieldData]] = defaultdict(list)
    for each in rows:
        held[each.origin, each.form_factor].append(each)
    for form_factor in FormFactor:
        for origin in likely:
            if periods := held.get((origin, form_factor)):
                shown = (origin, form_factor)
                asked = [each.asked_at for each in absences if (each[0], each[1]) == shown]
                return FieldDetail(
                    periods=tuple(map(_period, periods[:_SHOWN_PERIODS])),
                    absent_at=max(asked, default=None),
                )
    if not absences:
        return None
    devices = {each.form_factor for each in absences}
    return FieldDetail(
        absent_at=max(each.asked_at for each in absences),
        absent_for=tuple(each for each in FormFactor if each in devices),
    )


def _homes() -> Select[tuple[Any, ...]]:
    """Select each website's address, and what says where its home page ended up when it was last
    scored."""
    ends: tuple[Any, ...] = (models.PageAudit.final_url, models.PageAudit.url, models.Page.url)
    return (
        select(models.Website.url, *ends)
        .select_from(models.Website)
        .join(models.PageAudit, models.PageAudit.site_audit_id == newest_scored(models.Website.id))
        .join(
            models.PanelPage,
            (models.PanelPage.site_audit_id == models.PageAudit.site_audit_id)
            & (models.PanelPage.page_id == models.PageAudit.page_id)
            & (models.PanelPage.role == PageRole.HOME),
        )
        .join(models.Page, models.Page.id == models.PageAudit.page_id)
    )


def _ended_at(row: list[str | None], url: str) -> str:
    return next((address for address in row if address), url)


def _period(row: models.FieldData) -> FieldPeriod:
    return FieldPeriod(
        data=FieldData(**{name: getattr(row, name) for name in FieldData.__struct_fields__}),
        source=row.source,
        imported_at=row.imported_at,
    )
