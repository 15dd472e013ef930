from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.image_of_text import image_of_text
from crawler.facts.spot import Spot
from crawler.facts.text import Picture
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def judged(name: str = "", **fields: object) -> tuple[Outcome, list[str]]:
    picture = Picture(spot=Spot(selector="#a", html="<img>"), name=name, **fields)  # type: ignore[arg-type]
    text = replace(TEXT, pictures=(picture,))
    return outcome_and_messages(image_of_text(sound_facts(text=text)))


@pytest.mark.parametrize(
    ("name", "file", "outcome"),
    [
        ("Fair", "fair_poster.jpg", Outcome.REVIEW),
        ("Join us at the town hall on 12 July from 2pm, tickets are £3 each", "", Outcome.REVIEW),
        ("Carols on the square in front of the town hall, 14 November, 6pm", "", Outcome.REVIEW),
        ("Carols on the square in front of the town hall, 14 December, 6pm", "", Outcome.REVIEW),
        ("The town hall", "hall.jpg", Outcome.PASS),
        ("Notice board logo", "notice.jpg", Outcome.PASS),
    ],
)
def test_posters_are_for_a_person(name: str, file: str, outcome: Outcome) -> None:
    assert judged(name, file=file, width=300, height=200)[0] is outcome
    assert judged(name, file=file, width=30, height=20)[0] is Outcome.PASS
