from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from crawler.database import models, store
from crawler.database.panels import CANDIDATES, DEMOTED, NOT_CHOSEN_AGAIN, PROMOTED
from crawler.records import Candidate, PageRole, PanelPage, Source, StoredPanel
from tests.database.samples import MONDAY, SITE, WEEK, result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from crawler.database.session import Database


def page(path: str, task: str | None = None, **fields: object) -> PanelPage:
    values: dict[str, object] = {
        "role": PageRole.TASK if task else PageRole.OTHER,
        "reason": f"“{path}” says so.",
        "source": Source.DEEPER_LINK,
        "score": 81,
    }
    return PanelPage(url=SITE + path, task=task, **(values | fields))  # type: ignore[arg-type]


HOME = page("", role=PageRole.HOME, source=Source.REGISTER, score=100)
BINS = page("bins", "bin-day")
TAX = page("tax", "council-tax", supplier="pay.example:8443", source=Source.LOCAL_LINKS)
MAP = page("map", "parking")
PANEL = StoredPanel(pages=(HOME, BINS, TAX), beyond=(MAP, page("bins", "bulky-waste")))


def keep(
    db: Database,
    panel: StoredPanel,
    *candidates: Candidate,
    at: datetime = MONDAY,
    why: Mapping[str, str] | None = None,
) -> None:
    store.keep_panel(db, SITE, panel, candidates, at, why=why or {})
    assert store.stored_panel(db, SITE) == panel


def places(db: Database, **conditions: object) -> list[models.PanelPlace]:
    with db.read() as session:
        return list(
            session.scalars(
                select(models.PanelPlace).filter_by(**conditions).order_by(models.PanelPlace.id)
            )
        )


def everything(db: Database) -> list[dict[str, object]]:
    with db.read() as session:
        rows = session.execute(select(models.PanelPlace.__table__)).mappings().all()
        more = session.execute(select(models.PanelCandidate.__table__)).mappings().all()
        return [dict(row) for row in [*rows, *more]]


def candidate(path: str, score: int, task: str | None = "bin-day", **fields: str) -> Candidate:
    return Candidate(
        role=PageRole.TASK if task else PageRole.CONTACT,
        task=task,
        url=SITE + path,
        source=Source.SITEMAP,
        score=score,
        reason="Its address names the task.",
        **fields,
    )


def test_a_website_without_a_panel(db: Database) -> None:
    assert store.stored_panel(db, SITE) is None
    keep(db, PANEL)
    assert store.stored_panel(db, "https://www.westmere.example/") is None


def test_the_same_panel_twice_changes_nothing(db: Database) -> None:
    found = (candidate("bins", 91), candidate("news/bins", 40, rejected="It is a news story."))
    keep(db, PANEL, *found)
    before = everything(db)
    keep(db, PANEL, *found, at=MONDAY + WEEK, why={BINS.url: "Never said."})
    assert everything(db) == before
    assert {place.chosen_at for place in places(db)} == {MONDAY}


def test_a_replaced_page_is_linked_to_its_replacement(db: Database) -> None:
    keep(db, PANEL)
    new = page("recycling", "bin-day", replaces=BINS.url)
    other = page("bulky", "bulky-waste", replaces=BINS.url)
    later = StoredPanel(pages=(HOME, new, TAX), beyond=(MAP, other))
    keep(db, later, at=MONDAY + WEEK, why={BINS.url: "It is gone (404)."})
    ended = [place for place in places(db) if place.ended_at]
    assert [(place.task, place.ended_at, place.why) for place in ended] == [
        ("bin-day", MONDAY + WEEK, "It is gone (404)."),
        ("bulky-waste", MONDAY + WEEK, "It is gone (404)."),
    ]
    with db.read() as session:
        successors = [session.get_one(models.PanelPlace, old.replaced_by_id) for old in ended]
    assert [place.task for place in successors] == ["bin-day", "bulky-waste"]
    assert {place.chosen_at for place in successors} == {MONDAY + WEEK}
    before = everything(db)
    keep(db, later, at=MONDAY + 2 * WEEK)
    assert everything(db) == before


def test_a_page_of_another_role_may_take_over(db: Database) -> None:
    keep(db, PANEL)
    filler = page("news", replaces=TAX.url)
    keep(db, StoredPanel(pages=(HOME, BINS, filler), beyond=PANEL.beyond))
    (tax,), (news,) = places(db, task="council-tax"), places(db, task="")[1:]
    assert tax.replaced_by_id == news.id
    assert tax.why == NOT_CHOSEN_AGAIN


def test_a_page_that_comes_back_is_a_new_place(db: Database) -> None:
    keep(db, PANEL)
    new = page("recycling", "bin-day", replaces=BINS.url)
    keep(db, StoredPanel(pages=(HOME, new, TAX)), at=MONDAY + WEEK)
    keep(db, PANEL, at=MONDAY + 2 * WEEK)
    first, second, third = places(db, task="bin-day")
    assert (first.ended_at, first.replaced_by_id) == (MONDAY + WEEK, second.id)
    assert (second.ended_at, second.replaced_by_id) == (MONDAY + 2 * WEEK, None)
    assert (third.page_id, third.chosen_at, third.ended_at) == (
        first.page_id,
        MONDAY + 2 * WEEK,
        None,
    )


def test_an_old_replacement_does_not_take_over_again(db: Database) -> None:
    keep(db, PANEL)
    new = page("recycling", "bin-day", replaces=BINS.url)
    keep(db, StoredPanel(pages=(HOME, new, TAX)))
    keep(db, StoredPanel(pages=(HOME, new, TAX, page("bins"))))
    keep(db, StoredPanel(pages=(HOME, new, TAX)))
    assert places(db, role=PageRole.OTHER, task="")[-1].replaced_by_id is None


def test_what_is_known_of_a_place_is_brought_up_to_date(db: Database) -> None:
    keep(db, PANEL)
    moved = StoredPanel(
        pages=(HOME, replace(TAX, score=99, supplier=None), BINS, page("more")),
        beyond=PANEL.beyond[::-1],
    )
    keep(db, moved, at=MONDAY + WEEK)
    assert [place.ended_at for place in places(db)] == [None] * 6
    assert [place.chosen_at for place in places(db)] == [MONDAY] * 5 + [MONDAY + WEEK]


def test_moving_in_and_out_of_what_counts_is_history(db: Database) -> None:
    keep(db, PANEL)
    keep(db, StoredPanel(pages=(HOME, MAP, BINS), beyond=(TAX, PANEL.beyond[1])))
    assert [(place.task, place.why) for place in places(db) if place.ended_at] == [
        ("council-tax", DEMOTED),
        ("parking", PROMOTED),
    ]


def test_a_panel_that_was_emptied_was_once_chosen(db: Database) -> None:
    keep(db, PANEL)
    keep(db, StoredPanel())


def test_a_page_has_one_open_place_for_a_task(db: Database) -> None:
    doubled = StoredPanel(pages=(HOME, BINS, BINS), beyond=(BINS,))
    store.keep_panel(db, SITE, doubled, (), MONDAY)
    assert store.stored_panel(db, SITE) == StoredPanel(pages=(HOME, BINS))
    (row,) = places(db, task="bin-day")
    names = [column.name for column in models.PanelPlace.__table__.c if column.name != "id"]
    values = {name: getattr(row, name) for name in names}
    with pytest.raises(IntegrityError, match="panel_place"):
        db.write(lambda session: session.add(models.PanelPlace(**values)))


def test_candidates_are_those_of_the_last_discovery(db: Database) -> None:
    keep(db, PANEL, candidate("old", 50))
    keep(db, PANEL)
    assert [row["url"] for row in everything(db)[5:]] == [f"{SITE}old"]
    many = [candidate(f"bins-{score}", score, rejected="Worse.") for score in range(1, 30)]
    chosen = candidate("chosen", 3)
    contact = candidate("contact", 70, None)
    keep(db, PANEL, *many, contact, chosen)
    rows = everything(db)[5:]
    assert [row["score"] for row in rows] == [3, *range(29, 30 - CANDIDATES, -1), 70]
    assert rows[0]["url"] == chosen.url
    assert rows[-1]["url"] == contact.url


def test_websites_have_panels_of_their_own(db: Database) -> None:
    keep(db, PANEL)
    other = "https://www.westmere.example/"
    store.keep_panel(db, other, StoredPanel(pages=(HOME,)), (), MONDAY)
    assert store.stored_panel(db, SITE) == PANEL
    assert store.stored_panel(db, other) == StoredPanel(pages=(HOME,))


class TestOfOneCrawl:
    """The panel of a crawl beside the stored one."""

    def begin(self, db: Database, week: int = 0) -> int:
        at = MONDAY + week * WEEK
        return store.begin_site(
            db, store.begin_crawl(db, started_at=at, register="r").id, SITE, at
        ).site_audit_id

    def planned(self, db: Database, audit: int) -> int | None:
        with db.read() as session:
            return session.scalar(select(models.SiteAudit.pages_planned).filter_by(id=audit))

    def test_it_keeps_where_its_pages_were_found(self, db: Database) -> None:
        audit = self.begin(db)
        new = page("recycling", "bin-day", replaces=BINS.url)
        store.save_panel(db, audit, (HOME, new, TAX))
        assert store.panel_of(db, audit) == (HOME, new, TAX)
        store.save_page(db, audit, result(TAX))
        assert [each.page for each in store.results_of(db, audit)] == [TAX]

    def test_rotating_pages_are_not_planned_for_the_score(self, db: Database) -> None:
        audit = self.begin(db)
        rotating = page("seldom", role=PageRole.ROTATING, source=Source.DRAWN)
        store.save_panel(db, audit, (HOME, BINS, rotating))
        assert self.planned(db, audit) == 2

    @pytest.mark.parametrize("stored_first", [True, False])
    def test_killed_between_the_two(self, db: Database, stored_first: bool) -> None:
        """Whichever came first, doing both again comes out the same."""
        audit = self.begin(db)
        keep(db, PANEL)
        later = StoredPanel(pages=(HOME, page("new", "bin-day", replaces=BINS.url), TAX))
        steps: list[Callable[[], None]] = [
            lambda: keep(db, later, at=MONDAY + WEEK, why={BINS.url: "It is gone."}),
            lambda: store.save_panel(db, audit, later.pages),
        ]
        for step in [*steps[:: 1 if stored_first else -1][:1], *steps]:
            step()
        assert store.stored_panel(db, SITE) == later
        assert store.panel_of(db, audit) == later.pages
        with db.read() as session:
            ended = models.PanelPlace.ended_at.is_not(None)
            assert session.scalar(select(func.count()).where(ended)) == 3
