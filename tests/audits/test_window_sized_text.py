from __future__ import annotations

from crawler.audits.registry import Verdict
from crawler.audits.window_sized_text import window_sized_text
from crawler.facts.resizing import Fixed, Resizing
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts


def judged(resizing: Resizing) -> Verdict:
    verdict = window_sized_text(sound_facts(resizing=resizing))
    assert isinstance(verdict, Verdict)
    return verdict


def test_text_that_does_not_grow_fails() -> None:
    fixed = Fixed(place=Spot(selector="#a", html="<p>"), text="Bins", size=40.5)
    verdict = judged(Resizing(texts=9, fixed=(fixed,)))
    assert (verdict.outcome, verdict.passing) == (Outcome.FAIL, 8)
    assert "no larger at 200%" in verdict.elements[0].message


def test_the_rest() -> None:
    assert judged(Resizing(texts=9)).outcome is Outcome.PASS
    assert judged(Resizing()).outcome is Outcome.NOT_APPLICABLE
    assert judged(Resizing(texts=9, complete=False)).outcome is Outcome.REVIEW
