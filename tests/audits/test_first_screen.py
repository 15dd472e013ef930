from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.first_screen import first_screen
from crawler.audits.registry import Verdict
from crawler.facts.first_screen import FirstScreen, Reach
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts


def reach(at: float, **fields: Any) -> Reach:
    return Reach(spot=Spot(selector="#a", html="<a>"), text="Pay", at=at, **fields)


def judged(**fields: Any) -> Verdict:
    verdict = first_screen(sound_facts(first_screen=FirstScreen(**fields)))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    "fields",
    [
        {"step": reach(0.5, shown=True)},
        {"step": reach(3.0), "search": reach(0.5, shown=True)},
        {"step": reach(3.0), "letters": 60},
        {"letters": 20},
    ],
)
def test_a_step_or_words_or_all_there_is_are_enough(fields: dict[str, Any]) -> None:
    assert judged(**fields).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("fields", "filled"),
    [
        ({"picture": 90}, "a picture (90%)"),
        ({"picture": 90, "carousel": True}, "a carousel (90%)"),
        ({"header": 60, "picture": 30}, "the header and its menu (60%)"),
        ({"banner": 70}, "a cookie banner (70%)"),
        ({"held": 100}, "what stays on the screen (100%)"),
        ({"blank": 80}, "empty space (80%)"),
        ({"blank": 24}, "neither a first step"),
    ],
)
def test_what_fills_it(fields: dict[str, Any], filled: str) -> None:
    verdict = judged(step=reach(1.2), beyond=500, **fields)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.title is not None
    assert filled in verdict.title
    assert len(verdict.title) <= 90
    assert verdict.elements[0].message == "“Pay” begins 1.2 screens down"


def test_a_step_under_the_banner() -> None:
    verdict = judged(step=reach(0.5, under="banner"), banner=70)
    assert verdict.elements[0].message == "“Pay” lies under the cookie banner"


def test_a_page_with_nothing() -> None:
    assert judged(picture=90).outcome is Outcome.NOT_APPLICABLE
    assert judged(complete=False).outcome is Outcome.REVIEW
