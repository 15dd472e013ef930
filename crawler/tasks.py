"""tasks.csv to records: what residents come to a council's website for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.records import Task
from crawler.register import TIERS
from crawler.strict_csv import Problem, one_of, quoted, refusal, rows, unused

if TYPE_CHECKING:
    from collections.abc import Mapping

TASK_COLUMNS = ("task", "title", "lgsl", "tiers", "welsh_terms", "english_terms")
TASKS = Path(__file__).parent / "tasks.csv"


def read_tasks(path: Path = TASKS) -> tuple[Task, ...]:
    """Read the top tasks in the file's order. Raises `MissingFile`, `UnreadableFile` or
    `BadRegister`."""
    tasks: list[Task] = []
    lines: dict[str, int] = {}
    for line, row in rows(path, TASK_COLUMNS, "reinstall the package, which carries it"):
        try:
            task = _task(row)
            unused(task.slug, "task", lines)
        except Problem as error:
            raise refusal(path, line, error) from None
        lines[task.slug] = line
        tasks.append(task)
    return tuple(tasks)


def _task(row: Mapping[str, str]) -> Task:
    for column in ("task", "title", "tiers", "english_terms"):
        if not row[column]:
            raise Problem(f"{column} is empty", f"Give each task its {column}.")
    for tier in row["tiers"].split():
        one_of("tier", tier, sorted(TIERS))
    if not re.fullmatch(r"(\d+(\|\d+)*)?", row["lgsl"]):
        raise Problem(f"lgsl is {quoted(row['lgsl'])}", "Write numbers with | between them.")
    return Task(
        slug=row["task"],
        title=row["title"],
        tiers=tuple(row["tiers"].split()),
        english_terms=_terms(row["english_terms"]),
        welsh_terms=_terms(row["welsh_terms"]),
        lgsl=tuple(int(number) for number in row["lgsl"].split("|") if number),
    )


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in cell.split("|") if term.strip())
