"""Field data: its history is kept, and the likeliest origin speaks for a website."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.database import queries, store
from crawler.records import EndState, FieldData, FieldSource, FormFactor
from tests.database.samples import MONDAY, SITE, WEEK, council, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from crawler.database.session import Database

ORIGIN = SITE.rstrip("/")
PERIOD = FieldData(
    origin=ORIGIN,
    form_factor=FormFactor.PHONE,
    first_day=date(2026, 10, 25),
    last_day=date(2026, 11, 21),
    lcp_p75_ms=2216.0,
    inp_p75_ms=None,
    cls_p75=0.05,
)
EARLIER = replace(PERIOD, first_day=date(2026, 9, 25), last_day=date(2026, 10, 22), cls_p75=0.3)


def save(db: Database, *records: FieldData, at: timedelta = timedelta()) -> None:
    store.save_field_data(db, records, FieldSource.API, MONDAY + at)


def found(db: Database) -> queries.FieldDetail:
    detail = queries.field_data(db, "eastmere")
    assert detail is not None
    return detail


def test_periods_come_back_newest_first_and_a_second_import_adds_none(db: Database) -> None:
    store.save_register(db, [council()])
    assert queries.field_data(db, "eastmere") is None
    save(db, EARLIER, PERIOD)
    save(db, PERIOD, PERIOD, at=WEEK)
    first, second = found(db).periods
    assert (first.data, second.data) == (PERIOD, EARLIER)
    assert (first.source, first.imported_at) == (FieldSource.API, MONDAY + WEEK)
    assert second.imported_at == MONDAY
    store.save_field_data(db, [replace(PERIOD, cls_p75=0.1)], FieldSource.FILE, MONDAY)
    assert found(db).periods[0].data.cls_p75 == 0.1
    assert found(db).periods[0].source is FieldSource.FILE
    save(db)
    assert len(found(db).periods) == 2


def test_that_there_is_nothing_is_kept_until_there_is_something(db: Database) -> None:
    store.save_register(db, [council()])
    store.save_field_absence(db, ORIGIN, FormFactor.PHONE, MONDAY)
    store.save_field_absence(db, ORIGIN, FormFactor.PHONE, MONDAY + WEEK)
    store.save_field_absence(db, ORIGIN, FormFactor.DESKTOP, MONDAY)
    assert found(db) == queries.FieldDetail(
        absent_at=MONDAY + WEEK, absent_for=(FormFactor.PHONE, FormFactor.DESKTOP)
    )
    assert queries.field_data_known(db, FormFactor.PHONE) == {ORIGIN: MONDAY + WEEK}
    save(db, PERIOD, at=2 * WEEK)
    assert found(db).absent_at is None, "that of desktops says nothing of phones"
    store.save_field_absence(db, ORIGIN, FormFactor.PHONE, MONDAY + 3 * WEEK)
    assert found(db).absent_at == MONDAY + 3 * WEEK
    assert queries.field_data_known(db, FormFactor.PHONE) == {ORIGIN: MONDAY + 3 * WEEK}
    assert queries.field_data_known(db, FormFactor.TABLET) == {}


def test_where_the_home_page_ends_up_speaks_before_the_register(
    db: Database, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    store.save_register(db, [council()])
    moved = replace(PERIOD, origin="https://eastmere.gov.example", lcp_p75_ms=900.0)
    twin = replace(PERIOD, origin="https://eastmere.example", lcp_p75_ms=4500.0)
    save(db, twin)
    assert found(db).periods[0].data == twin, "the same without www., where there is nothing else"
    save(db, PERIOD, replace(PERIOD, form_factor=FormFactor.DESKTOP, lcp_p75_ms=100.0))
    assert found(db).periods[0].data == PERIOD
    crawl = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, crawl.id, SITE, MONDAY).site_audit_id
    for page in panel(2):
        seen = result(page, MONDAY)
        home = f"{moved.origin}/home" if page.url == SITE else seen.facts.final_url
        seen = replace(seen, facts=replace(seen.facts, final_url=home))
        store.save_page(db, audit, seen)
    store.close_site(db, audit, EndState.AUDITED, "", site_score(80.0), MONDAY)
    assert queries.home_addresses(db) == {SITE: "https://eastmere.gov.example/home"}
    save(db, moved)
    with count_queries() as statements:
        assert found(db).periods[0].data == moved
    assert len(statements) == 3


def test_desktops_speak_where_no_phone_does(db: Database) -> None:
    store.save_register(db, [council()])
    desktop = replace(PERIOD, form_factor=FormFactor.DESKTOP)
    save(db, desktop, replace(PERIOD, form_factor=FormFactor.ALL))
    assert found(db).periods[0].data == desktop
    assert queries.field_data(db, "nowhere") is None


def test_many_records_at_once(db: Database) -> None:
    many = [replace(PERIOD, origin=f"https://c{number}.example") for number in range(1_500)]
    for each in (many[0], many[-1]):
        store.save_field_absence(db, each.origin, FormFactor.PHONE, MONDAY)
    save(db, *many, *many, at=WEEK)
    assert set(queries.field_data_known(db, FormFactor.PHONE).values()) == {MONDAY + WEEK}
