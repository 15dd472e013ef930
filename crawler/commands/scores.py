"""`usability scores`: the league table."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec
from rich.table import Table
from rich.text import Text

from crawler.commands.options import database_option, format_option, settings
from crawler.commands.terminal import cell, clean, console, count, json_text, points
from crawler.database.queries import league, open_for_reading
from crawler.records import PillarScores
from crawler.scoring.method import METHOD
from crawler.words import NOT_TESTED, PAGES_CHANGED, STATES, superseded

if TYPE_CHECKING:
    from crawler.database.queries import LeagueRow

PIPE_WIDTH = 156
NARROWEST_TABLE = 134  # with all columns


@click.command("scores")
@database_option
@format_option
def scores_command(database: str | None, layout: str) -> None:
    """Print the league table of the newest audits.

    One row a council, best total first; councils without a rank follow, with the reason. `change`
    is against the scored audit before the newest, in points; there is none where the pages that
    count have changed. Only what the newest scoring method
    has judged is ranked, since scores by different methods do not compare. Findability, the share
    of tasks that are easy or findable on the website, is beside the scores and not in the total.
    """
    with closing(open_for_reading(settings(database=database).database)) as opened:
        newest = league(opened, today=datetime.now(UTC).date())
    rows = tuple(published(row) for row in newest)
    if layout == "json":
        click.echo(json_text(rows, pretty=True))
    elif layout == "csv":
        _print_csv(rows)
    else:
        _print_table(rows)


def published(row: LeagueRow) -> LeagueRow:
    """The row with its figures as published: rounded once, here, for all formats."""
    scores = {name: _rounded(getattr(row.scores, name)) for name in row.scores.__struct_fields__}
    return msgspec.structs.replace(
        row,
        scores=PillarScores(**scores),
        change=_rounded(row.change),
        findability=_rounded(row.findability),
    )


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, METHOD.decimals) + 0.0  # -0.0 becomes 0.0


def change_in_words(points: float | None, *, pages_changed: bool = False) -> str:
    if points is None:
        return PAGES_CHANGED if pages_changed else "-"
    return f"{points:+.1f}" if points else "no change"


def _print_csv(rows: tuple[LeagueRow, ...]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        [
            *("rank", "slug", "name", "nation", "region", "type", "website", "state", "reason"),
            *("total", "accessibility", "speed", "mobile", "change"),
            *("tested_at", "pages_scored", "pages_planned", "findability", "method"),
            "pages_changed",
        ]
    )
    for row in rows:
        scores = row.scores
        writer.writerow(
            [
                *(row.rank, row.slug, cell(row.name), row.nation, cell(row.region), row.type),
                *(cell(row.website), row.state, cell(row.reason)),
                *(
                    None if score is None else f"{score:.1f}"
                    for score in (scores.total, scores.accessibility, scores.speed, scores.mobile)
                ),
                None if row.change is None else f"{row.change:.1f}",
                row.tested_at and row.tested_at.isoformat(),
                *(row.pages_scored, row.pages_planned),
                None if row.findability is None else f"{row.findability:.1f}",
                row.method,
                "yes" if row.pages_changed else "no",
            ]
        )


def _print_table(rows: tuple[LeagueRow, ...]) -> None:
    out = console(width=PIPE_WIDTH)
    if not rows:
        click.echo("The database has no councils yet. Run `usability crawl`.")
        return
    wide = out.width >= NARROWEST_TABLE
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Rank", justify="right", no_wrap=True)
    table.add_column("Council", no_wrap=wide)
    for heading in ("Total", "Accessibility", "Speed", "Mobile", "Findability"):
        table.add_column(heading, justify="right", no_wrap=True)
    if wide:
        table.add_column("Change", justify="right", no_wrap=True)
        table.add_column("Tested", no_wrap=True)
        table.add_column("Pages", justify="right", no_wrap=True)
    table.add_column("State")
    for row in rows:
        state = STATES[row.state] if row.state else NOT_TESTED
        table.add_row(
            str(row.rank or "-"),
            Text(clean(row.name, 40)),
            points(row.scores.total),
            points(row.scores.accessibility),
            points(row.scores.speed),
            points(row.scores.mobile),
            points(row.findability),
            *(_further(row) if wide else ()),
            state,
        )
    out.print(table)
    old = Counter(row.method for row in rows if row.superseded)
    for method, number in sorted(old.items(), key=lambda each: each[0] or 0):
        out.print()
        out.print(Text(f"{count(number, 'council')}: {superseded(method)}."), soft_wrap=True)


def _further(row: LeagueRow) -> tuple[str, str, str]:
    """What only a wide table has room for: the change, the day of the test, and the pages."""
    return (
        change_in_words(row.change, pages_changed=row.pages_changed),
        f"{row.tested_at:%d %b %Y}" if row.tested_at else "-",
        f"{row.pages_scored}/{row.pages_planned}" if row.state else "-",
    )
