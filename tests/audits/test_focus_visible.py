"""How little may change with the focus."""

from __future__ import annotations

import pytest

from crawler.audits.focus_visible import focus_visible
from crawler.audits.registry import Verdict
from crawler.facts.keyboard import Look
from crawler.records import Outcome
from tests.walks import stop, walked


def judged(look: Look, **changes: object) -> Verdict:
    verdict = focus_visible(walked([stop(0, **changes)], [look]))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("look", "outcome"),
    [
        (Look(shows="nothing", before="b", after="a"), Outcome.FAIL),
        (Look(shows="picture", contrast=1.2, pixels=900), Outcome.REVIEW),
        (Look(shows="picture", contrast=9, pixels=4), Outcome.REVIEW),
        (Look(shows="apart", contrast=9, pixels=400), Outcome.REVIEW),
        (Look(shows="unknown"), Outcome.REVIEW),
        (Look(shows="picture", contrast=1.6, pixels=900), Outcome.PASS),
        (Look(shows="style"), Outcome.PASS),
        (Look(shows="caret"), Outcome.PASS),
        (Look(shows="inside"), Outcome.PASS),
    ],
)
def test_the_change_decides(look: Look, outcome: Outcome) -> None:
    assert judged(look).outcome is outcome


@pytest.mark.parametrize(
    "changes", [{"hidden": "off the screen"}, {"covered": True}, {"moved": "lost"}]
)
def test_each_fault_is_counted_once(changes: dict[str, object]) -> None:
    assert judged(Look(shows="nothing"), **changes).outcome is Outcome.PASS


def test_all_that_look_alike_are_counted_with_the_pictures() -> None:
    look = Look(shows="nothing", before="b", after="a")
    verdict = focus_visible(walked([stop(at) for at in range(60)], [look]))
    assert isinstance(verdict, Verdict)
    assert (verdict.failing, verdict.passing) == (60, 0)
    assert verdict.elements[0].pictures == ("b", "a")


def test_a_short_walk_is_no_pass() -> None:
    verdict = focus_visible(walked([stop(0)], complete=False, why="x"))
    assert isinstance(verdict, Verdict)
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
