"""The rotating tail depends on the day, the website and its pages, and on nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.panel.rotating import rotating_pages
from crawler.records import PageRole, Source
from tests.panel.council_pages import HOME

KNOWN = [f"{HOME}page-{number}" for number in range(30)]
DAY = date(2026, 11, 23)


@settings(deadline=None)
@given(st.permutations(KNOWN))
def test_the_order_of_the_known_pages_does_not_matter(known: list[str]) -> None:
    drawn = rotating_pages(known, [], day=DAY, website_url=HOME, count=2)
    assert drawn == rotating_pages(KNOWN, [], day=DAY, website_url=HOME, count=2)
    assert [page.role for page in drawn] == [PageRole.ROTATING] * 2
    assert all(page.source is Source.DRAWN for page in drawn)


def test_another_day_draws_other_pages() -> None:
    days = [date(2026, 11, day) for day in range(1, 11)]
    draws = {
        tuple(page.url for page in rotating_pages(KNOWN, [], day=day, website_url=HOME, count=2))
        for day in days
    }
    assert len(draws) > 5


def test_what_is_taken_or_no_page_of_the_site_is_never_drawn() -> None:
    odd = [HOME, HOME + "a.pdf", HOME + "login", "https://other.example/", "mailto:a@b.c", KNOWN[0]]
    assert rotating_pages(odd, [KNOWN[0] + "/"], day=DAY, website_url=HOME, count=9) == ()
    assert len(rotating_pages(odd, [], day=DAY, website_url=HOME, count=9)) == 1
    assert rotating_pages(KNOWN, [], day=DAY, website_url=HOME, count=0) == ()


@pytest.mark.parametrize(
    "path",
    [
        "search?q=bins",
        "SearchResults.aspx",
        "about?view=print",
        "about/print",
        "events/2026-12-01",
        "diary/2026/12",
        "meetings?month=12",
        "my-account",
    ],
)
def test_what_is_made_up_without_end_is_never_drawn(path: str) -> None:
    assert rotating_pages([HOME + path], [], day=DAY, website_url=HOME, count=1) == ()


def test_news_and_welsh_pages_may_be_drawn() -> None:
    known = [HOME + "news/2026/11/new-park", HOME + "cy/biniau"]
    assert len(rotating_pages(known, [], day=DAY, website_url=HOME, count=2)) == 2
