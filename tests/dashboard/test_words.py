from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.records import EndState, Impact, PageRole, PanelPage, Pillar, Viewport
from dashboard import words

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th")),
        *((21, "21st"), (101, "101st"), (111, "111th"), (112, "112th"), (122, "122nd")),
    ],
)
def test_ordinals(number: int, said: str) -> None:
    assert words.ordinal(number) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("the site refuses us (status 403)", "The site refuses us (status 403)."),
        ("robots.txt disallows / for every robot.", "robots.txt disallows / for every robot."),
        ("Is it gone?", "Is it gone?"),
        ("", ""),
    ],
)
def test_reasons_read_as_sentences(reason: str, said: str) -> None:
    assert words.sentence(reason) == said


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (2.34, "+2.3 better"),
        (-0.25, "−0.2 worse"),
        (-12.0, "−12.0 worse"),
        (0.0, "no change"),
        (-0.04, "no change"),
        (0.04, "no change"),
    ],
)
def test_changes_have_a_sign_and_a_word(points: float, said: str) -> None:
    assert words.change(points) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=30), "today"),
        (timedelta(hours=2), "yesterday"),  # it was 23:00 the day before
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=7), "1 week ago"),
        (timedelta(days=29), "4 weeks ago"),
        (timedelta(days=30), "1 month ago"),
        (timedelta(days=364), "12 months ago"),
        (timedelta(days=800), "2 years ago"),
        (timedelta(days=-2), "today"),  # a clock that was wrong
    ],
)
def test_ages(ago: timedelta, said: str) -> None:
    assert words.age(NOW - ago, NOW) == said


def test_every_state_impact_pillar_and_width_has_words() -> None:
    assert all(words.state(state) for state in EndState)
    assert words.state(None) == "Not yet tested"
    assert all(words.IMPACTS[impact] for impact in Impact)
    assert all(words.PILLARS[pillar] and words.MEANINGS[pillar.value] for pillar in Pillar)
    assert all(words.VIEWPORTS[viewport] for viewport in Viewport)
    unscored = {state for state in EndState if not state.scored}
    assert unscored == words.WHAT_HAPPENED.keys()


@pytest.mark.parametrize(
    ("role", "task", "name"),
    [
        (PageRole.HOME, None, "Home page"),
        (PageRole.TASK, "council-tax", "Council tax"),
        (PageRole.TASK, None, "Top task"),
        (PageRole.FORM, None, "Form"),
        (PageRole.DOCUMENTS, None, "Page of documents"),
        (PageRole.WELSH, None, "Welsh version of the home page"),
        (PageRole.WELSH, "council-tax", "Welsh version of council tax"),
        (PageRole.OTHER, None, "/news/today"),
        (PageRole.ROTATING, None, "/news/today"),
    ],
)
def test_pages_are_named_by_what_they_stand_for(
    role: PageRole, task: str | None, name: str
) -> None:
    page = PanelPage(url="https://a.example/news/today?x=1", role=role, task=task, reason="")
    assert words.page_name(page) == name


def test_shares_are_whole_and_texts_have_an_end() -> None:
    assert words.share(66.7) == "67%"
    assert words.share(0.0) == "0%"
    assert words.share(None) == words.NOTHING
    assert words.cut("Council tax", 11) == "Council tax"
    assert words.cut("Council tax bands", 9) == "Council…"


def test_sizes_and_times() -> None:
    assert words.size(412_300) == "412 kB"
    assert words.size(3_400_000) == "3.4 MB"
    assert words.seconds(2345) == "2.3 s"
    assert words.count(1, "page") == "1 page"
    assert words.count(1200, "page") == "1,200 pages"
