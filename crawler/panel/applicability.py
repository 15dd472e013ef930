"""Which tasks are a council's job, by its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.register import TIERS, TIERS_BY_TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from crawler.records import Task


def applicable(tasks: Iterable[Task], council_types: Collection[str]) -> tuple[Task, ...]:
    """Return the tasks that a website's councils are responsible for, in the given order.

    A website that serves two councils has the tasks of both; an unknown type has every task.
    """
    tiers = {tier for type_ in council_types for tier in TIERS_BY_TYPE.get(type_, tuple(TIERS))}
    return tuple(task for task in tasks if tiers.intersection(task.tiers))
