"""What texts of real council websites say, and what they do not."""

from __future__ import annotations

import pytest

from crawler.panel.spelling import meaning
from crawler.panel.wording import CLEAR, Lexicon, reading_of
from crawler.tasks import read_tasks

TASKS = {task.slug: task for task in read_tasks()}
LEXICON = Lexicon(tuple(TASKS.values()), "England")


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Find your bin day", "bin-day"),
        ("Check your bin collection day", "bin-day"),
        ("When are my bins collected?", "bin-day"),
        ("Collection of your household waste", "bin-day"),
        ("Pay your Council Tax bill", "council-tax"),
        ("Council tax support", "benefits"),
        ("Household waste recycling centres", "recycling-centre"),
        ("Find your nearest tip", "recycling-centre"),
        ("Pay a penalty charge notice (PCN)", "parking-fine"),
        ("Report a problem with a street light", "street-light"),
        ("View and comment on planning applications", "planning"),
        ("Births, deaths and marriages", "births-deaths"),
        ("Register to vote", "elections"),
        ("Homechoice", "housing"),
        ("Blue Badge parking permits", "blue-badge"),
        ("Find your councilor", "councillors"),
        ("Household waste recyling centre", "recycling-centre"),
        ("Noise and pests", "noise"),
    ],
)
def test_a_text_names_its_task_before_all_others(text: str, task: str) -> None:
    found = LEXICON.read(text)
    best = max(found, key=lambda slug: found[slug].sure)
    assert (best, found[best].names) == (task, True)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Tips for saving water", "recycling-centre"),
        ("Recycling tips", "recycling-centre"),
        ("Vehicle tax", "council-tax"),
        ("Council tax reduction", "council-tax"),
        ("Emergency planning", "planning"),
        ("Family planning clinics", "planning"),
        ("Planning your wedding", "planning"),
        ("Car parks and tariffs", "parking-fine"),
        ("Missed bin collection", "bin-day"),
        ("Order a new bin", "bin-day"),
        ("Garden waste", "bin-day"),
        ("Bin strike: what you need to know", "bin-day"),
        ("Housing benefit", "housing"),
        ("Housing strategy", "housing"),
        ("Selection of libraries", "elections"),
        ("Children's social care", "social-care"),
        ("Blue Badge parking permit", "parking-permit"),
        ("Birth certificates", "births-deaths"),
        ("Click here", "bin-day"),
    ],
)
def test_a_text_does_not_name_what_only_sounds_like_it(text: str, task: str) -> None:
    reading = LEXICON.read(text).get(task)
    assert reading is None or not reading.names


def test_a_topic_is_less_sure_than_the_task() -> None:
    assert LEXICON.read("Bins and recycling")["bin-day"].near
    topic = reading_of("Bins and recycling", TASKS["bin-day"], "England")
    assert topic is not None
    assert topic.sure == pytest.approx(0.6)
    assert not topic.names
    named = reading_of("Bin collection day", TASKS["bin-day"], "England")
    assert named is not None
    assert named.sure == 1.0
    assert named.names
    assert reading_of("Services", TASKS["bin-day"], "England") is None


def test_a_list_is_read_part_by_part() -> None:
    found = LEXICON.read("Housing and benefits")
    assert found["housing"].near
    assert found["benefits"].names
    assert not LEXICON.read("Housing benefit").get("housing")


def test_a_teaser_is_no_name() -> None:
    text = "Our crews have had a busy year with bin collection and want you to know all about it"
    assert LEXICON.read(text)["bin-day"].sure < CLEAR


@pytest.mark.parametrize(
    ("url", "task"),
    [
        ("https://northam.gov.uk/info/200/waste/find-bin-collection-day", "bin-day"),
        ("https://northam.gov.uk/parking/permits", "parking-permit"),
        ("https://northam.gov.uk/CouncilTax/Pay.aspx", "council-tax"),
        ("https://northam.gov.uk/article/1234/Report-a-pothole", "pothole"),
    ],
)
def test_the_end_of_an_address_names_a_task(url: str, task: str) -> None:
    assert LEXICON.read_path(url)[task].names


def test_welsh_is_read_in_wales_only() -> None:
    task = TASKS["council-tax"]
    reading = reading_of("Talu Treth y Cyngor", task, "Wales")
    assert reading is not None
    assert (reading.sure, reading.welsh) == (1.0, True)
    assert reading_of("Talu Treth y Cyngor", task, "England") is None


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.slug)
def test_no_term_contradicts_another_of_its_task(task: object) -> None:
    one = next(other for other in TASKS.values() if other is task)
    named = {meaning(term) for term in (*one.english_terms, *one.welsh_terms)}
    assert named.isdisjoint(meaning(term) for term in one.other_terms)
    for term in one.english_terms:
        reading = LEXICON.read(term).get(one.slug)
        assert reading is not None, term
