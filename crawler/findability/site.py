"""A website's figure from its tasks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from crawler.findability.method import METHOD
from crawler.records import Findability, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.records import TaskFindability

REACHED = frozenset({Verdict.EASY, Verdict.FINDABLE})


def findability(tasks: Sequence[TaskFindability], requests: int) -> Findability:
    """Sum up a website's tasks, in their order.

    The figure (0 to 100) is the share of importance that is easy or findable, among the tasks with
    a verdict. It is None when the tasks with a verdict have less than half of the importance of
    those that are the council's job, or when there are none.
    """
    own = [task for task in tasks if task.verdict is not Verdict.NOT_THIS_COUNCILS_JOB]
    judged = [task for task in own if task.verdict is not None]
    weight = _importance(judged)
    figure = None
    if weight > 0 and weight >= METHOD.least_share * _importance(own):
        reached = _importance(task for task in judged if task.verdict in REACHED)
        figure = 100 * reached / weight
    return Findability(method=METHOD.number, figure=figure, tasks=tuple(tasks), requests=requests)


def _importance(tasks: Iterable[TaskFindability]) -> float:
    return math.fsum(task.importance for task in tasks)
