from __future__ import annotations

from crawler.audits.registry import Verdict
from crawler.audits.text_clipped_spacing import text_clipped_spacing
from crawler.facts.resizing import Change, Harm, Loss, Resizing
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts

OVERLAP = Loss(
    change=Change.SPACING,
    harm=Harm.OVERLAP,
    place=Spot(selector="#a", html="<p>"),
    text="Bins",
    other="Parking",
    share=0.9,
)


def judged(resizing: Resizing) -> Verdict:
    verdict = text_clipped_spacing(sound_facts(resizing=resizing))
    assert isinstance(verdict, Verdict)
    return verdict


def test_text_on_text_fails_and_names_both() -> None:
    verdict = judged(Resizing(texts=9, losses=(OVERLAP,)))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.elements[0].message == (
        "With more space between lines, words and letters, “Bins” and “Parking” lie on each other"
    )


def test_other_changes_are_another_audit() -> None:
    assert judged(Resizing(texts=9)).outcome is Outcome.PASS
    assert judged(Resizing()).outcome is Outcome.NOT_APPLICABLE
    assert judged(Resizing(texts=9, complete=False)).outcome is Outcome.REVIEW
