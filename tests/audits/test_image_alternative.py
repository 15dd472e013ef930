from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.image_alternative import image_alternative
from crawler.facts.spot import Spot
from crawler.facts.text import Picture
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def judged(name: str = "", **fields: object) -> tuple[Outcome, list[str]]:
    picture = Picture(spot=Spot(selector="#a", html="<img>"), name=name, **fields)  # type: ignore[arg-type]
    text = replace(TEXT, pictures=(picture,))
    return outcome_and_messages(image_alternative(sound_facts(text=text)))


@pytest.mark.parametrize(
    "name",
    ["a.jpg", "IMG_2041", "Image 3", "photo", "https://x.example/a", "0001", "***", "Delwedd"],
)
def test_what_says_nothing_fails(name: str) -> None:
    outcome, (message,) = judged(name, width=90, height=90)
    assert outcome is Outcome.FAIL
    assert name in message


@pytest.mark.parametrize(
    "name", ["", "A4", "1", "A photo of the pool", "Image of a bin", "2024", "Covid-19"]
)
def test_what_may_be_right_passes(name: str) -> None:
    assert judged(name, width=90, height=90)[0] is Outcome.PASS


def test_a_name_like_its_file_fails_only_when_it_reads_like_one() -> None:
    assert judged("pool_open_day", file="pool_open_day.png")[0] is Outcome.FAIL
    assert judged("recycling", file="recycling.png")[0] is Outcome.PASS


def test_a_kind_of_picture_is_for_a_person() -> None:
    assert judged("Map")[0] is Outcome.REVIEW
