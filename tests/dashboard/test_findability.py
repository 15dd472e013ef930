"""What a council's page says of the tasks that residents come for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import escape
from msgspec.structs import replace

from crawler.database.queries import FindabilityDetail
from crawler.findability.site import findability as figure
from crawler.records import SearchOutcome, SearchState, TaskFindability, Verdict
from dashboard.content import findability
from tests.dashboard.hostile import HOSTILE
from tests.dashboard.tasks import TASKS, findability_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TESTED = NOW - timedelta(days=2)


def found(*tasks: TaskFindability, requests: int = 0) -> FindabilityDetail:
    return FindabilityDetail(tested_at=TESTED, findability=figure(tasks, requests))


def shown(*tasks: TaskFindability) -> str:
    return str(findability.section(found(*tasks), TESTED, NOW))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" ,", ",").replace(" :", ":")


def task(slug: str) -> TaskFindability:
    return next(each for each in TASKS if each.task == slug)


def row(html: str, slug: str) -> str:
    """The row of a task, as text."""
    return text(next(r for r in html.split('<tr role="row">') if f'id="task-{slug}"' in r))


def test_begins_with_the_sum_and_names_what_needs_someone() -> None:
    said = text(shown(*TASKS))
    assert "We looked for 7 things" in said
    assert "4 of 7 tasks are easy or findable. Weighted by importance, that is 53%." in said
    assert "1 not found: Report fly-tipping" in said
    assert "2 hard: Apply for housing, View or comment on planning applications" in said
    assert said.index("4 of 7") < said.index("Task by task")


def test_the_most_important_come_first_and_of_those_the_worst() -> None:
    order = re.findall(r'<span id="task-([\w-]+)"', shown(*TASKS))
    assert order == [
        "housing",
        "bin-day",
        "council-tax",
        "fly-tipping",
        "planning",
        "jobs",
        "noise",
    ]


def test_a_row_holds_the_verdict_its_reason_and_the_evidence() -> None:
    html = shown(*TASKS)
    bins = row(html, "bin-day")
    for words in (
        "Findable",
        "2 clicks",
        "Two clicks, but the link “Find out more” does not say where it leads.",
        "Home page open Menu Find out more (does not say where it leads) Check your bin day",
        "3rd",
        "Yes",
        "Your postcode",
        "10",
    ):
        assert words in bins
    planning = row(html, "planning")
    for words in (
        "Hard",
        "planning.supplier.example/northam/search?area=all",
        "Run by a supplier: planning.supplier.example",
        "Not in the first ten",
        "No",
        "16",
    ):
        assert words in planning
    assert "open Menu open Services A to Z Environment Noise" in row(html, "noise")
    assert "No answer" in row(html, "noise")
    assert "not known" in row(html, "housing")


def test_links_to_rows_lead_to_rows() -> None:
    html = shown(*TASKS)
    targets = re.findall(r'href="#(task-[\w-]+)"', html)
    assert len(targets) == 3
    for target in targets:
        assert html.count(f'id="{target}"') == 1


def test_a_verdict_is_a_word_in_the_bar_as_in_the_table() -> None:
    html = shown(*TASKS)
    bar = re.findall(r'<div class="shares" aria-hidden="true">(.*?)</div>', html)[0]
    shares = re.findall(r'class="([\w-]+)" style="flex-grow:(\d)"', bar)
    assert shares == [
        ("easy", "2"),
        ("findable", "2"),
        ("hard", "2"),
        ("not-found", "1"),
        ("unexamined", "1"),
    ]
    for kind, number in shares:
        assert f'<li><span class="verdict {kind}">{number} ' in html


def test_what_has_no_verdict_is_said_once_and_has_no_row() -> None:
    html = shown(*TASKS)
    said = text(html)
    assert "Not examined, so neither good nor bad: Elections and voting. robots.txt" in said
    assert (
        "Not this council’s job, and not counted: Apply for a school place, Report a pothole or "
        "road problem." in said
    )
    assert 'id="task-elections"' not in html
    assert 'id="task-pothole"' not in html


def test_nothing_to_judge_gives_no_empty_table() -> None:
    unseen = [replace(each, verdict=None, reason="the site refused us") for each in TASKS[:3]]
    html = shown(*unseen)
    assert "We could not look for any of the tasks." in text(html)
    assert "The site refused us." in text(html)
    assert "<table" not in html
    assert 'class="shares"' not in html


@pytest.mark.parametrize("nothing", [None, found()])
def test_a_website_before_findability_is_not_yet_measured(
    nothing: FindabilityDetail | None,
) -> None:
    html = findability.section(nothing, TESTED, NOW)
    assert "Not yet measured" in html
    assert "<table" not in html


def test_an_older_measurement_says_that_it_is() -> None:
    html = findability.section(found(*TASKS), NOW, NOW)
    assert "This is from the test of 21 November 2026 (2 days ago)" in html
    assert "This is from the test" not in shown(*TASKS)


def test_a_search_that_was_never_asked_has_no_column_but_a_sentence() -> None:
    unasked = [replace(each, search=SearchOutcome(state=SearchState.NO_FORM)) for each in TASKS]
    html = shown(*unasked)
    assert "Site search" not in html
    assert "We found no search form of the website’s own" in html
    assert "Site search" in shown(*TASKS)


def test_what_it_cost_is_said() -> None:
    detail = found(*TASKS, requests=23)
    assert "we loaded 23 pages beside" in findability.section(detail, TESTED, NOW)
    assert "we loaded" not in shown(*TASKS)


def test_one_task_is_not_many() -> None:
    assert "1 of 1 task is easy or findable." in text(shown(task("council-tax")))


def test_a_page_on_the_home_page_has_no_way_to_go() -> None:
    home = replace(task("council-tax"), clicks=0, path=(), url="https://www.northam.example/")
    html = shown(home)
    assert "0 clicks" in html
    assert 'class="way"' not in html


def test_hostile_text_stays_text_and_leads_nowhere() -> None:
    hostile = findability_of("hostile", 2)
    assert hostile is not None
    html = findability.section(
        FindabilityDetail(tested_at=TESTED, findability=hostile), TESTED, NOW
    )
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    for words in HOSTILE:
        assert str(escape(words[:60])) in html


def test_a_card_of_text_is_cut() -> None:
    step = replace(task("council-tax").path[0], text="Council tax " * 40)
    html = shown(replace(task("council-tax"), path=(step,)))
    quoted = re.findall(r"<li><q>(.*?)</q>", html)[0]
    assert len(quoted) <= 100
    assert quoted.endswith("…")


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.NOT_THIS_COUNCILS_JOB])
def test_every_verdict_has_a_mark_of_its_own(verdict: Verdict) -> None:
    html = shown(replace(task("council-tax"), verdict=verdict))
    kind = verdict.value.replace(" ", "-")
    assert f'<span class="verdict {kind}">' in html
