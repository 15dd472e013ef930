"""The promises of a page's score, and its numbers by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.audits.registry import judge
from crawler.facts.spot import Spot
from crawler.facts.targets import Target, Targets, TargetsAt
from crawler.records import (
    EndState,
    Finding,
    Impact,
    Outcome,
    PageScore,
    Pillar,
    Viewport,
    WideElement,
)
from crawler.scoring.method import METHOD
from crawler.scoring.page import cost, score_page
from tests.facts import METRICS, layout_with, rule, run, sound_facts, target_size
from tests.scoring.findings import COUNTED, failure, failures, harmless, pages_of_failures

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

FACTS = sound_facts()
SMALL = Target(spot=Spot(selector="#b", html="<a>"), kind="link", width=9, height=9)
# Rounding in the last bits is not a rise.
HAIR = 1e-9


def score(findings: Sequence[Finding]) -> PageScore:
    return score_page(FACTS, findings)


def each_score(findings: Sequence[Finding]) -> list[float]:
    scores = score(findings).scores
    found = [scores.accessibility, scores.speed, scores.mobile, scores.total]
    assert None not in found
    return [value for value in found if value is not None]


def never_higher(after: Sequence[Finding], before: Sequence[Finding]) -> bool:
    pairs = zip(each_score(after), each_score(before), strict=True)
    return all(new <= old + HAIR for new, old in pairs)


# --- Numbers by hand ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "accessibility"),
    [
        ([], 100.0),
        # All elements fail: the whole base.
        ([failure(impact=Impact.CRITICAL)], 80.0),
        ([failure(impact=Impact.SERIOUS)], 88.0),
        ([failure(impact=Impact.MODERATE)], 95.0),
        ([failure(impact=Impact.MINOR)], 98.0),
        ([failure(impact=None)], 98.0),
        # 10 of 40 elements: 0.12 * (0.5 + 0.5 * 0.25) = 0.075
        ([failure(failing=10, passing=30)], 92.5),
        # 1 of 1000: just over half of the base.
        ([failure(impact=Impact.CRITICAL, failing=1, passing=999)], 89.99),
        # Each takes from what remains: 100 * 0.8 * 0.88 * 0.95
        (
            [
                failure("a", impact=Impact.CRITICAL),
                failure("b", impact=Impact.SERIOUS),
                failure("c", impact=Impact.MODERATE),
            ],
            66.88,
        ),
        # A failure of the page as a whole counts as one element.
        ([failure(failing=0, passing=0)], 88.0),
        # Of another pillar.
        ([failure(pillar=Pillar.MOBILE)], 100.0),
    ],
)
def test_golden_scores(findings: list[Finding], accessibility: float) -> None:
    assert score(findings).scores.accessibility == pytest.approx(accessibility)


def test_the_total_is_the_mean_of_the_three_pillars() -> None:
    facts = sound_facts(
        metrics=replace(
            METRICS, fcp_ms=3000, lcp_ms=4000, tbt_ms=600, cls=0.25, speed_index_ms=5800
        )
    )
    scores = score_page(
        facts, [failure(), failure("reflow", pillar=Pillar.MOBILE, impact=Impact.CRITICAL)]
    ).scores
    assert scores.accessibility == pytest.approx(88)
    assert scores.speed == pytest.approx(50)
    assert scores.mobile == pytest.approx(80)
    assert scores.total == pytest.approx((88 + 50 + 80) / 3)


def test_gains_by_hand() -> None:
    found = [
        failure("a", impact=Impact.CRITICAL),
        failure("b", impact=Impact.SERIOUS),
        failure("c", impact=Impact.SERIOUS, pillar=Pillar.MOBILE),
    ]
    # 100 * 0.8 * 0.88 = 70.4; without a 88, without b 80; mobile 88.
    assert score(found).gains == {
        "a": pytest.approx(17.6),
        "b": pytest.approx(9.6),
        "c": pytest.approx(12.0),
    }


def test_a_sound_page_is_near_the_top_and_a_judged_poor_one_is_not() -> None:
    sound = score_page(FACTS, judge(FACTS))
    assert (sound.scores.accessibility, sound.scores.mobile) == (100, 100)
    assert sound.gains == {}
    poor = layout_with(
        sound_facts(
            axe=(run(Viewport.MOBILE, rule("image-alt", "#a"), target_size("#b")),),
            targets=Targets(
                sizes=(TargetsAt(viewport="mobile", count=1, small=(SMALL,), small_found=1),)
            ),
        ),
        Viewport.NARROW,
        content_width=900,
        wide_elements=(WideElement(selector="#c", html="<div>", left=0, right=900),),
    )
    judged = score_page(poor, judge(poor))
    assert judged.scores.accessibility == pytest.approx(88)
    assert judged.scores.mobile == pytest.approx(100 * 0.88 * 0.88)
    assert set(judged.gains) == {"image-alt", "target-size", "reflow"}


# --- Promises -----------------------------------------------------------------------------------


@given(pages_of_failures)
def test_every_score_is_between_0_and_100(found: list[Finding]) -> None:
    assert all(0 <= value <= 100 for value in each_score(found))


@given(pages_of_failures, failures)
def test_a_new_failure_never_raises_a_score(found: list[Finding], new: Finding) -> None:
    assume(new.audit not in {finding.audit for finding in found})
    assert never_higher([*found, new], found)
    pillar = list(Pillar).index(new.pillar)
    assert each_score([*found, new])[pillar] < each_score(found)[pillar]


@given(pages_of_failures, st.data())
def test_one_more_failing_element_never_raises_a_score(
    found: list[Finding], data: st.DataObject
) -> None:
    assume(found)
    at = data.draw(st.integers(0, len(found) - 1))
    more = data.draw(st.integers(1, 100))
    worse = [*found[:at], replace(found[at], failing=found[at].failing + more), *found[at + 1 :]]
    assert never_higher(worse, found)


@given(pages_of_failures, st.data())
def test_repairing_elements_never_lowers_a_score(found: list[Finding], data: st.DataObject) -> None:
    assume(found)
    at = data.draw(st.integers(0, len(found) - 1))
    repaired = data.draw(st.integers(0, found[at].failing - 1))
    kept = data.draw(st.booleans())
    better = replace(
        found[at],
        failing=found[at].failing - repaired,
        passing=found[at].passing + (repaired if kept else 0),
    )
    assert never_higher(found, [*found[:at], better, *found[at + 1 :]])


@given(pages_of_failures, st.data())
def test_repairing_an_audit_raises_its_pillar(found: list[Finding], data: st.DataObject) -> None:
    assume(found)
    at = data.draw(st.integers(0, len(found) - 1))
    passed = replace(found[at], outcome=Outcome.PASS, failing=0, impact=None)
    for better in ([*found[:at], *found[at + 1 :]], [*found[:at], passed, *found[at + 1 :]]):
        assert never_higher(found, better)
        pillar = list(Pillar).index(found[at].pillar)
        assert each_score(better)[pillar] > each_score(found)[pillar]


@given(pages_of_failures, st.data())
def test_a_milder_impact_never_lowers_a_score(found: list[Finding], data: st.DataObject) -> None:
    assume(found)
    at = data.draw(st.integers(0, len(found) - 1))
    impacts = list(Impact)
    worst = impacts.index(found[at].impact or METHOD.unstated_impact)
    milder = replace(found[at], impact=data.draw(st.sampled_from(impacts[worst:])))
    assert never_higher(found, [*found[:at], milder, *found[at + 1 :]])


@given(pages_of_failures, st.lists(harmless, max_size=20))
def test_passes_reviews_and_advice_change_nothing(
    found: list[Finding], others: list[Finding]
) -> None:
    assert score([*found, *others]) == score(found)


@given(pages_of_failures, st.lists(harmless, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(
    found: list[Finding], others: list[Finding], order: random.Random
) -> None:
    shuffled = [*found, *others]
    order.shuffle(shuffled)
    assert score(shuffled) == score([*found, *others])


@given(failures, st.integers(0, 100_000))
def test_passing_elements_win_back_less_than_half_of_a_base(found: Finding, padding: int) -> None:
    base = METHOD.base[found.impact or METHOD.unstated_impact]
    padded = cost(replace(found, passing=found.passing + padding))
    assert base / 2 < padded <= cost(found) <= base


@given(pages_of_failures)
def test_each_gain_is_exactly_what_its_repair_wins(found: list[Finding]) -> None:
    before = score(found)
    assert set(before.gains) >= {finding.audit for finding in found}
    for finding in found:
        after = score([other for other in found if other is not finding])
        won = getattr(after.scores, finding.pillar) - getattr(before.scores, finding.pillar)
        assert won == pytest.approx(before.gains[finding.audit], abs=1e-9)


# --- Missing evidence ---------------------------------------------------------------------------


READ = ("codesniffer", "text", "links", "fields", "tables", "frames", "style", "resizing", "motion")
WALKED = ("watched", "keyboard", "pointer", "widgets")
ALL = {"accessibility", "speed", "mobile", "total"}


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({"axe": ()}, {"speed", "mobile"}),
        ({"axe": FACTS.axe[1:]}, {"speed", "mobile"}),
        ({"targets": None}, {"accessibility", "speed"}),
        ({"metrics": None}, {"accessibility", "mobile"}),
        ({"markup": None}, {"speed"}),
        *(({part: None}, {"speed", "mobile"}) for part in READ),
        *(({part: None, "walked": True}, ALL) for part in WALKED),
        ({"layout": FACTS.layout[:1]}, {"accessibility", "speed"}),
        ({"layout": FACTS.layout[1:]}, {"accessibility", "speed"}),
        ({"network": None}, ALL),
        ({"axe": FACTS.axe[:1]}, ALL),
    ],
    ids=[
        "no axe",
        "axe on the desktop only",
        "no targets",
        "no trace",
        "no markup",
        *(f"no {part}" for part in READ),
        *(f"no {part} of a walk" for part in WALKED),
        "no layout at 320",
        "no layout on the phone",
        "no network log, which is advice",
        "axe on the phone only",
    ],
)
def test_missing_evidence_is_none_never_0_or_100(
    changes: dict[str, object], known: set[str]
) -> None:
    facts = sound_facts(state=EndState.PARTIAL, **changes)
    scores = score_page(facts, judge(facts)).scores
    for name in ("accessibility", "speed", "mobile", "total"):
        assert (getattr(scores, name) is not None) == (name in known), name


@pytest.mark.parametrize("pillar", Pillar)
def test_an_audit_that_broke_down_leaves_its_pillar_unscored(pillar: Pillar) -> None:
    broken = failure(pillar=pillar, outcome=Outcome.ERROR)
    scores = score([broken]).scores
    assert getattr(scores, pillar) is None
    assert scores.total is None
    assert (
        sum(value is not None for value in (scores.accessibility, scores.speed, scores.mobile)) == 2
    )


@pytest.mark.parametrize("pillar", COUNTED)
def test_advice_that_broke_down_changes_nothing(pillar: Pillar) -> None:
    assert score([failure(pillar=pillar, outcome=Outcome.ERROR, advice=True)]) == score([])


@pytest.mark.parametrize("state", [state for state in EndState if not state.scored])
def test_a_page_that_was_not_reached_has_no_score(state: EndState) -> None:
    result = score_page(sound_facts(state=state), [])
    scores = result.scores
    assert {scores.accessibility, scores.speed, scores.mobile, scores.total} == {None}
    assert result.gains == {}
