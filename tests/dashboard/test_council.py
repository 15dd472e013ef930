"""What a council's page says of its places, its findings and its pictures."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.config import Config
from crawler.database import store
from crawler.database.queries import TrendPoint
from crawler.database.session import open_database
from crawler.records import EndState, Pillar, PillarScores
from dashboard import data
from dashboard.content import history
from dashboard.pages import page_at
from tests.dashboard.population import CRAWLS, NOW, council
from tests.database.samples import finding, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LCP = "largest-contentful-paint"
SECONDS = (22.9, 4.1, 4.4)


@pytest.fixture
def shown(filled: Config) -> Iterator[Config]:
    data.configure(filled)
    yield filled
    data.configure(Config())


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[None]:
    """A dashboard of one council whose pages are slow, each in its own measure."""
    config = replace(Config(), database=f"sqlite:///{tmp_path / 'usability.db'}")
    database = open_database(config.database, create=True)
    northam, gone = council("northam"), council("westbury")
    store.save_register(database, [northam, replace(gone, valid_to=(NOW - timedelta(2)).date())])
    ticket = store.begin_crawl(database, started_at=CRAWLS[-1], register="r")
    key = store.begin_site(database, ticket.id, northam.website, CRAWLS[-1]).site_audit_id
    for page, seconds in zip(panel(3, northam.website), SECONDS, strict=True):
        late = finding(LCP, selectors=(), failing=1, pillar=Pillar.SPEED)
        late = replace(late, title=f"The largest content appears after {seconds} seconds")
        store.save_page(database, key, result(page, CRAWLS[-1], findings=(late, finding())))
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), CRAWLS[-1])
    database.close()
    data.configure(config)
    yield
    data.configure(Config())


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.usefixtures("slow")
def test_each_page_has_its_own_number_and_none_has_that_of_another() -> None:
    for query in ({"council": "northam"}, {"council": "northam", "finding": LCP}):
        main = page_at("/council", query).main
        for seconds in SECONDS:
            own = f"The largest content appears after {seconds} seconds"
            assert own in text(main)
            assert not re.search(rf"<h[123][^>]*>{own}", main)


@pytest.mark.usefixtures("slow")
def test_scores_by_an_older_method_are_shown_and_not_ranked() -> None:
    database = open_database(data.config().database)
    southam = replace(council("southam"), website="https://southam.example/")
    store.save_register(database, [council("northam"), southam])
    ticket = store.begin_crawl(database, started_at=NOW, register="r")
    key = store.begin_site(database, ticket.id, southam.website, NOW).site_audit_id
    store.close_site(database, key, EndState.AUDITED, "", replace(site_score(70.0), method=2), NOW)
    database.close()
    told = "scored by method 1; not ranked until the next crawl"
    old = text(page_at("/council", {"council": "northam"}).main)
    assert "80.0" in old
    assert told.capitalize() in old
    new = text(page_at("/council", {"council": "southam"}).main)
    assert "1st of 1" in new
    assert "not ranked" not in new
    assert f"1 council: {told}." in text(page_at("/", {}).main)


@pytest.mark.usefixtures("slow")
def test_elements_are_counted_only_where_there_are_some() -> None:
    tags = re.findall(
        r"<li>([^<]*3 pages[^<]*)</li>", page_at("/council", {"council": "northam"}).main
    )
    assert sorted(tags) == ["3 pages", "In the template: all 3 pages, 6 elements"]
    alone = page_at("/council", {"council": "northam", "finding": LCP}).main
    assert "Failing" not in alone


@pytest.mark.usefixtures("slow")
def test_a_council_that_is_no_more_has_left() -> None:
    assert [row.slug for row in data.league()] == ["northam"]
    assert data.summary().councils == 1
    assert page_at("/council", {"council": "westbury"}).status == 404


@pytest.mark.usefixtures("shown")
def test_equal_scores_share_a_place() -> None:
    """Westbury and Twinford have the same faults."""
    for slug in ("westbury", "twinford"):
        main = page_at("/council", {"council": slug}).main
        places = re.findall(r'<dd class="place">([^<]*\d(?:st|nd|rd|th)[^<]*)</dd>', main)
        assert len(places) == 4
        assert all(re.fullmatch(r"joint \d+(st|nd|rd|th) of \d+", place) for place in places)
    alone = page_at("/council", {"council": "hostile"})
    assert re.search(r'<dd class="place">\d+(st|nd|rd|th) of \d+</dd>', alone.main)


@pytest.mark.usefixtures("shown")
def test_findability_is_a_fifth_tile_and_not_in_the_total() -> None:
    tiles = page_at("/council", {"council": "northam"}).main.split('<div class="tile ')[1:]
    assert [tile.split('"')[0] for tile in tiles][-1] == "findability"
    said = text(tiles[-1])
    for words in ("53%", "4 of 7 tasks", "easy to find or findable; not in the total."):
        assert words in said
    assert 'href="#findability"' in tiles[-1]
    assert '<h2 id="findability">' in tiles[-1]


def test_a_picture_that_was_removed_is_a_sentence(shown: Config, tmp_path: Path) -> None:
    there = page_at("/council", {"council": "northam"}).main
    assert there.count('<img src="/artifact/') == 4
    assert "no longer kept" not in there
    data.configure(replace(shown, artifacts=tmp_path))
    gone = page_at("/council", {"council": "northam"}).main
    assert "<img" not in gone
    assert "/artifact/" not in gone
    assert gone.count("The picture is no longer kept.") == 4


@pytest.mark.usefixtures("shown")
def test_a_site_that_was_not_judged_is_not_said_to_be_without_faults() -> None:
    assert "What to repair first" in page_at("/council", {"council": "northam"}).main
    refused = page_at("/council", {"council": "walled"}).main
    assert "Blocked us" in refused
    assert "What to repair first" not in refused


@pytest.mark.usefixtures("slow")
def test_totals_of_other_pages_are_not_compared(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'usability.db'}")
    url = council("northam").website
    for hours, size, said in ((2, 3, "no change since"), (1, 4, "pages changed since")):
        at = NOW - timedelta(hours=hours)
        ticket = store.begin_crawl(database, started_at=at, register="r", fresh=True)
        key = store.begin_site(database, ticket.id, url, at).site_audit_id
        for page in panel(size, url):
            store.save_page(database, key, result(page, at))
        store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), at)
        data.configure(data.config())
        assert f"{said} the crawl before" in text(page_at("/council", {"council": "northam"}).main)
    database.close()


@pytest.mark.usefixtures("slow")
def test_our_own_failure_is_said_and_takes_nothing(tmp_path: Path) -> None:
    before = page_at("/council", {"council": "northam"}).main
    assert "failed on our side" not in before
    database = open_database(f"sqlite:///{tmp_path / 'usability.db'}")
    ticket = store.begin_crawl(database, started_at=NOW, register="r", fresh=True)
    key = store.begin_site(database, ticket.id, council("northam").website, NOW).site_audit_id
    store.close_site(database, key, EndState.FAILED, "our process died", None, NOW)
    database.close()
    data.configure(data.config())
    after = page_at("/council", {"council": "northam"}).main
    assert "failed on our side" in after
    assert "80.0" in before
    assert "80.0" in after


def test_two_crawls_of_one_day_are_told_apart() -> None:
    noon = NOW.replace(hour=12)
    first, last = (
        TrendPoint(
            crawl_id=number,
            at=noon - timedelta(hours=hours),
            state=EndState.AUDITED,
            scores=PillarScores(accessibility=80.0, speed=80.0, mobile=80.0, total=80.0),
            method=1,
            versions=None,
        )
        for number, hours in ((1, 3), (2, 0))
    )
    assert f"{noon:%H:%M} UTC" in history.in_words((first, last))
    assert "(no change)" in history.in_words((first, last))
    assert "(pages changed)" in history.in_words((first, replace(last, pages_changed=True)))
    assert "(method changed)" in history.in_words((first, replace(last, method=2)))
    assert "UTC" not in history.in_words((replace(first, at=noon - timedelta(7)), last))
