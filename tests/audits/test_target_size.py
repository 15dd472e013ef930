from __future__ import annotations

from crawler.audits.registry import Verdict, all_audits
from crawler.audits.target_size import target_size
from crawler.records import AxeRun, Impact, Outcome, Viewport
from tests.facts import node, run, sound_facts
from tests.facts import target_size as rule


def judged(mobile: AxeRun) -> Verdict:
    verdict = target_size(sound_facts(axe=(mobile,)))
    assert isinstance(verdict, Verdict)
    return verdict


def test_small_targets_fail_by_axe() -> None:
    verdict = judged(run(Viewport.MOBILE, rule("a.small", "a.close", failed=60, passed=40)))
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert (verdict.failing, verdict.passing) == (60, 40)
    assert [element.selector for element in verdict.elements] == ["a.small", "a.close"]
    assert verdict.engines == ("axe:target-size",)


def test_large_targets_pass() -> None:
    verdict = judged(run(Viewport.MOBILE, rule(passed=31)))
    assert (verdict.outcome, verdict.passing) == (Outcome.PASS, 31)


def test_doubt_is_for_a_person() -> None:
    verdict = judged(run(Viewport.MOBILE, rule(passed=3, undecided=1, incomplete=(node("#x"),))))
    assert (verdict.outcome, verdict.undecided) == (Outcome.REVIEW, 1)
    assert verdict.elements[0].selector == "#x"


def test_nothing_to_tap_is_not_applicable() -> None:
    verdict = judged(run(Viewport.MOBILE, inapplicable=("target-size",)))
    assert verdict.outcome is Outcome.NOT_APPLICABLE


def test_a_rule_that_did_not_run_is_an_error() -> None:
    (audit,) = (audit for audit in all_audits() if audit.id == "target-size")
    (finding,) = audit.findings(sound_facts(axe=(run(Viewport.MOBILE),)))
    assert finding.outcome is Outcome.ERROR
    assert "RuleNotRun" in finding.title
