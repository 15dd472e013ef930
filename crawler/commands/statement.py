"""`usability statement`: what a council's accessibility statement says, and what it lacks."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from rich.text import Text

from crawler.commands.options import database_option, format_option, settings
from crawler.commands.terminal import cell, clean, console, count, json_text
from crawler.database.queries import council, council_slugs, open_for_reading, statement
from crawler.errors import NoStatement, UnknownCouncil
from crawler.records import CheckOutcome, StatementCheck
from crawler.register import nearest
from crawler.words import OUTCOMES

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    CheckOutcome.MET: "green",
    CheckOutcome.NOT_MET: "red",
    CheckOutcome.UNCLEAR: "yellow",
    CheckOutcome.NOT_APPLICABLE: "default",
}
COLUMNS = ("check", "title", "outcome", "said", "found")
MOST_LACKING = 5
JUDGED = (CheckOutcome.MET, CheckOutcome.NOT_MET, CheckOutcome.UNCLEAR)


class Published(Struct, frozen=True, kw_only=True):
    """A website's statement as it is printed. `version` is that of the rules, `day` the day by
    which dates were judged."""

    slug: str
    name: str
    tested_at: datetime
    version: int
    day: date
    url: str | None
    language: str
    status: str | None
    standard: str | None
    prepared: date | None
    reviewed: date | None
    fix_dates: tuple[date, ...]
    criteria: tuple[str, ...]
    pages: int
    lacking: tuple[str, ...]
    outcomes: dict[CheckOutcome, int]
    checks: tuple[StatementCheck, ...]


@click.command("statement")
@click.argument("slug")
@database_option
@format_option
def statement_command(slug: str, database: str | None, layout: str) -> None:
    """Print what an accessibility statement says and lacks.

    As the newest audit of the council's website found it: each thing that the law asks of a
    statement, whether it is there, and the words it rests on, in English or in Welsh. It is a list
    of its own and part of no score.
    """
    shown = _read(settings(database=database).database, slug)
    if layout == "json":
        click.echo(json_text(shown, pretty=True))
    elif layout == "csv":
        _print_csv(shown)
    else:
        _print_report(console(), shown)


def _read(url: str, slug: str) -> Published:
    with closing(open_for_reading(url)) as opened:
        slugs = council_slugs(opened)
        if slug not in slugs:
            raise UnknownCouncil(path=opened.url, slug=slug, suggestion=nearest(slug, slugs))
        detail = council(opened, slug, today=datetime.now(UTC).date())
        found = statement(opened, slug)
    name = detail.council.name if detail else slug
    if found is None:
        raise NoStatement(name=name, slug=slug)
    listed = found.checklist
    return Published(
        slug=slug,
        name=name,
        tested_at=found.tested_at,
        version=listed.version,
        day=listed.day,
        url=listed.url,
        language=listed.language,
        status=listed.status,
        standard=listed.standard,
        prepared=listed.prepared,
        reviewed=listed.reviewed,
        fix_dates=listed.fix_dates,
        criteria=listed.criteria,
        pages=listed.pages,
        lacking=listed.lacking,
        outcomes={
            outcome: sum(check.outcome is outcome for check in listed.checks)
            for outcome in CheckOutcome
        },
        checks=listed.checks,
    )


def _print_csv(shown: Published) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for check in shown.checks:
        row = (check.id, check.title, check.outcome.value, check.said, check.found)
        writer.writerow([cell(part) for part in row])


def _print_report(out: Console, shown: Published) -> None:
    outcomes = Counter(check.outcome for check in shown.checks)
    judged = sum(outcomes[outcome] for outcome in JUDGED)
    said = f"{outcomes[CheckOutcome.MET]} of {count(judged, 'check')} met" + "".join(
        f", {outcomes[outcome]} {OUTCOMES[outcome].lower()}"
        for outcome in JUDGED[1:]
        if outcomes[outcome]
    )
    if other := outcomes[CheckOutcome.NOT_APPLICABLE]:
        said += f"; {other} {'does' if other == 1 else 'do'} not apply"
    day = f"{shown.day.day} {shown.day:%B %Y}"
    out.print(
        Text(f"{clean(shown.name)}: accessibility statement: {said}."),
        soft_wrap=True,
    )
    out.print(Text(f"Tested on {day}. None of this is part of a score."), soft_wrap=True)
    if shown.url:
        out.print(Text(clean(shown.url), "cyan"), soft_wrap=True)
    out.print()
    widest = max(len(words) for words in OUTCOMES.values())
    for check in shown.checks:
        line = Text(f"  {OUTCOMES[check.outcome]:<{widest}}", STYLES[check.outcome])
        line.append(f"  {clean(check.title)}", "bold")
        out.print(line, soft_wrap=True)
        out.print(Text(f"    {clean(check.said)}"), soft_wrap=True)
        if check.found:
            out.print(Text(f"    “{clean(check.found)}”", "italic"), soft_wrap=True)
        if check.id == "linked":
            _print_lacking(out, shown.lacking)


def _print_lacking(out: Console, lacking: tuple[str, ...]) -> None:
    for url in lacking[:MOST_LACKING]:
        out.print(Text(f"    {clean(url)}", "cyan"), soft_wrap=True)
    if len(lacking) > MOST_LACKING:
        out.print(Text(f"    and {count(len(lacking) - MOST_LACKING, 'more page', 'more pages')}"))
