from __future__ import annotations

from typing import Any

from crawler.audits.registry import Verdict
from crawler.audits.text_clipped_200 import text_clipped_200
from crawler.facts.resizing import Change, Harm, Loss, Resizing
from crawler.facts.spot import Spot
from crawler.records import Outcome, Viewport
from tests.facts import sound_facts


def loss(selector: str, change: Change, **fields: Any) -> Loss:
    values: dict[str, Any] = {
        "harm": Harm.CUT,
        "place": Spot(selector=selector, html="<p>"),
        "text": "Bins go out by seven",
        "share": 0.4,
    }
    return Loss(change=change, **(values | fields))


def judged(*losses: Loss, **fields: Any) -> Verdict:
    values: dict[str, Any] = {"texts": 9, "phone_texts": 9, "losses": losses}
    resizing = Resizing(**(values | fields))
    verdict = text_clipped_200(sound_facts(resizing=resizing))
    assert isinstance(verdict, Verdict)
    return verdict


def test_text_that_zooming_cuts_off_fails() -> None:
    verdict = judged(
        loss("#a", Change.ZOOM), loss("#a", Change.LETTERS), loss("#b", Change.LETTERS)
    )
    assert (verdict.outcome, verdict.undecided, verdict.passing) == (Outcome.FAIL, 1, 7)
    assert [(e.selector, e.message) for e in verdict.elements] == [
        (
            "#a",
            "At 200% zoom in a window of 1280 pixels, 40% of “Bins go out by seven” is cut off",
        )
    ]


def test_what_only_larger_letters_cut_off_is_for_a_person() -> None:
    verdict = judged(loss("#b", Change.LETTERS), loss("#c", Change.ZOOM, sure=False))
    assert verdict.outcome is Outcome.REVIEW
    assert [e.viewport for e in verdict.elements] == [Viewport.SMALL, Viewport.DESKTOP]


def test_spacing_is_another_audit() -> None:
    assert judged(loss("#a", Change.SPACING)).outcome is Outcome.PASS


def test_what_was_not_tried_does_not_pass() -> None:
    assert judged(complete=False).outcome is Outcome.REVIEW
    assert judged(grown=False).outcome is Outcome.REVIEW
    assert judged(texts=0, phone_texts=0).outcome is Outcome.NOT_APPLICABLE
