from __future__ import annotations

from typing import Any

from crawler.audits.registry import Verdict
from crawler.audits.roomy_targets import roomy_targets
from crawler.facts.spot import Spot
from crawler.facts.targets import Target, Targets, TargetsAt
from crawler.records import Outcome
from tests.facts import sound_facts

BUTTON = Target(
    spot=Spot(selector="#go", html="<button>"), kind="button", text="Go on", width=80, height=30
)


def judged(**fields: Any) -> Verdict:
    targets = Targets(sizes=(TargetsAt(viewport="mobile", **fields),))
    verdict = roomy_targets(sound_facts(targets=targets))
    assert isinstance(verdict, Verdict)
    return verdict


def test_a_thin_button_is_named() -> None:
    verdict = judged(modest=(BUTTON,), modest_found=1, roomy=3)
    assert (verdict.outcome, verdict.failing, verdict.passing) == (Outcome.FAIL, 1, 3)
    assert verdict.elements[0].message == "“Go on” is 80 by 30 pixels"


def test_tall_ones_pass_and_none_are_not_applicable() -> None:
    assert judged(roomy=3).outcome is Outcome.PASS
    assert judged().outcome is Outcome.NOT_APPLICABLE
