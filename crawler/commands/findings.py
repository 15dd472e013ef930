"""`usability findings`: what fails on a council's website."""

from __future__ import annotations

import csv
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from rich.text import Text

from crawler.commands.options import database_option, format_option, settings
from crawler.commands.terminal import cell, clean, console, elements_of, json_text
from crawler.database.queries import council, council_slugs, findings, open_for_reading
from crawler.errors import UnknownCouncil
from crawler.records import Outcome
from crawler.register import nearest
from crawler.words import NOT_TESTED, STATES

if TYPE_CHECKING:
    from rich.console import Console

    from crawler.database.queries import CouncilDetail, FindingGroup


@click.command("findings")
@click.argument("slug")
@database_option
@format_option
def findings_command(slug: str, database: str | None, layout: str) -> None:
    """Print what fails on a council's website.

    As its newest audit found it: what wins back most points first, with the pages where it was met
    and the first element on each.
    """
    url = settings(database=database).database
    with closing(open_for_reading(url)) as opened:
        slugs = council_slugs(opened)
        if slug not in slugs:
            raise UnknownCouncil(path=opened.url, slug=slug, suggestion=nearest(slug, slugs))
        groups = findings(opened, slug)
        detail = council(opened, slug, today=datetime.now(UTC).date())
    if layout == "json":
        click.echo(json_text(groups, pretty=True))
    elif layout == "csv":
        _print_csv(groups)
    else:
        _print_report(console(), groups, detail)


def _print_csv(groups: tuple[FindingGroup, ...]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        [
            *("audit", "title", "pillar", "outcome", "status", "impact", "wcag", "advice"),
            *("points", "url", "failing", "passing", "undecided", "selector"),
        ]
    )
    for group in groups:
        for page in group.pages:
            writer.writerow(
                [
                    *(group.audit, cell(page.title), group.pillar, group.outcome, page.status),
                    *(group.impact, " ".join(group.wcag), str(group.advice).lower()),
                    *(f"{group.points:.2f}", cell(page.url)),
                    *(page.failing, page.passing, page.undecided),
                    cell(page.elements[0].selector) if page.elements else None,
                ]
            )


def _print_report(
    out: Console, groups: tuple[FindingGroup, ...], detail: CouncilDetail | None
) -> None:
    if not groups:
        out.print(Text(_why_none(detail)), soft_wrap=True)
        return
    for number, group in enumerate(groups, 1):
        heading = Text(f"{number:>3}. ", "bold")
        heading.append(clean(group.title), "bold")
        out.print(heading, soft_wrap=True)
        words = ["to check" if group.outcome is Outcome.REVIEW else str(group.status)]
        words += [str(group.impact)] if group.impact else []
        words += [f"WCAG {', '.join(group.wcag)}"] if group.wcag else []
        words += ["advice, costs no points"] if group.advice else []
        if group.points >= 0.05:
            words.append(f"fixing it gains {group.points:.1f} {group.pillar} points")
        out.print(Text("     " + " · ".join(words), "yellow"), soft_wrap=True)
        for page in group.pages:
            number_of = page.undecided if group.outcome is Outcome.REVIEW else page.failing
            line = Text(f"     {clean(page.url)}")
            line.append(f"  {elements_of(number_of, page.elements)}".rstrip(), "dim")
            out.print(line, soft_wrap=True)
            if page.title != group.title:
                out.print(Text(f"       {clean(page.title)}"), soft_wrap=True)
            if page.elements:
                selector = clean(page.elements[0].selector, 160)
                out.print(Text(f"       {selector}", "cyan"), soft_wrap=True)
        if group.fix:
            out.print(Text(f"     Fix: {clean(group.fix)}"), soft_wrap=True)
        out.print()


def _why_none(detail: CouncilDetail | None) -> str:
    """That nothing fails, said only of a website that was tested."""
    if detail is None or detail.latest is None:
        return f"{detail.council.name}: {NOT_TESTED}." if detail else f"{NOT_TESTED}."
    latest = detail.latest
    if latest.state.scored:
        return f"{detail.council.name}: Nothing fails in the newest audit."
    said = f"{detail.council.name}: {STATES[latest.state]}."
    reason = clean(latest.reason).rstrip(".")
    if not reason.startswith("robots.txt"):  # a file keeps its name
        reason = reason[:1].upper() + reason[1:]
    return f"{said} {reason}." if reason else said
