"""What a council's page says of speed, and, apart, of what real visitors met."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from markupsafe import escape
from msgspec.structs import replace

from crawler.config import Config
from crawler.database.queries import FieldDetail, FieldPeriod, NetworkTotals, PageSummary
from crawler.facts.measurement import Flag
from crawler.field_data.vitals import CLS, INP, LCP, Judgement, Vital
from crawler.records import (
    EndState,
    FieldData,
    FieldSource,
    FormFactor,
    Metrics,
    PageRole,
    PillarScores,
)
from crawler.words import SPEED_NAME
from dashboard import data
from dashboard.content import methodology, speed
from dashboard.pages import page_at
from tests.dashboard.hostile import HOSTILE
from tests.dashboard.speeds import EARLIER, LOADING, MEASUREMENT, PERIOD, REPEATED, loading_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.facts.loading import Loading
    from crawler.facts.measurement import Measurement

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
METRICS = Metrics(fcp_ms=1500, lcp_ms=3100, tbt_ms=1240, cls=0.04, speed_index_ms=3000)


def page(
    number: int = 1,
    measurement: Measurement | None = None,
    role: PageRole = PageRole.OTHER,
    metrics: Metrics | None = METRICS,
    weight: int | None = 1_000_000,
) -> PageSummary:
    return PageSummary(
        page_audit_id=number,
        url=f"https://a.example/{number}",
        final_url=f"https://a.example/{number}",
        role=role,
        task=None,
        state=EndState.AUDITED,
        reason="",
        visited_at=NOW,
        scores=PillarScores(speed=60.0 + number) if metrics else PillarScores(),
        metrics=metrics,
        network=NetworkTotals(requests=30, transfer_bytes=weight, ttfb_ms=None) if weight else None,
        screenshots={},
        measurement=measurement,
    )


def met(*records: FieldData, source: FieldSource = FieldSource.API) -> FieldDetail:
    at = NOW - timedelta(days=3)
    return FieldDetail(
        periods=tuple(FieldPeriod(data=each, source=source, imported_at=at) for each in records)
    )


def shown(
    *pages: PageSummary,
    loaded: dict[int, Loading] | None = None,
    known: FieldDetail | None = None,
) -> str:
    return str(speed.section(pages, loaded or {}, known, NOW))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" .", ".").replace(" ,", ",")


# --- Our simulation -----------------------------------------------------------------------------


def test_each_page_has_its_figures_and_says_how_it_was_measured() -> None:
    busy = replace(MEASUREMENT, flag=Flag.BUSY)
    said = text(shown(page(1, REPEATED), page(2, busy), page(3, MEASUREMENT), page(4)))
    assert f"4 pages scored 61.0 to 64.0 of 100 by the {SPEED_NAME}" in said
    assert "1 page was measured more than once, to be sure" in said
    assert "1 page could not be measured as well as we would like" in said
    assert "61.0 1.5 s 3.1 s 1,240 ms 0.04 3.0 s 3 times It is the home page." in said
    assert "Once Our machine was busy, so take these with care." in said


def test_pages_by_lot_and_without_figures_are_left_out() -> None:
    said = text(shown(page(1), page(2, role=PageRole.ROTATING), page(3, metrics=None)))
    assert "1 page scored 61.0 of 100" in said
    assert "Speed of each page (1)" in said
    assert "Speed was not measured on 1 page. " in f"{said} "
    assert shown(page(3, role=PageRole.ROTATING)) == ""
    assert shown() == ""


def test_a_machine_that_does_not_measure_says_so() -> None:
    why = "speed is not measured on this machine: it is too slow"
    pages = [replace(page(number, metrics=None), no_speed=why) for number in (1, 2)]
    said = text(shown(*pages))
    assert "Speed was not measured on 2 pages. Speed is not measured on this machine:" in said
    assert said.count("too slow") == 1
    assert "What the pages weigh" in said
    assert "Speed of each page" not in said


def test_the_weight_is_a_picture_and_a_list() -> None:
    html = shown(page(1), page(2), loaded={1: LOADING, 2: LOADING})
    said = text(html)
    assert "A page weighs 1.0 MB on average" in said
    assert "0.15 g of CO 2 e, grade C of A+ to F" in said
    kinds = re.findall(r'class="what">([^<]+)</span> <span class="amount">([^<]+)<', html)
    assert kinds[:2] == [
        ("Pictures", "612 kB, 12 kB from others"),
        ("Scripts", "410 kB, 230 kB from others"),
    ]
    assert kinds[-2:] == [("Fonts", "49 kB, all from others"), ("The page itself", "21 kB")]
    assert 'class="own" style="width:98.0%"></span><span class="others" style="width:2.0%"' in html
    assert "25% of the weight" in said
    assert "Tracker Ltd tracker.example 2 461 kB 900 ms" in said
    assert "fonts.example 2 97 kB –" in said


def test_older_crawls_have_a_weight_and_no_picture() -> None:
    said = text(shown(page(1, weight=20_000), page(2, weight=None)))
    assert "A page weighs 20 kB on average" in said
    assert "A view causes less than 0.01 g of CO 2 e, grade A+" in said
    assert "Striped" not in said
    assert "Weight of each page (1)" in said
    own = replace(LOADING, types=LOADING.types[:2], third_parties=(), third_count=0)
    alone = text(shown(page(1), loaded={1: own}))
    assert "No file comes from other organisations." in alone
    assert "Other organisations whose files" not in alone
    assert "What the pages weigh" not in shown(page(1, weight=None))


# --- Real visitors ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vital", "good", "middle", "poor"),
    [(LCP, 2500, 4000, 4000.1), (INP, 200, 500, 501), (CLS, 0.1, 0.25, 0.2501)],
)
def test_the_words_are_those_of_web_vitals(
    vital: Vital, good: float, middle: float, poor: float
) -> None:
    assert vital.judge(good) is Judgement.GOOD
    assert vital.judge(good * 1.01) is Judgement.NEEDS_IMPROVEMENT
    assert vital.judge(middle) is Judgement.NEEDS_IMPROVEMENT
    assert vital.judge(poor) is Judgement.POOR


def test_visitors_are_beside_our_figures_and_in_no_score() -> None:
    html = shown(page(1), page(2), known=met(PERIOD, EARLIER))
    apart = html[html.index('<section class="visitors"') :]
    said = text(apart)
    assert "Chrome’s visitors of https://www.northam.example on phones" in said
    assert "25 October to 21 November 2026" in said
    assert "Chrome UX Report, asked of its API on 20 November 2026 (3 days ago)" in said
    assert "Largest Contentful Paint LCP 2.2 s Good 3.1 s" in said
    assert "Interaction to Next Paint INP 311 ms Needs improvement needs a visitor" in said
    assert "Cumulative Layout Shift CLS 0.31 Poor 0.04" in said
    assert "Total Blocking Time: 1,240 ms" in said
    assert "This is part of no score." in said
    assert "Earlier periods (1)" in said
    assert "20 December 2025 to 16 January 2026 4.1 s – 0.31" in said


def test_other_devices_and_files_are_named_and_gaps_stay_gaps() -> None:
    desktop = replace(PERIOD, form_factor=FormFactor.DESKTOP, lcp_p75_ms=None)
    said = text(shown(known=met(desktop, source=FieldSource.FILE)))
    assert "on desktop computers" in said
    assert "imported from a file on" in said
    assert "Largest Contentful Paint LCP – – Interaction" in said
    assert "Our simulation" not in said


def test_nothing_is_said_honestly() -> None:
    assert "Nobody has imported what Chrome’s visitors" in shown(page(1))
    at = NOW - timedelta(days=1)
    said = text(shown(known=FieldDetail(absent_at=at, absent_for=(FormFactor.PHONE,))))
    assert "Chrome publishes nothing about visits of this website on phones" in said
    assert "Asked on 22 November 2026 (yesterday)" in said
    both = replace(met(PERIOD), absent_at=at)
    assert "On 22 November 2026 Chrome had nothing newer." in text(shown(known=both))
    older = replace(met(PERIOD), absent_at=at - timedelta(days=9))
    assert "nothing newer" not in text(shown(known=older))


def test_hostile_text_stays_text() -> None:
    loading = loading_of("hostile")
    assert loading is not None
    for words in HOSTILE:
        odd = replace(REPEATED, why=words)
        known = met(replace(PERIOD, origin=words))
        html = shown(page(1, odd), loaded={1: loading}, known=known)
        assert "<script" not in html
        assert "<img" not in html
        assert "<style" not in html
        assert 'href="javascript' not in html
        assert html.count(str(escape(words))) >= 3


# --- The whole page -----------------------------------------------------------------------------


@pytest.fixture
def filled_data(filled: Config) -> Iterator[None]:
    data.configure(filled)
    yield
    data.configure(Config())


@pytest.mark.usefixtures("filled_data")
def test_a_council_s_page_has_it_all() -> None:
    main = page_at("/council", {"council": "northam"}).main
    assert main.count('<h2 id="speed">') == 1
    said = text(main)
    assert "3 times It is the home page." in said
    assert "Tracker Ltd tracker.example" in said
    assert "2.2 s Good" in said
    others = text(page_at("/council", {"council": "glenmore"}).main)
    assert "What the pages weigh" in others
    assert "Nobody has imported" in others
    walled = text(page_at("/council", {"council": "walled"}).main)
    assert "Chrome publishes nothing about visits of this website on phones" in walled
    assert "What the pages weigh" not in walled
    assert "Nobody has imported" not in text(page_at("/council", {"council": "hermit"}).main)


def test_where_it_comes_from_is_there() -> None:
    said = str(methodology.page(Config(), (), NOW))
    assert f'<h2 id="{methodology.VISITORS.partition("#")[2]}">' in said
    assert "Largest Contentful Paint (LCP)" in said
    assert "2.5 s" in said
    assert "200 ms" in said
    assert "0.25" in said
