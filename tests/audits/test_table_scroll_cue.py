from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.table_scroll_cue import table_scroll_cue
from crawler.records import Outcome
from tests.facts import FIT, sound_facts

if TYPE_CHECKING:
    from crawler.facts.fit import Fit


def judged(fit: Fit) -> Verdict:
    verdict = table_scroll_cue(sound_facts(fit=fit))
    assert isinstance(verdict, Verdict)
    return verdict


def test_a_box_that_gives_no_hint_is_named() -> None:
    (box,) = FIT.boxes
    fit = replace(FIT, boxes=(replace(box, cues=()), box), boxes_found=2, box_pictures=("ab",))
    verdict = judged(fit)
    assert (verdict.outcome, verdict.passing) == (Outcome.FAIL, 1)
    (element,) = verdict.elements
    assert element.message == "Shows 328 of 600 px of a table, and nothing says so"
    assert element.pictures == ("ab",)


def test_the_rest() -> None:
    assert judged(FIT).outcome is Outcome.PASS
    assert judged(replace(FIT, boxes=(), boxes_found=0)).outcome is Outcome.NOT_APPLICABLE
    assert judged(replace(FIT, complete=False, boxes=())).outcome is Outcome.REVIEW
