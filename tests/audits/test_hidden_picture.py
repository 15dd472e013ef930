from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.hidden_picture import hidden_picture
from crawler.facts.spot import Spot
from crawler.facts.text import Picture
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def judged(name: str = "", **fields: object) -> tuple[Outcome, list[str]]:
    picture = Picture(spot=Spot(selector="#a", html="<img>"), name=name, **fields)  # type: ignore[arg-type]
    text = replace(TEXT, pictures=(picture,))
    return outcome_and_messages(hidden_picture(sound_facts(text=text)))


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"alone": True, "caption": "Bins"}, Outcome.REVIEW),
        ({"file": "site-plan.png", "width": 300, "height": 200}, Outcome.REVIEW),
        ({"file": "site-plan.png", "width": 30, "height": 20}, Outcome.PASS),
        ({"file": "planet.png", "width": 300, "height": 200}, Outcome.PASS),
        ({"file": "our-logo.png", "width": 60, "height": 30}, Outcome.REVIEW),
        ({"name": "Plan of the site", "alone": True}, Outcome.PASS),
    ],
)
def test_only_what_seems_to_tell_something(fields: dict[str, object], outcome: Outcome) -> None:
    assert judged(**fields)[0] is outcome  # type: ignore[arg-type]
