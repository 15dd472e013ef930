from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.findability.categories import CATEGORIES
from crawler.findability.clarity import is_clear, is_vague, names_page
from crawler.findability.method import METHOD
from crawler.panel.spelling import words
from crawler.tasks import read_tasks
from tests.facts import MARKUP
from tests.findability.pages import BULKY, TASK


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "…", "»", ">", "1", "24/7", "Click here", "READ MORE", "Read more…", "More »",
        "Find out more", "here", "Apply now", "https://www.northam.gov.uk/council-tax",
        "www.northam.gov.uk", "northam.gov.uk/tax", "Darllen mwy", "Rhagor o wybodaeth", "Yma",
    ],
)  # fmt: skip
def test_texts_that_could_stand_on_any_link_are_vague(text: str) -> None:
    assert is_vague(text)
    assert not is_clear(text, TASK, "Wales", named=True, markup=MARKUP, last=False)


@pytest.mark.parametrize(
    "text", ["Council tax", "Read more about council tax", "A to Z", "Pay", "Swyddi", "Report it"]
)
def test_texts_that_say_something_are_not(text: str) -> None:
    assert not is_vague(text)


@pytest.mark.parametrize(
    ("text", "h1", "title", "named"),
    [
        ("Bins", "Bins and recycling", "", True),
        ("Rubbish, bins and recycling", "Bins and recycling", "", True),
        ("Your bins", "", "Bins - Northam Council", True),
        ("Housing", "Bins and recycling", "Housing", True),
        ("Services", "Services", "", True),
        ("Northam", "Bins", "Bins | Northam", False),
        ("The council", "The council", "", False),
        ("Rubbish and tips", "Bins", "Bins", False),
        ("Click here", "Click here", "Click here", False),
        ("", "", "", False),
    ],
)
def test_a_link_names_the_page_it_leads_to(text: str, h1: str, title: str, named: bool) -> None:
    markup = replace(MARKUP, headings=((2, text), (1, h1)), title=title)
    assert names_page(text, markup) == named
    assert not names_page(text, None)


CALLED = replace(MARKUP, headings=((1, "Your council tax"),), title="")
BRAND = replace(MARKUP, headings=((1, "MyNortham"),), title="MyNortham")


def clear(text: str, **fields: object) -> bool:
    values = {"named": False, "markup": CALLED, "last": True} | fields
    return is_clear(text, TASK, "England", **values)  # type: ignore[arg-type]


def test_the_last_text_names_the_task_or_a_page_that_does() -> None:
    assert clear("Council tax")
    assert clear("Pay your council tax", markup=None)
    assert clear("Your bill", named=True)
    assert not clear("Your bill", named=False)
    assert not clear("MyNortham", named=True, markup=BRAND)


def test_the_texts_before_may_name_their_page_or_the_tasks_part_of_the_site() -> None:
    assert clear("Residents", named=True, last=False)
    assert not clear("Residents", named=False, last=False)
    assert clear("Bills and payments", last=False)
    assert not clear("Bills and payments", last=True)
    assert not is_clear("Bills", BULKY, "England", named=False, markup=None, last=False)


def test_a_topic_of_the_task_is_a_part_of_the_site() -> None:
    task = replace(BULKY, slug="another", topic_terms=("getting rid of things",))
    text = "Getting rid of things"
    assert is_clear(text, task, "England", named=False, markup=None, last=False)


@pytest.mark.parametrize(
    ("slug", "topic"),
    [
        ("pothole", "Roads"), ("pothole", "Report it"), ("social-care", "Adults"),
        ("school-admissions", "Schools and learning"), ("bin-day", "Bins and recycling"),
    ],
)  # fmt: skip
def test_a_topic_is_clear_on_the_way_and_not_at_its_end(slug: str, topic: str) -> None:
    task = next(task for task in read_tasks() if task.slug == slug)
    called = replace(MARKUP, headings=((1, topic),), title="")
    for named, markup in ((False, None), (True, called)):
        clear = {
            last: is_clear(topic, task, "England", named=named, markup=markup, last=last)
            for last in (False, True)
        }
        assert clear == {False: True, True: False}


def test_welsh_terms_count_in_wales() -> None:
    for nation in ("Wales", "England"):
        found = is_clear("Treth y Cyngor", TASK, nation, named=False, markup=None, last=True)
        assert found == (nation == "Wales")


def test_every_task_has_parts_of_a_site_and_is_named_by_its_own_terms() -> None:
    tasks = read_tasks()
    assert {task.slug for task in tasks} == CATEGORIES.keys()
    for task in tasks:
        # Vague texts must not swallow what names a task.
        for term in (*task.english_terms, *task.welsh_terms):
            assert not is_vague(term), term
        assert is_clear(
            task.english_terms[0], task, "England", named=False, markup=None, last=True
        ), task.slug
    assert len({words(text) for text in METHOD.vague}) == len(METHOD.vague)
