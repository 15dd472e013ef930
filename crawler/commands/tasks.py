"""`usability tasks`: what residents come to do, and GOV.UK's links to where they do it."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from rich.table import Table
from rich.text import Text

from crawler.commands.download import download
from crawler.commands.options import (
    WebAddress,
    database_option,
    format_option,
    loopback_option,
    register_option,
    settings,
)
from crawler.commands.terminal import clean, console, count, json_text
from crawler.database import store
from crawler.database.session import open_database
from crawler.errors import MissingFile, NotLocalLinks, UnreadableFile
from crawler.local_links import read_local_links
from crawler.panel.applicability import applicable
from crawler.register import TIERS_BY_TYPE, read_register
from crawler.strict_csv import rows
from crawler.tasks import APPLICABILITY, APPLICABILITY_COLUMNS, read_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.config import Config
    from crawler.local_links import Imported

NAMED = 10
PIPE_WIDTH = 140
TIER_WORDS = {
    "district": "districts",
    "county": "counties",
    "unitary": "unitary councils",
    "northern-irish": "Northern Ireland",
}


@click.group("tasks")
def tasks_group() -> None:
    """List what residents come to do, and import GOV.UK's links to it."""


# --- list ---------------------------------------------------------------------------------------


class TaskRow(Struct, frozen=True, kw_only=True):
    """A task as it is listed. `responsible` are tiers of local government, `sources` the addresses
    that say so."""

    task: str
    title: str
    importance: int
    responsible: tuple[str, ...]
    lgsl: tuple[int, ...]
    sources: tuple[str, ...]


@tasks_group.command("list")
@click.option(
    "--type",
    "council_type",
    type=click.Choice(sorted(TIERS_BY_TYPE)),
    help="Only the tasks of this type of council.",
)
@format_option
def list_command(council_type: str | None, layout: str) -> None:
    """List the tasks by which websites are judged.

    The most important first (3: most residents come for it; 1: some do), with the councils that are
    responsible for each, its numbers in the Local Government Services List (LGSL), and the source
    that says who is responsible.
    """
    tasks = _listed(council_type)
    if layout == "json":
        click.echo(json_text(tasks, pretty=True))
    elif layout == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(TaskRow.__struct_fields__)
        for each in tasks:
            who, numbers = " ".join(each.responsible), " ".join(str(one) for one in each.lgsl)
            said = (each.task, each.title, each.importance, who, numbers, " ".join(each.sources))
            writer.writerow(said)
    else:
        _print_table(tasks)


def _print_table(tasks: tuple[TaskRow, ...]) -> None:
    numbers = {source: 0 for each in tasks for source in each.sources}
    numbers = {source: number for number, source in enumerate(numbers, 1)}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Task", "What residents do", "Importance", "LGSL", "Responsible", "Source"):
        table.add_column(heading)
    for each in tasks:
        table.add_row(
            each.task,
            each.title,
            str(each.importance),
            ", ".join(str(one) for one in each.lgsl) or "-",
            _who(each.responsible),
            ", ".join(str(numbers[source]) for source in each.sources),
        )
    out = console(width=PIPE_WIDTH)
    out.print(table)
    out.print()
    for source, number in numbers.items():
        out.print(Text(f"Source {number}: {source}"), soft_wrap=True)


def _who(tiers: tuple[str, ...]) -> str:
    if set(tiers) == set(TIER_WORDS):
        return "all councils"
    return ", ".join(TIER_WORDS[tier] for tier in tiers)


def _listed(council_type: str | None) -> tuple[TaskRow, ...]:
    tasks = read_tasks()
    if council_type is not None:
        tasks = applicable(tasks, (council_type,))
    remedy = "reinstall the package, which carries it"
    sources = {
        row["task"]: tuple(row["source"].split())
        for _, row in rows(APPLICABILITY, APPLICABILITY_COLUMNS, remedy)
    }
    listed = (
        TaskRow(
            task=task.slug,
            title=task.title,
            importance=task.importance,
            responsible=task.tiers,
            lgsl=task.lgsl,
            sources=sources[task.slug],
        )
        for task in tasks
    )
    return tuple(sorted(listed, key=lambda row: -row.importance))


# --- import -------------------------------------------------------------------------------------


@tasks_group.command("import")
@click.argument("source", metavar="FILE|URL")
@register_option
@database_option
@loopback_option
def import_command(
    source: str, register: str | None, database: str | None, allow_loopback: bool | None
) -> None:
    """Import GOV.UK's Local Links export from a file or a web address.

    The export is links_to_services_provided_by_local_authorities.csv, which GOV.UK's Local Links
    Manager publishes each day. It says which page of each council is for which service, and is the
    best source of a task's page. What an earlier import left is replaced; the next crawl or `panel
    build` reads it.
    """
    config = settings(register=register, database=database, allow_loopback=allow_loopback)
    councils = read_register(config.register)
    now = datetime.now(UTC)
    with _lines(source, config) as lines:
        found = read_local_links(lines, source, councils, read_tasks(), on=now.date())
    if not found.links:
        problem = f"none of its {count(found.rows, 'row')} is a link for a task of ours"
        raise NotLocalLinks(source=source, problem=problem)
    with closing(open_database(config.database, create=True)) as opened, opened.explained():
        store.save_local_links(opened, found.links, source, now)
    _report(found)


@contextmanager
def _lines(source: str, config: Config) -> Iterator[Iterable[str]]:
    """The lines of the file or of what is at the address."""
    if "://" in source:
        url = WebAddress().convert(source, None, None)
        with tempfile.TemporaryFile() as fetched:
            download(url, config, fetched)
            fetched.seek(0)
            yield io.TextIOWrapper(fetched, encoding="utf-8-sig", newline="")
        return
    try:
        with Path(source).open(encoding="utf-8-sig", newline="") as file:
            yield file
    except FileNotFoundError:
        remedy = "Check the path, or give a web address that begins with https://."
        raise MissingFile(path=source, remedy=remedy) from None
    except OSError as error:
        raise UnreadableFile(path=source, detail=error.strerror or error) from None


def _report(found: Imported) -> None:
    councils = {link.council for link in found.links}
    click.echo(
        f"Read {count(found.rows, 'row')} and kept {count(len(found.links), 'link')} to our tasks, "
        f"of {count(len(councils), 'council')}."
    )
    ways = [f"{found.by_code:,} by code", f"{found.by_name:,} by name"]
    ways += [f"{found.by_successor:,} as the successor"] if found.by_successor else []
    click.echo(f"Councils were matched {', '.join(ways)}.")
    if found.unmatched:
        named = ", ".join(clean(name, 60) or "(no name)" for name in found.unmatched[:NAMED])
        more = len(found.unmatched) - NAMED
        rest = f" and {more:,} more" if more > 0 else ""
        authorities = count(len(found.unmatched), "authority", "authorities")
        click.echo(f"Not in the register: {authorities} ({named}{rest}).")
    if found.skipped:
        click.echo("Rows that gave no link:")
    for why, number in found.skipped.items():
        click.echo(f"  {number:>7,}  {why}")
    click.echo("The next crawl and `usability panel build` read these links.")
