from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.moving_content import moving_content
from crawler.facts.motion import Motion, Mover, Moving
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages


def moving(**fields: Any) -> Moving:
    values: dict[str, Any] = {"by": Mover.ANIMATION, "seconds": None, "area": 5000}
    return Moving(spot=Spot(selector="#a", html="<p>"), **(values | fields))


@pytest.mark.parametrize(
    ("motion", "outcome", "said"),
    [
        (Motion(), Outcome.NOT_APPLICABLE, []),
        (Motion(complete=False), Outcome.REVIEW, []),
        (Motion(moving=(moving(),)), Outcome.FAIL, ["It is an animation and moves without end"]),
        (Motion(moving=(moving(),), pauses=("Pause",)), Outcome.PASS, []),
        (
            Motion(moving=(moving(by=Mover.PICTURE, known=False),)),
            Outcome.REVIEW,
            ["It is a moving picture and moves for a time that could not be told"],
        ),
        (
            Motion(moving=(moving(area=100, seconds=7.5),)),
            Outcome.REVIEW,
            ["It is an animation and moves for 7.5 seconds"],
        ),
        (
            Motion(moving=(moving(faint=True),)),
            Outcome.REVIEW,
            ["It is an animation and moves without end, though only by a little"],
        ),
    ],
)
def test_what_moves(motion: Motion, outcome: Outcome, said: list[str]) -> None:
    assert outcome_and_messages(moving_content(sound_facts(motion=motion))) == (outcome, said)
