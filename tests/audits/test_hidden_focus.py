"""Which unseen stops are faults for certain."""

from __future__ import annotations

import pytest

from crawler.audits.hidden_focus import hidden_focus
from crawler.audits.registry import Verdict
from crawler.facts.keyboard import Look
from crawler.records import Outcome
from tests.walks import spot, stop, walked

LINK = "<a href=/bins>"


@pytest.mark.parametrize(
    ("hidden", "html", "shows", "outcome"),
    [
        ("off the screen", LINK, "nothing", Outcome.FAIL),
        ("without size", "<button>", "unknown", Outcome.FAIL),
        ("without size", "<div tabindex=0>", "nothing", Outcome.REVIEW),
        ("cut away", "<select>", "nothing", Outcome.REVIEW),
        ("buried", LINK, "nothing", Outcome.REVIEW),
        ("off the screen", LINK, "apart", Outcome.REVIEW),
        ("see-through", LINK, "picture", Outcome.PASS),
        ("", LINK, "style", Outcome.PASS),
    ],
)
def test_how_it_is_hidden_decides(hidden: str, html: str, shows: str, outcome: Outcome) -> None:
    stops = [stop(0, hidden=hidden, spot=spot("a", html))]
    verdict = hidden_focus(walked(stops, [Look(shows=shows)]))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is outcome


def test_what_hands_the_focus_on_may_be_hidden() -> None:
    verdict = hidden_focus(walked([stop(0, hidden="without size", moved="elsewhere")]))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is Outcome.PASS
