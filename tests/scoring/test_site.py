from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.records import EndState, PageResult, PageRole, PageScore, PillarScores
from crawler.scoring.method import METHOD
from crawler.scoring.site import score_site, site_state
from tests.scoring.findings import page

if TYPE_CHECKING:
    import random

POINTS = st.floats(0, 100)
MAYBE = st.one_of(st.none(), POINTS)
NAMES = ("accessibility", "speed", "mobile")
COUNTED = [role for role in PageRole if role.headline]
scores = st.builds(PillarScores, accessibility=MAYBE, speed=MAYBE, mobile=MAYBE)
states = st.sampled_from(EndState)
pages = st.builds(page, scores, st.sampled_from(COUNTED), states)
rotating = st.builds(page, scores, st.just(PageRole.ROTATING), states)


def whole(points: float) -> PillarScores:
    return PillarScores(accessibility=points, speed=points, mobile=points, total=points)


def whole_page(points: float) -> PageScore:
    return PageScore(method=METHOD.number, scores=whole(points))


def test_pages_count_by_their_roles() -> None:
    # Full, full and half weight: 100 and 70 and half of 40, shared by two and a half.
    scored = score_site(
        [
            page(whole(100), PageRole.HOME),
            page(whole(70), PageRole.TASK),
            page(whole(40), PageRole.ACCESSIBILITY_STATEMENT),
        ]
    )
    assert scored.scores.accessibility == pytest.approx(76)
    assert scored.scores.total == pytest.approx(76)
    assert (scored.method, scored.pages_scored, scored.pages_planned) == (METHOD.number, 3, 3)


def test_the_total_is_the_mean_of_the_sites_pillars() -> None:
    scored = score_site([page(PillarScores(accessibility=90, speed=30, mobile=60))])
    assert scored.scores.total == pytest.approx(60)


def test_pages_without_a_score_are_planned_but_not_averaged() -> None:
    scored = score_site(
        [page(whole(80)), page(whole(60)), page(PillarScores(), state=EndState.GONE)]
    )
    assert scored.scores.total == pytest.approx(70)
    assert (scored.pages_scored, scored.pages_planned) == (2, 3)


def test_the_pages_counted_are_those_behind_the_weakest_pillar() -> None:
    only_speed = page(PillarScores(speed=50), state=EndState.PARTIAL)
    scored = score_site([page(whole(80)), only_speed, only_speed])
    assert scored.pages_scored == 1
    assert scored.scores.speed == pytest.approx(60)


def test_a_pillar_that_no_page_has_is_none_and_so_is_the_total() -> None:
    scored = score_site([page(PillarScores(accessibility=80, mobile=90))] * 4)
    assert scored.scores == PillarScores(accessibility=80, mobile=90)
    assert scored.pages_scored == 4


def test_no_pages_have_no_score() -> None:
    scored = score_site([])
    assert scored.scores == PillarScores()
    assert (scored.pages_scored, scored.pages_planned) == (0, 0)


@given(st.lists(pages, max_size=12))
def test_a_sites_score_lies_between_its_pages(results: list[PageResult]) -> None:
    scores = score_site(results).scores
    for name in NAMES:
        known = [
            value for result in results if (value := getattr(result.score.scores, name)) is not None
        ]
        mean = getattr(scores, name)
        assert (mean is None) == (not known)
        if known:
            assert min(known) <= mean <= max(known)
    if scores.total is not None:
        pillars = [getattr(scores, name) for name in NAMES]
        assert min(pillars) - 1e-9 <= scores.total <= max(pillars) + 1e-9
        assert 0 <= scores.total <= 100
    else:
        assert None in [getattr(scores, name) for name in NAMES]


@given(st.lists(st.tuples(POINTS, st.sampled_from(COUNTED)), min_size=1, max_size=12), st.data())
def test_a_better_page_never_lowers_its_site(
    made: list[tuple[float, PageRole]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(made) - 1))
    better = data.draw(st.floats(made[at][0], 100))
    before = score_site([page(whole(points), role) for points, role in made]).scores.total
    made[at] = (better, made[at][1])
    after = score_site([page(whole(points), role) for points, role in made]).scores.total
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9


@given(st.lists(pages, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_pages_changes_nothing(
    results: list[PageResult], order: random.Random
) -> None:
    shuffled = list(results)
    order.shuffle(shuffled)
    assert score_site(shuffled) == score_site(results)
    assert site_state(shuffled) == site_state([result.facts.state for result in results])


@given(st.lists(pages, max_size=8), st.lists(rotating, min_size=1, max_size=4))
def test_rotating_pages_change_nothing(results: list[PageResult], tail: list[PageResult]) -> None:
    assert score_site([*tail, *results]) == score_site([*results, *tail]) == score_site(results)
    assert site_state([*tail, *results]) is site_state(results)


def test_rotating_pages_alone_are_no_pages() -> None:
    alone = [page(whole(90), PageRole.ROTATING)]
    assert score_site(alone) == score_site([])
    assert site_state(alone) is site_state([])


def test_a_suppliers_page_counts_like_the_councils_own() -> None:
    own = page(whole(80))
    supplied = replace(
        own, page=replace(own.page, supplier="pay.example.com"), score=whole_page(40)
    )
    assert score_site([own, supplied]).scores.total == pytest.approx(60)


A, P, B, D, U, G, F = (
    EndState.AUDITED,
    EndState.PARTIAL,
    EndState.BLOCKED,
    EndState.DISALLOWED,
    EndState.UNREACHABLE,
    EndState.GONE,
    EndState.FAILED,
)


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([A, A, A], A),
        ([A, P], P),
        ([A, G], P),
        ([A, F], P),
        ([P], P),
        ([B, B], B),
        ([D], D),
        ([U, U, G], U),
        ([G], G),
        ([F, B], F),
        ([U, B], B),
        ([G, U, D], D),
        ([B, B, F], B),
        ([], F),
    ],
)
def test_a_sites_end_state_from_its_pages(states: list[EndState], state: EndState) -> None:
    assert site_state(states) is state
    assert site_state([page(PillarScores(), state=each) for each in states]) is state


def test_every_role_that_counts_has_a_weight() -> None:
    assert set(METHOD.role_weights) == {role for role in PageRole if role.headline}
