"""What pages were made of, how they were measured and what visitors met, hostile text included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.database import store
from crawler.facts.loading import Loading, Share, ThirdParty
from crawler.facts.measurement import Flag, Measurement, Run
from crawler.records import FieldData, FieldSource, FormFactor
from tests.dashboard.hostile import HOSTILE

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.database.session import Database

TYPES = (
    Share(type="document", requests=1, bytes=21_400),
    Share(type="stylesheet", requests=3, bytes=64_200),
    Share(type="script", requests=14, bytes=410_300, third_requests=6, third_bytes=230_100),
    Share(type="image", requests=9, bytes=612_000, third_requests=1, third_bytes=12_000),
    Share(type="font", requests=2, bytes=48_700, third_requests=2, third_bytes=48_700),
    Share(type="data", requests=2, bytes=300, third_requests=2, third_bytes=300),
)
LOADING = Loading(
    types=TYPES,
    third_parties=(
        ThirdParty(
            domain="tracker.example", name="Tracker Ltd", requests=7, bytes=230_400, thread_ms=450
        ),
        ThirdParty(domain="fonts.example", requests=2, bytes=48_700),
    ),
    third_count=2,
)
MEASUREMENT = Measurement(factor=1.12, load=0.8)
_RUN = Run(fcp_ms=900, lcp_ms=1400, tbt_ms=60, speed_index_ms=1600, cls_thousandths=20)
REPEATED = replace(
    MEASUREMENT,
    why="It is the home page.",
    seconds=8.2,
    runs=(_RUN, replace(_RUN, lcp_ms=1450), replace(_RUN, lcp_ms=1390)),
)
PERIOD = FieldData(
    origin="https://www.northam.example",
    form_factor=FormFactor.PHONE,
    first_day=date(2026, 10, 25),
    last_day=date(2026, 11, 21),
    lcp_p75_ms=2216.0,
    inp_p75_ms=311.0,
    cls_p75=0.31,
)
EARLIER = replace(
    PERIOD,
    first_day=date(2025, 12, 20),
    last_day=date(2026, 1, 16),
    lcp_p75_ms=4100.0,
    inp_p75_ms=None,
)


def loading_of(site: str) -> Loading | None:
    """What the pages of a website are made of; most were visited before that was kept."""
    if site == "hostile":
        hosts = tuple(ThirdParty(domain=text, name=text, requests=1, bytes=900) for text in HOSTILE)
        odd = Share(type=HOSTILE[0], requests=1, bytes=50, third_bytes=90)
        return replace(LOADING, types=(*TYPES, odd), third_parties=hosts * 2, third_count=14)
    return LOADING if site == "northam" else None


def measurement_of(site: str, position: int) -> Measurement | None:
    if site == "hostile":
        return replace(REPEATED, why=HOSTILE[0], flag=Flag.BUSY)
    if site != "northam":
        return None
    if position == 0:
        return REPEATED
    return replace(MEASUREMENT, flag=Flag.BUSY) if position == 1 else MEASUREMENT


def save_field_data(database: Database, at: datetime) -> None:
    """What visitors of some of the websites met, and that there is nothing of another."""
    store.save_field_data(
        database,
        [PERIOD, EARLIER, replace(PERIOD, origin="https://www.hostile.example")],
        FieldSource.API,
        at,
    )
    absent = "https://www.walled.example"
    store.save_field_absence(database, absent, FormFactor.PHONE, at - timedelta(hours=1))
