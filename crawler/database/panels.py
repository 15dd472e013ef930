"""The stored panel of a website: which pages stand for it from crawl to crawl, and its history.

A place is a page's time in the panel, for a role and task, or beyond it. Keeping a panel compares
it with the open places: those that it still has are brought up to date and keep their beginning,
those that it has no more end, and the rest begin.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import structs
from sqlalchemy import delete, select

from crawler.database import models
from crawler.database.page_audits import panel_page
from crawler.database.upsert import insert, key_of
from crawler.records import Candidate, PageRole, StoredPanel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.records import PanelPage

CANDIDATES = 10
PROMOTED = "It has a place among the pages that count now."
DEMOTED = "Its place among the pages that count went to another page."
NOT_CHOSEN_AGAIN = "A new search chose otherwise."


class _Key(NamedTuple):
    """What makes a place the same place."""

    page_id: int
    role: PageRole
    task: str
    beyond: bool


def stored_panel(db: Database, website_url: str) -> StoredPanel | None:
    """Return the panel that stands for the website now; None if none was ever chosen."""
    with db.read() as session:
        website = select(models.Website.id).filter_by(url=website_url).scalar_subquery()
        chosen = select(models.PanelPlace.id).where(models.PanelPlace.website_id == website)
        if not session.scalar(select(chosen.exists())):
            return None
        return open_panel(session, website)


def open_panel(session: Session, website_id: Any) -> StoredPanel:
    """Return the places of a website that are open, in their order."""
    rows = session.execute(
        select(models.Page.url, models.PanelPlace)
        .join(models.Page, models.Page.id == models.PanelPlace.page_id)
        .where(models.PanelPlace.website_id == website_id, models.PanelPlace.ended_at.is_(None))
        .order_by(models.PanelPlace.position, models.PanelPlace.id)
    ).all()
    return StoredPanel(
        pages=tuple(panel_page(url, place) for url, place in rows if not place.beyond),
        beyond=tuple(panel_page(url, place) for url, place in rows if place.beyond),
    )


def stored_candidates(db: Database, website_url: str) -> tuple[Candidate, ...]:
    """Return the candidates of the website's last discovery, in their order."""
    with db.read() as session:
        website = select(models.Website.id).filter_by(url=website_url).scalar_subquery()
        return candidates_of(session, website)


def places_left(db: Database, website_url: str) -> dict[PageRole, frozenset[str]]:
    """Return the addresses of the pages that once had a place in the website's panel, not beyond
    it, and have that place no more, by their role."""
    with db.read() as session:
        rows = session.execute(
            select(models.PanelPlace.role, models.Page.url)
            .join(models.Page, models.Page.id == models.PanelPlace.page_id)
            .join(models.Website, models.Website.id == models.PanelPlace.website_id)
            .where(models.Website.url == website_url)
            .where(models.PanelPlace.ended_at.is_not(None), models.PanelPlace.beyond.is_(False))
        ).all()
    left: dict[PageRole, set[str]] = {}
    for role, url in rows:
        left.setdefault(role, set()).add(url)
    return {role: frozenset(urls) for role, urls in left.items()}


def candidates_of(session: Session, website_id: Any) -> tuple[Candidate, ...]:
    """Return the candidates of the website's last discovery, in their order."""
    rows = session.scalars(
        select(models.PanelCandidate)
        .where(models.PanelCandidate.website_id == website_id)
        .order_by(models.PanelCandidate.position)
    )
    fields = Candidate.__struct_fields__
    return tuple(Candidate(**{name: getattr(row, name) for name in fields}) for row in rows)


def keep_panel(
    db: Database,
    website_url: str,
    panel: StoredPanel,
    candidates: Sequence[Candidate],
    at: datetime,
    *,
    why: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Make this the panel that stands for the website, in one transaction.

    A place that it has no more ends at `at`, for the reason that `why` gives for its address, and
    is linked to the page that names it in `replaces`. The same panel again changes nothing.
    `candidates` replace those of the discovery before, up to 10 for each role and task: the chosen
    and then the best. None at all leave the kept ones.
    """

    def work(session: Session) -> None:
        website_id = key_of(session, models.Website, url=website_url)
        # Two that keep a panel of one website at a time would end each other's places: take turns.
        session.execute(
            select(models.Website.id)
            .where(models.Website.id == website_id)
            .with_for_update(key_share=True)
        )
        _keep_places(session, website_id, panel, at, why)
        if candidates:
            _keep_candidates(session, website_id, candidates)

    db.write(work)


def _keep_places(
    session: Session, website_id: int, panel: StoredPanel, at: datetime, why: Mapping[str, str]
) -> None:
    wanted: dict[_Key, dict[str, Any]] = {}
    for position, page in enumerate([*panel.pages, *panel.beyond]):
        page_id = key_of(session, models.Page, website_id=website_id, url=page.url)
        beyond = position >= len(panel.pages)
        key = _Key(page_id, page.role, page.task or "", beyond)
        if key not in wanted and key._replace(beyond=False) not in wanted:
            wanted[key] = _values(page, position)
    rows = session.execute(
        select(models.PanelPlace, models.Page.url)
        .join(models.Page, models.Page.id == models.PanelPlace.page_id)
        .where(models.PanelPlace.website_id == website_id, models.PanelPlace.ended_at.is_(None))
    ).all()
    ended: dict[str, list[models.PanelPlace]] = {}
    open_now: dict[_Key, models.PanelPlace] = {}
    for place, url in rows:
        key = _Key(place.page_id, place.role, place.task, place.beyond)
        if key in wanted:
            open_now[key] = place
            continue
        place.ended_at = at
        place.why = why.get(url) or _why(key, wanted)
        ended.setdefault(url, []).append(place)
    session.flush()  # the unique index lets a page begin a place only after its last has ended
    successors = []
    for key, values in wanted.items():
        took_over = values["replaces"] is not None
        if key not in open_now:
            place = models.PanelPlace(
                website_id=website_id, chosen_at=at, **key._asdict(), **values
            )
            session.add(place)
        else:
            place = open_now[key]
            took_over &= place.replaces != values["replaces"]
            for name, value in values.items():
                setattr(place, name, value)
        if took_over:
            successors.append(place)
    session.flush()
    _link(successors, ended)


def _values(page: PanelPage, position: int) -> dict[str, Any]:
    """The columns of a place that may change while it stays the same place."""
    return {
        "position": position,
        "source": page.source,
        "score": page.score,
        "reason": page.reason,
        "supplier": page.supplier,
        "replaces": page.replaces,
    }


def _why(key: _Key, wanted: Iterable[_Key]) -> str:
    if key._replace(beyond=not key.beyond) in wanted:
        return PROMOTED if key.beyond else DEMOTED
    return NOT_CHOSEN_AGAIN


def _link(
    successors: Iterable[models.PanelPlace], ended: Mapping[str, Sequence[models.PanelPlace]]
) -> None:
    """Say which place took over from those that just ended: for the same role and task first, then
    for what is left of the page that it names."""
    pairs = [(place, old) for place in successors for old in ended.get(place.replaces or "", ())]
    for place, old in sorted(pairs, key=lambda pair: not _alike(*pair)):
        if old.replaced_by_id is None:
            old.replaced_by_id = place.id


def _alike(place: models.PanelPlace, old: models.PanelPlace) -> bool:
    return (place.role, place.task) == (old.role, old.task)


def _keep_candidates(session: Session, website_id: int, given: Sequence[Candidate]) -> None:
    groups: dict[tuple[PageRole, str | None], list[Candidate]] = {}
    for candidate in given:
        groups.setdefault((candidate.role, candidate.task), []).append(candidate)
    best = [
        candidate
        for group in groups.values()
        for candidate in sorted(group, key=lambda one: (one.rejected != "", -one.score))[
            :CANDIDATES
        ]
    ]
    if tuple(best) == candidates_of(session, website_id):
        return
    table = models.PanelCandidate
    session.execute(delete(table).where(table.website_id == website_id))
    rows = [
        {"website_id": website_id, "position": position, **structs.asdict(candidate)}
        for position, candidate in enumerate(best)
    ]
    session.execute(insert(session, table), rows)
