"""`usability findings`: what fails on a council's website."""

from __future__ import annotations

import csv
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from crawler.commands.finding_pages import (
    bare_pages,
    component_pages,
    component_spread,
    spread_of,
)
from crawler.commands.options import database_option, format_option, settings
from crawler.commands.picture_folder import PictureFolder
from crawler.commands.terminal import cell, clean, console, count, elements_of, json_text
from crawler.commands.walks import walked_lines
from crawler.database.artifacts import Artifacts
from crawler.database.queries import council, council_slugs, findings, open_for_reading
from crawler.errors import UnknownCouncil
from crawler.records import Outcome
from crawler.register import nearest
from crawler.words import NOT_TESTED, STATES, found_by

if TYPE_CHECKING:
    from rich.console import Console

    from crawler.database.queries import Component, CouncilDetail, FindingGroup

COMPONENTS = 5  # of a finding, that are shown


class _Shelf:
    """Where pictures are: in the folder that one asked for, else where crawls keep them."""

    def __init__(self, kept: Artifacts, folder: PictureFolder | None) -> None:
        self._kept = kept
        self._folder = folder

    def place(self, digest: str) -> str:
        """Return where a picture can be opened. Raises `UnwritableFile`."""
        if self._folder is not None and (content := self._kept.read(digest)) is not None:
            return str(self._folder.keep(digest, content))
        path = self._kept.path(digest)
        return str(path) if path.is_file() else "the picture is no longer kept"


@click.command("findings")
@click.argument("slug")
@database_option
@format_option
@click.option(
    "--pictures",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Copy the pictures that prove a finding to this folder, as files to open.",
)
def findings_command(slug: str, database: str | None, layout: str, pictures: Path | None) -> None:
    """Print what fails on a council's website.

    As its newest audit found it: first what returns most of all the points that its pages have lost
    (docs/methodology.md). Elements of one make on several pages are one entry: "in the
    template: 11 of 12 pages". Each finding says who is affected, why, how to fix it, where to read
    more, what found it and what that cannot tell; the end says which pages were acted on.
    """
    config = settings(database=database)
    shelf = _Shelf(Artifacts(config.artifacts), PictureFolder(pictures) if pictures else None)
    with closing(open_for_reading(config.database)) as opened:
        slugs = council_slugs(opened)
        if slug not in slugs:
            raise UnknownCouncil(path=opened.url, slug=slug, suggestion=nearest(slug, slugs))
        groups = findings(opened, slug)
        detail = council(opened, slug, today=datetime.now(UTC).date())
    if layout == "json":
        click.echo(json_text(groups, pretty=True))
    elif layout == "csv":
        _print_csv(groups, shelf)
    else:
        _print_report(console(), groups, detail, shelf)


def _print_csv(groups: tuple[FindingGroup, ...], shelf: _Shelf) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        [
            *("audit", "title", "pillar", "outcome", "status", "impact", "wcag", "advice"),
            *("points", "url", "failing", "passing", "undecided", "selector"),
            *("priority", "spread", "engines", "who", "why", "fix", "limit", "help_url"),
            *("before", "after"),
        ]
    )
    for group in groups:
        for page in group.pages:
            first = page.elements[0] if page.elements else None
            pictures = [shelf.place(digest) for digest in first.pictures] if first else []
            writer.writerow(
                [
                    *(group.audit, cell(page.title), group.pillar, group.outcome, page.status),
                    *(group.impact, " ".join(group.wcag), str(group.advice).lower()),
                    *(f"{group.points:.2f}", cell(page.url)),
                    *(page.failing, page.passing, page.undecided),
                    cell(first.selector) if first else None,
                    *(f"{group.priority:.4f}", spread_of(group), " ".join(group.engines)),
                    *(cell(text) for text in (group.who, group.why, group.fix, group.limit)),
                    cell(group.help_url),
                    *[*pictures, None, None][:2],
                ]
            )


def _print_report(
    out: Console,
    groups: tuple[FindingGroup, ...],
    detail: CouncilDetail | None,
    shelf: _Shelf,
) -> None:
    if not groups:
        _say(out, _why_none(detail))
    # Advice that not even the engine is sure of would stand on every page and teach nobody.
    shown = [each for each in groups if not (each.outcome is Outcome.REVIEW and each.advice)]
    for number, group in enumerate(shown, 1):
        _print_group(out, number, group, detail, shelf)
    for line in walked_lines(detail.pages) if detail else ():
        _say(out, line)


def _print_group(
    out: Console,
    number: int,
    group: FindingGroup,
    detail: CouncilDetail | None,
    shelf: _Shelf,
) -> None:
    heading = Text(f"{number:>3}. ", "bold")
    heading.append(clean(group.title), "bold")
    out.print(heading, soft_wrap=True)
    words = ["to check"] if group.outcome is Outcome.REVIEW else _status(group, detail)
    words += [str(group.impact)] if group.impact else []
    words += [f"WCAG {', '.join(group.wcag)}"] if group.wcag else []
    words += [_reach(group)]
    words += ["advice, costs no points"] if group.advice else []
    if group.points >= 0.05:
        words.append(f"fixing it gains {group.points:.1f} {group.pillar} points")
    out.print(Text("     " + " · ".join(words), "yellow"), soft_wrap=True)
    for component in group.components[:COMPONENTS]:
        _print_component(out, group, component, detail, shelf)
    if (left := len(group.components) - COMPONENTS) > 0:
        _say(out, f"     … and {count(left, 'other kind')} of element", "dim")
    for line in bare_pages(group, detail):
        _say(out, f"     {line}")
    for label, text in (
        ("Who", group.who),
        ("Why", group.why),
        ("Fix", group.fix),
        ("More", group.help_url),
        ("The rule", group.rule_url if group.rule_url != group.help_url else ""),
        ("Found by", found_by(group.engines)),
        ("Limits", group.limit),
    ):
        if text:
            _say(out, f"     {label}: {clean(text)}")
    out.print()


def _print_component(
    out: Console,
    group: FindingGroup,
    component: Component,
    detail: CouncilDetail | None,
    shelf: _Shelf,
) -> None:
    where = component_spread(group, component)
    elements = elements_of(component.elements, (component.element,))
    line = Text(f"     {where[:1].upper()}{where[1:]}")
    line.append(f"  {elements}", "dim")
    out.print(line, soft_wrap=True)
    for page in component_pages(group, component, detail):
        _say(out, f"       {page}")
    _say(out, f"       {clean(component.element.selector, 160)}", "cyan")
    if component.element.message:
        _say(out, f"       {clean(component.element.message, 300)}", "dim")
    for name, digest in zip(("Before", "After"), component.element.pictures, strict=False):
        _say(out, f"       {name}: {shelf.place(digest)}", "dim")


def _reach(group: FindingGroup) -> str:
    """On how many pages it is and, where it is of elements, how many they are."""
    elements = [element for page in group.pages for element in page.elements]
    review = group.outcome is Outcome.REVIEW
    number = sum(page.undecided if review else page.failing for page in group.pages)
    return f"{spread_of(group)}, {elements_of(number, elements)}" if elements else spread_of(group)


def _status(group: FindingGroup, detail: CouncilDetail | None) -> list[str]:
    """What became of it since the crawl before; nothing where there was none."""
    scored = sum(point.state.scored for point in detail.trend) if detail else 0
    return [str(group.status)] if scored > 1 else []


def _say(out: Console, text: str, style: str = "") -> None:
    out.print(Text(text, style), soft_wrap=True)


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
