from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.alternative_repeats import alternative_repeats
from crawler.facts.spot import Spot
from crawler.facts.text import Picture
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def judged(name: str = "", **fields: object) -> tuple[Outcome, list[str]]:
    picture = Picture(spot=Spot(selector="#a", html="<img>"), name=name, **fields)  # type: ignore[arg-type]
    text = replace(TEXT, pictures=(picture,))
    return outcome_and_messages(alternative_repeats(sound_facts(text=text)))


def test_the_same_twice_and_the_very_long_are_named() -> None:
    assert judged("The hall", repeats=True)[0] is Outcome.FAIL
    assert judged("x" * 251)[0] is Outcome.FAIL
    assert judged("x" * 250)[0] is Outcome.PASS
