from __future__ import annotations

import pytest

from crawler.audits.flashing import LARGEST, flashing
from crawler.facts.motion import Flash, Motion
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of


@pytest.mark.parametrize(
    ("html", "area", "per_second", "outcome"),
    [
        ("<img>", LARGEST, 4, Outcome.FAIL),
        ("<img>", LARGEST, 3, Outcome.PASS),
        ("<img>", LARGEST - 1, 10, Outcome.PASS),
        ("<div>", LARGEST, 5, Outcome.REVIEW),
    ],
)
def test_what_flashes(html: str, area: int, per_second: float, outcome: Outcome) -> None:
    flash = Flash(spot=Spot(selector="#a", html=html), per_second=per_second, area=area)
    found, said = outcome_and_messages(flashing(sound_facts(motion=Motion(flashes=(flash,)))))
    assert found is outcome
    assert bool(said) == (outcome is not Outcome.PASS)


def test_what_was_not_looked_at_is_no_pass() -> None:
    assert outcome_and_messages(flashing(sound_facts(motion=Motion(complete=False))))[0] is (
        Outcome.REVIEW
    )
    assert outcome_and_messages(flashing(sound_facts(motion=Motion())))[0] is (
        Outcome.NOT_APPLICABLE
    )


def test_only_what_is_sure_is_named() -> None:
    flashes = tuple(
        Flash(spot=Spot(selector=html, html=html), per_second=5, area=LARGEST)
        for html in ("<img>", "<div>")
    )
    verdict = verdict_of(flashing(sound_facts(motion=Motion(flashes=flashes))))
    assert [element.selector for element in verdict.elements] == ["<img>"]
    assert verdict.undecided == 1
