"""tasks.csv to records: what residents come to a council's website for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.records import Task
from crawler.strict_csv import Problem, one_of, quoted, refusal, rows, unused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TASK_COLUMNS = (
    "task",
    "title",
    "importance",
    "lgsl",
    "welsh_terms",
    "english_terms",
    "topic_terms",
    "other_terms",
)
TIER_COLUMNS = ("district", "county", "unitary", "northern-irish")
APPLICABILITY_COLUMNS = ("task", *TIER_COLUMNS, "source")
TASKS = Path(__file__).parent / "tasks.csv"
APPLICABILITY = Path(__file__).parent / "applicability.csv"

_REMEDY = "reinstall the package, which carries it"


def read_tasks(path: Path = TASKS, applicability: Path = APPLICABILITY) -> tuple[Task, ...]:
    """Read the top tasks in the file's order, each with the tiers that are responsible for it.
    Raises `MissingFile`, `UnreadableFile` or `BadRegister`."""
    tiers = _read_tiers(applicability)
    tasks: list[Task] = []
    lines: dict[str, int] = {}
    for line, row in rows(path, TASK_COLUMNS, _REMEDY):
        try:
            task = _task(row, tiers)
            unused(task.slug, "task", lines)
        except Problem as error:
            raise refusal(path, line, error) from None
        lines[task.slug] = line
        tasks.append(task)
    return tuple(tasks)


def _read_tiers(path: Path) -> dict[str, tuple[str, ...]]:
    tiers: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for line, row in rows(path, APPLICABILITY_COLUMNS, _REMEDY):
        try:
            _filled(row, ("task", "source"), "row")
            for tier in TIER_COLUMNS:
                one_of(tier, row[tier], ("yes", "no"))
            unused(row["task"], "task", lines)
        except Problem as error:
            raise refusal(path, line, error) from None
        lines[row["task"]] = line
        tiers[row["task"]] = tuple(tier for tier in TIER_COLUMNS if row[tier] == "yes")
    return tiers


def _task(row: Mapping[str, str], tiers: Mapping[str, tuple[str, ...]]) -> Task:
    _filled(row, ("task", "title", "english_terms"), "task")
    if row["task"] not in tiers:
        raise Problem(
            f"the task {quoted(row['task'])} is not in applicability.csv",
            "Add a row there that says whose job it is.",
        )
    one_of("importance", row["importance"], ("1", "2", "3"))
    if not re.fullmatch(r"(\d+(\|\d+)*)?", row["lgsl"]):
        raise Problem(f"lgsl is {quoted(row['lgsl'])}", "Write numbers with | between them.")
    return Task(
        slug=row["task"],
        title=row["title"],
        tiers=tiers[row["task"]],
        importance=int(row["importance"]),
        english_terms=_terms(row["english_terms"]),
        welsh_terms=_terms(row["welsh_terms"]),
        topic_terms=_terms(row["topic_terms"]),
        other_terms=_terms(row["other_terms"]),
        lgsl=tuple(int(number) for number in row["lgsl"].split("|") if number),
    )


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in cell.split("|") if term.strip())


def _filled(row: Mapping[str, str], columns: Sequence[str], what: str) -> None:
    for column in columns:
        if not row[column]:
            raise Problem(f"{column} is empty", f"Give each {what} its {column}.")
