from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crawler.findability.method import METHOD
from crawler.findability.site import findability
from crawler.records import TaskFindability, Verdict
from tests.findability.pages import judged

if TYPE_CHECKING:
    import random

E, F, H, N, NOT_OURS = Verdict
BEST_FIRST = [E, F, H, N]
tasks = st.lists(
    st.builds(judged, st.sampled_from([*Verdict, None]), st.integers(1, 3)), max_size=30
)


def figure(*made: TaskFindability) -> float | None:
    return findability(made, 0).figure


def test_the_figure_is_the_share_by_importance() -> None:
    assert figure(judged(E, 3), judged(F, 2), judged(H, 3), judged(N, 2)) == pytest.approx(50)
    assert figure(judged(E, 1), judged(H, 3)) == pytest.approx(25)
    assert figure(judged(E), judged(F)) == 100
    assert figure(judged(H), judged(N)) == 0


def test_another_councils_tasks_do_not_count() -> None:
    assert figure(judged(E), judged(NOT_OURS, 3), judged(NOT_OURS, 3)) == 100
    assert figure(judged(NOT_OURS)) is None
    assert figure() is None


def test_half_of_the_importance_needs_a_verdict() -> None:
    assert figure(judged(E, 3), judged(None, 3)) == 100
    assert figure(judged(E, 2), judged(None, 3)) is None
    assert figure(judged(E, 3), judged(None, 1), judged(None, 1)) == 100
    assert figure(judged(None)) is None


def test_it_keeps_the_tasks_the_requests_and_the_methods_number() -> None:
    made = [judged(E, slug="a"), judged(None, slug="b")]
    found = findability(made, 17)
    assert found.tasks == tuple(made)
    assert (found.method, found.requests) == (METHOD.number, 17)


@settings(deadline=None)
@given(tasks)
def test_it_is_a_share(made: list[TaskFindability]) -> None:
    found = figure(*made)
    assert found is None or 0 <= found <= 100


@settings(deadline=None)
@given(tasks, st.data())
def test_a_better_verdict_never_lowers_it(made: list[TaskFindability], data: st.DataObject) -> None:
    counted = [at for at, task in enumerate(made) if task.verdict in BEST_FIRST]
    assume(counted)
    at = data.draw(st.sampled_from(counted))
    verdict = made[at].verdict
    assert verdict is not None
    better = data.draw(st.sampled_from(BEST_FIRST[: BEST_FIRST.index(verdict) + 1]))
    after = [*made[:at], judged(better, made[at].importance), *made[at + 1 :]]
    before, now = figure(*made), figure(*after)
    assert (before is None) == (now is None)
    assert before is None or now is None or now >= before


@settings(deadline=None)
@given(tasks, st.randoms(use_true_random=False))
def test_the_order_of_tasks_changes_nothing(
    made: list[TaskFindability], order: random.Random
) -> None:
    shuffled = list(made)
    order.shuffle(shuffled)
    assert figure(*shuffled) == figure(*made)


@settings(deadline=None)
@given(tasks, st.lists(st.integers(1, 3), max_size=10))
def test_tasks_that_were_not_examined_change_nothing_but_whether_there_is_a_figure(
    made: list[TaskFindability], unseen: list[int]
) -> None:
    without = figure(*(task for task in made if task.verdict is not None))
    among = figure(*made, *(judged(None, importance) for importance in unseen))
    assert among is None or among == without
