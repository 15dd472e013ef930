from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.tap_targets import tap_targets
from crawler.facts.spot import Spot
from crawler.facts.targets import Target, Targets, TargetsAt
from crawler.records import Outcome
from tests.facts import sound_facts

LINK = Target(
    spot=Spot(selector="#a", html="<a>"),
    kind="link",
    text="Bins",
    width=90,
    height=18,
    near="Council tax",
    hit=61,
)


def judged(*, complete: bool = True, **fields: Any) -> Verdict:
    at = TargetsAt(viewport="mobile", **fields)
    verdict = tap_targets(sound_facts(targets=Targets(complete=complete, sizes=(at,))))
    assert isinstance(verdict, Verdict)
    return verdict


def test_a_neighbour_under_the_finger_is_named() -> None:
    verdict = judged(judged=40, cramped=(LINK,), cramped_found=31)
    assert (verdict.outcome, verdict.failing, verdict.passing) == (Outcome.FAIL, 31, 9)
    assert verdict.elements[0].message == (
        "“Bins”: 90 by 18 pixels. A finger on its middle covers “Council tax” too, 61% as much as "
        "it covers of this one"
    )


def test_a_neighbour_that_gets_more_of_the_finger_is_told_so() -> None:
    verdict = judged(judged=4, cramped=(replace(LINK, hit=182),), cramped_found=1)
    assert verdict.elements[0].message.endswith("covers more of “Council tax” than of this one")


def test_a_page_in_miniature_is_told_so() -> None:
    verdict = judged(judged=4, cramped=(LINK,), cramped_found=1, scale=0.42)
    assert verdict.title is not None
    assert "shown in miniature (42%)" in verdict.title


def test_targets_that_are_apart_pass() -> None:
    assert judged(judged=4).outcome is Outcome.PASS


def test_part_of_a_page_is_no_pass() -> None:
    assert judged(judged=4, complete=False).outcome is Outcome.REVIEW
    assert judged(complete=False).outcome is Outcome.REVIEW


def test_nothing_to_tap_is_not_applicable() -> None:
    assert judged(count=3).outcome is Outcome.NOT_APPLICABLE
