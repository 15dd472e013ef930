"""How a website's panel is printed: for officers as tables, for programs as JSON and CSV."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
import msgspec
from msgspec import Struct
from rich.table import Column, Table
from rich.text import Text

from crawler.commands.terminal import cell, clean, console, count, json_text
from crawler.commands.walks import walked_lines
from crawler.database.queries import PageSummary, PanelChange, PanelDetail
from crawler.panel.overrides import Override
from crawler.records import Candidate, PageRole, PanelPage, Source
from crawler.words import ROLES, SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

PIPE_WIDTH = 160
NARROWEST_TABLE = 120
Row = tuple[str, ...]


class PanelShown(Struct, frozen=True, kw_only=True):
    """A council's panel, what was chosen for it by hand, and which lists were asked for besides the
    pages. `audited` are the pages of the website's newest audit."""

    name: str
    website: str
    panel: PanelDetail
    by_hand: tuple[Override, ...]
    candidates: bool
    beyond: bool
    changes: bool
    audited: tuple[PageSummary, ...] = ()


class PageRow(Struct, frozen=True, kw_only=True):
    """A page as programs get it. Fields are never added or taken away."""

    role: PageRole
    task: str | None
    url: str
    source: Source
    score: int
    reason: str
    supplier: str | None


class CandidateRow(PageRow, frozen=True, kw_only=True):
    """A page that was weighed: whether it was chosen, and else why not."""

    chosen: bool
    rejected: str


# --- JSON and CSV -------------------------------------------------------------------------------


def _rows(shown: PanelShown) -> Sequence[PageRow | PanelChange]:
    if shown.changes:
        return shown.panel.changes
    if shown.candidates:
        return [
            CandidateRow(**_fields(each), chosen=not each.rejected, rejected=each.rejected)
            for each in shown.panel.candidates
        ]
    pages = [*shown.panel.pages, *(shown.panel.beyond if shown.beyond else ())]
    return [PageRow(**_fields(page)) for page in pages]


def _fields(page: PanelPage | Candidate) -> dict[str, Any]:
    return {name: getattr(page, name) for name in PageRow.__struct_fields__}


def print_json(shown: PanelShown) -> None:
    click.echo(json_text(_rows(shown), pretty=True))


def print_csv(shown: PanelShown) -> None:
    kind = PanelChange if shown.changes else CandidateRow if shown.candidates else PageRow
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(kind.__struct_fields__)
    for row in msgspec.to_builtins(_rows(shown)):
        writer.writerow([cell(value) for value in row.values()])


# --- Tables -------------------------------------------------------------------------------------


def print_table(shown: PanelShown) -> None:
    out = console(width=PIPE_WIDTH)
    panel = shown.panel
    chosen = f"{panel.chosen_at.day} {panel.chosen_at:%B %Y}"
    pages = count(len(panel.pages), "page")
    _say(out, f"{clean(shown.name)}, {clean(shown.website)}: {pages}, a panel since {chosen}.")
    site = _host(shown.website)
    _print_pages(out, site, panel.pages)
    if shown.beyond:
        heading = "Pages of other tasks, looked at for findability and in no score:"
        _print_pages(out, site, panel.beyond, heading)
    elif panel.beyond:
        number = count(len(panel.beyond), "task")
        _say(out, f"\nThe pages of {number} more are in no score; --beyond shows them.")
    for place, line in enumerate(walked_lines(shown.audited)):
        _say(out, line if place else f"\n{line}")
    if shown.by_hand:
        _print_by_hand(out, shown)
    if shown.candidates:
        _print_candidates(out, site, panel.candidates)
    if shown.changes:
        _print_changes(out, site, panel.changes)
    elif panel.changes:
        pages = "1 page has" if len(panel.changes) == 1 else f"{len(panel.changes)} pages have"
        _say(out, f"\n{pages} left the panel so far; --changes shows why.")


def _say(out: Console, text: str) -> None:
    out.print(Text(text), soft_wrap=True)


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _short(url: str, site: str) -> str:
    """An address without what goes without saying: its scheme, and the website's own host."""
    bare = url.partition("://")[2] or url
    if _host(url) == site and "/" in bare:
        return clean(f"/{bare.partition('/')[2]}")
    return clean(bare)


def _print_pages(out: Console, site: str, pages: Sequence[PanelPage], heading: str = "") -> None:
    own = [page for page in pages if page.supplier is None]
    supplied = [page for page in pages if page.supplier is not None]
    if heading:
        _say(out, f"\n{heading}")
    out.print()
    print_rows(out, *_rows_of(own, site))
    if supplied:
        number = count(len(supplied), "page")
        _say(out, f"\n{number} on hosts of suppliers, counted as the council's service:\n")
        print_rows(out, *_rows_of(supplied, site))


def _rows_of(pages: Sequence[PanelPage], site: str) -> tuple[tuple[str, ...], list[Row]]:
    supplied = any(page.supplier for page in pages)
    headings = (
        *("Role", "Task", "Page", "How found", "Score"),
        *(("Supplier",) if supplied else ()),
        "Why",
    )
    rows = [
        (
            *(ROLES[page.role], page.task or "-", _short(page.url, site)),
            *(SOURCES[page.source], str(page.score)),
            *((clean(page.supplier or ""),) if supplied else ()),
            clean(page.reason) + _replaced(page, site),
        )
        for page in pages
    ]
    return headings, rows


def _replaced(page: PanelPage, site: str) -> str:
    return f" (It replaces {_short(page.replaces, site)}.)" if page.replaces else ""


def print_rows(out: Console, headings: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a table, or where it would not fit a list of what each row says."""
    if out.width < NARROWEST_TABLE:
        for row in rows:
            named = "  ".join(said for said in row[:2] if said != "-")
            out.print(Text(named, "bold"), soft_wrap=True)
            for heading, said in zip(headings[2:], row[2:], strict=True):
                out.print(Text(f"  {heading}: {said}"), soft_wrap=True)
        return
    columns = [
        Column(
            heading,
            justify="right" if heading == "Score" else "left",
            overflow="fold",  # an address that is cut leads nowhere
            ratio={"Page": 4, "Why": 5, "Was": 4, "Now": 4}.get(heading),
            min_width=12 if heading == "Role" else None,
        )
        for heading in headings
    ]
    table = Table(*columns, box=None, pad_edge=False, header_style="bold", expand=True)
    for row in rows:
        table.add_row(*(Text(said) for said in row))
    out.print(table)


def _print_by_hand(out: Console, shown: PanelShown) -> None:
    _say(out, "\nChosen by hand:")
    pages = (*shown.panel.beyond, *shown.panel.pages)
    stand = {(page.role, page.task): page.url for page in pages}
    gone = {page.replaces for page in pages} - {None}
    for each in shown.by_hand:
        what = clean(each.task or each.role)
        page = clean(each.url) if each.url else "no such page"
        reason = f" ({clean(each.reason)})" if each.reason else ""
        late = stand.get((each.role, each.task)) != each.url
        pending = ", from the next crawl or build on" if late else ""
        pending = ", which is gone; another page stands for it" if each.url in gone else pending
        _say(out, f"  {what}: {page}{pending}{reason}")


def _print_candidates(out: Console, site: str, candidates: Sequence[Candidate]) -> None:
    if not candidates:
        _say(out, "\nThe last discovery weighed no pages.")
        return
    _say(out, "\nThe pages that the last discovery weighed:\n")
    headings = ("Role", "Task", "Page", "How found", "Score", "Chosen", "Why")
    rows = [
        (
            *(ROLES[each.role], each.task or "-", _short(each.url, site)),
            *(SOURCES[each.source], str(each.score), "no" if each.rejected else "yes"),
            " ".join(filter(None, (clean(each.reason), clean(each.rejected)))),
        )
        for each in candidates
    ]
    print_rows(out, headings, rows)


def _print_changes(out: Console, site: str, changes: Sequence[PanelChange]) -> None:
    if not changes:
        _say(out, "\nNo page has left the panel so far.")
        return
    _say(out, "\nThe pages that left the panel, newest first:\n")
    rows = [
        (
            *(f"{each.at:%d %b %Y}", ROLES[each.role], each.task or "-"),
            *(_short(url, site) if url else "-" for url in (each.url, each.replaced_by)),
            clean(each.reason),
        )
        for each in changes
    ]
    print_rows(out, ("When", "Role", "Task", "Was", "Now", "Why"), rows)
