from __future__ import annotations

from crawler.audits.lost_on_phone import lost_on_phone
from crawler.audits.registry import Verdict
from crawler.facts.desktop_only import DesktopOnly, LostPart
from crawler.facts.spot import Spot
from crawler.records import Impact, Outcome
from tests.facts import sound_facts

SPOT = Spot(selector="#a", html="<aside>")


def judged(desktop_only: DesktopOnly) -> Verdict:
    verdict = lost_on_phone(sound_facts(desktop_only=desktop_only))
    assert isinstance(verdict, Verdict)
    return verdict


def test_what_the_phone_leaves_out_is_for_a_person() -> None:
    part = LostPart(spot=SPOT, text="Bring proof", letters=80, links=1, cells=2, main=True)
    verdict = judged(DesktopOnly(judged=40, found=1, lost=(part,), pictures=("ab",)))
    assert (verdict.outcome, verdict.impact, verdict.undecided) == (
        Outcome.REVIEW,
        Impact.MODERATE,
        1,
    )
    (element,) = verdict.elements
    assert element.message == (
        "Not on the phone: the text “Bring proof”, 1 link, 2 cells of the table"
    )
    assert element.pictures == ("ab",)


def test_outside_the_main_part_it_weighs_less() -> None:
    part = LostPart(spot=SPOT, fields=1)
    verdict = judged(DesktopOnly(judged=40, found=25, lost=(part,)))
    assert (verdict.impact, verdict.undecided, verdict.passing) == (Impact.MINOR, 25, 15)
    assert verdict.elements[0].message == "Not on the phone, outside the main part: 1 field"


def test_the_rest() -> None:
    assert judged(DesktopOnly(judged=40)).outcome is Outcome.PASS
    assert judged(DesktopOnly()).outcome is Outcome.NOT_APPLICABLE
    assert judged(DesktopOnly(complete=False)).outcome is Outcome.REVIEW
