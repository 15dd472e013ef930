"""`usability findability`: how easily residents find each task on a council's website."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec import Struct
from rich.table import Table
from rich.text import Text

from crawler.commands.options import database_option, format_option, settings
from crawler.commands.terminal import cell, clean, console, count, json_text, points
from crawler.database.queries import council, council_slugs, findability, open_for_reading
from crawler.errors import NoFindability, UnknownCouncil
from crawler.records import TaskFindability, Verdict
from crawler.register import nearest
from crawler.scoring.method import METHOD
from crawler.words import VERDICTS, searched

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    Verdict.EASY: "green",
    Verdict.FINDABLE: "green",
    Verdict.HARD: "yellow",
    Verdict.NOT_FOUND: "red",
}
PIPE_WIDTH = 130
NARROWEST_TABLE = 105  # with all columns
NOT_EXAMINED = "Not examined"
COLUMNS = (
    *("task", "title", "importance", "verdict", "reason", "clicks", "path", "search"),
    *("loads", "reflows", "keyboard", "reading_age", "url", "supplier"),
)


class Published(Struct, frozen=True, kw_only=True):
    """A website's findability as it is printed: most important tasks first, figures rounded."""

    slug: str
    name: str
    tested_at: datetime
    method: int
    figure: float | None
    requests: int
    tasks: tuple[TaskFindability, ...]


@click.command("findability")
@click.argument("slug")
@database_option
@format_option
def findability_command(slug: str, database: str | None, layout: str) -> None:
    """Print how easily residents find each task.

    As the newest audit of the council's website found it, from the home page on a phone, most
    important tasks first. Clicks are those of the shortest way over links that one can see or open
    from a menu. The figure is the share of tasks, weighted by importance, that are easy or
    findable.
    """
    shown = _read(settings(database=database).database, slug)
    if layout == "json":
        click.echo(json_text(shown, pretty=True))
    elif layout == "csv":
        _print_csv(shown)
    else:
        _print_report(console(width=PIPE_WIDTH), shown)


def _read(url: str, slug: str) -> Published:
    with closing(open_for_reading(url)) as opened:
        slugs = council_slugs(opened)
        if slug not in slugs:
            raise UnknownCouncil(path=opened.url, slug=slug, suggestion=nearest(slug, slugs))
        detail = council(opened, slug, today=datetime.now(UTC).date())
        found = findability(opened, slug)
    name = detail.council.name if detail else slug
    if found is None:
        raise NoFindability(name=name, slug=slug)
    figure = found.findability.figure
    tasks = (
        msgspec.structs.replace(task, reading_age=_years(task.reading_age))
        for task in found.findability.tasks
    )
    return Published(
        slug=slug,
        name=name,
        tested_at=found.tested_at,
        method=found.findability.method,
        figure=None if figure is None else round(figure, METHOD.decimals),
        requests=found.findability.requests,
        tasks=tuple(sorted(tasks, key=_by_importance)),
    )


def _years(age: float | None) -> int | None:
    """A formula's years are not known to a tenth."""
    return None if age is None else round(age)


def _by_importance(task: TaskFindability) -> tuple[int, int, str]:
    """Most important first; among equals the worst first, as those need someone."""
    worst = -list(Verdict).index(task.verdict) if task.verdict else 0
    return -task.importance, worst, task.title.casefold()


def path_in_words(task: TaskFindability) -> str:
    """The way from the home page: `Menu → Bins → Check your bin day`; "" where there is none."""
    if task.clicks is None:
        return ""
    names: list[str] = []
    for step in task.path:
        names += [clean(control, 60) for control in step.controls]
        text = clean(step.text, 80) or "(a link without text)"
        names.append(text if step.clear else f"{text} (does not say where it leads)")
    return " → ".join(names) or "on the home page"


def _yes(fact: bool | None) -> str:
    return "-" if fact is None else "yes" if fact else "no"


def _verdict(task: TaskFindability) -> str:
    return VERDICTS[task.verdict] if task.verdict else NOT_EXAMINED


def _print_csv(shown: Published) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for task in shown.tasks:
        writer.writerow(
            [
                *(task.task, cell(task.title), task.importance, task.verdict, cell(task.reason)),
                *(task.clicks, cell(path_in_words(task)), searched(task.search)),
                *(_yes(fact) for fact in (task.loads, task.reflows, task.keyboard)),
                *(task.reading_age, cell(task.url), cell(task.supplier)),
            ]
        )


def _print_report(out: Console, shown: Published) -> None:
    tasks = [task for task in shown.tasks if task.verdict is not Verdict.NOT_THIS_COUNCILS_JOB]
    for line in _summary(shown, tasks):
        out.print(Text(line), soft_wrap=True)
    out.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Task")
    wide = out.width >= NARROWEST_TABLE
    if wide:
        table.add_column("Importance", justify="right")
    table.add_column("Verdict", no_wrap=True)
    for heading in ("Clicks", "Search", "Loads", "Reflows", "Keyboard"):
        table.add_column(heading, justify="right" if heading == "Clicks" else "left")
    table.add_column("Reading age", justify="right")
    for task in tasks:
        table.add_row(
            Text(clean(task.title, 60)),
            *((str(task.importance),) if wide else ()),
            Text(_verdict(task), STYLES[task.verdict] if task.verdict else ""),
            "-" if task.clicks is None else str(task.clicks),
            searched(task.search),
            *(_yes(fact) for fact in (task.loads, task.reflows, task.keyboard)),
            "-" if task.reading_age is None else f"{task.reading_age:.0f}",
        )
    out.print(table)
    out.print()
    out.print(Text("The way there, the page, and why:", "bold"))
    for task in tasks:
        _print_evidence(out, task)
    others = [task for task in shown.tasks if task.verdict is Verdict.NOT_THIS_COUNCILS_JOB]
    if others:
        titles = ", ".join(clean(task.title) for task in others)
        out.print(Text(f"\n{VERDICTS[Verdict.NOT_THIS_COUNCILS_JOB]}: {titles}."), soft_wrap=True)


def _summary(shown: Published, tasks: list[TaskFindability]) -> list[str]:
    name = clean(shown.name)
    verdicts = Counter(task.verdict for task in tasks)
    said = [
        f"{verdicts[verdict]} {VERDICTS[verdict].lower()}"
        for verdict in STYLES
        if verdicts[verdict]
    ]
    said += [f"{verdicts[None]} {NOT_EXAMINED.lower()}"] if verdicts[None] else []
    if shown.figure is None:
        figure = f"{name}: no findability figure, since too few tasks could be looked at."
    else:
        figure = f"{name}: findability {points(shown.figure)} of 100."
    tested = f"Tested on {shown.tested_at.day} {shown.tested_at:%B %Y}"
    loads = f"{count(shown.requests, 'page load')} to find and search, beside the panel's"
    return [
        f"{figure} Of {count(len(tasks), 'task')}: {', '.join(said) or 'none'}.",
        f"{tested}, with {loads}.",
    ]


def _print_evidence(out: Console, task: TaskFindability) -> None:
    heading = Text(f"  {clean(task.title)}", "bold")
    heading.append(f"  {_verdict(task)}", STYLES[task.verdict] if task.verdict else "")
    out.print(heading, soft_wrap=True)
    if way := path_in_words(task):
        out.print(Text(f"    {way}"), soft_wrap=True)
    if task.url:
        line = Text(f"    {clean(task.url)}", "cyan")
        if task.supplier:
            line.append(f"  run by a supplier, {clean(task.supplier)}", "default")
        out.print(line, soft_wrap=True)
    if task.reason:
        out.print(Text(f"    {clean(task.reason)}"), soft_wrap=True)
