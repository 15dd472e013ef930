from __future__ import annotations

from crawler.audits.orientation import orientation
from crawler.audits.registry import Verdict
from crawler.facts.resizing import Lock, Resizing
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts

PLACE = Spot(selector="#a", html="<p>")


def judged(resizing: Resizing) -> Verdict:
    verdict = orientation(sound_facts(resizing=resizing))
    assert isinstance(verdict, Verdict)
    return verdict


def test_a_page_that_asks_to_be_turned_fails() -> None:
    lock = Lock(held="portrait", place=PLACE, text="Please turn your phone")
    verdict = judged(Resizing(phone_texts=9, lock=lock))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.elements[0].message == (
        "In portrait, the page only says “Please turn your phone”"
    )


def test_content_on_its_side_fails() -> None:
    verdict = judged(Resizing(phone_texts=9, lock=Lock(held="landscape", place=PLACE, turned=True)))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.elements[0].message == "In landscape, the content stands on its side"


def test_text_that_goes_is_for_a_person() -> None:
    verdict = judged(Resizing(phone_texts=9, lock=Lock(held="landscape", sure=False)))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())


def test_the_rest() -> None:
    assert judged(Resizing(phone_texts=9)).outcome is Outcome.PASS
    assert judged(Resizing()).outcome is Outcome.NOT_APPLICABLE
    assert judged(Resizing(complete=False)).outcome is Outcome.REVIEW
