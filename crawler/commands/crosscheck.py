"""`usability crosscheck`: does axe-core by another way find the same?"""

from __future__ import annotations

import asyncio
import csv
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from rich.table import Table
from rich.text import Text

from crawler.commands.options import (
    AT_LEAST_ONE,
    WebAddress,
    database_option,
    format_option,
    loopback_option,
    settings,
)
from crawler.commands.terminal import cell, clean, console, count, json_text
from crawler.crosscheck.agreement import PageAgreement, reasons, share
from crawler.crosscheck.pages import crosscheck, sample
from crawler.crosscheck.selenium_axe import BrowserName
from crawler.database.queries import audited_addresses, open_for_reading
from crawler.errors import NothingToCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from crawler.config import Config

SHOWN = 10


class CrosscheckJson(Struct, frozen=True, kw_only=True):
    """All pages together, and each. Shares are 0 to 1."""

    rules_agreed: float
    elements_agreed: float
    reasons: dict[str, int]
    pages: tuple[PageAgreement, ...]


@click.command("crosscheck")
@click.argument("urls", nargs=-1, metavar="[URL...]", type=WebAddress())
@click.option(
    "--sample", "count", type=AT_LEAST_ONE, metavar="N", help="N pages of the newest crawls."
)
@click.option(
    "--browser",
    type=click.Choice([name.value for name in BrowserName]),
    default=BrowserName.CHROMIUM.value,
    show_default=True,
    help="The browser that Selenium drives.",
)
@click.option("--grid", metavar="URL", type=WebAddress(), help="A Selenium Grid to run it on.")
@database_option
@loopback_option
@format_option
def crosscheck_command(
    urls: tuple[str, ...],
    count: int | None,
    browser: str,
    grid: str | None,
    database: str | None,
    allow_loopback: bool | None,
    layout: str,
) -> None:
    """Audit pages a second time, through Selenium and axe-selenium-python, and compare.

    Both use the same axe-core with every rule on, at desktop width. What differs is all that we
    made ourselves: the browser's driver, the isolated world, frames, and what we keep. Needs the
    extra: pip install 'council-web-usability[crosscheck]', and a driver of the browser.

    Exit code: 0 when every page was compared; 1 when any was not.
    """
    if bool(urls) == bool(count):
        raise click.UsageError("Name the addresses of pages, or ask for a --sample of N.")
    config = settings(database=database, allow_loopback=allow_loopback)
    chosen = urls or _sampled(config, count or 0)
    with console(error=True).status("Starting the browser") as status:

        def observe(said: str) -> None:
            status.update(Text(clean(said, 100)))

        pages = asyncio.run(
            crosscheck(config, chosen, browser=BrowserName(browser), grid=grid, observe=observe)
        )
    if layout == "json":
        click.echo(json_text(_whole(pages), pretty=True))
    elif layout == "csv":
        _print_csv(pages)
    else:
        print_report(console(), pages)
    sys.exit(1 if any(page.problem for page in pages) else 0)


def _sampled(config: Config, count: int) -> tuple[str, ...]:
    with closing(open_for_reading(config.database)) as opened:
        chosen = sample(audited_addresses(opened), count)
        if not chosen:
            raise NothingToCheck(path=opened.url)
    return chosen


def _whole(pages: tuple[PageAgreement, ...]) -> CrosscheckJson:
    return CrosscheckJson(
        rules_agreed=round(
            share(sum(page.same_rules for page in pages), sum(page.rules for page in pages)), 4
        ),
        elements_agreed=round(
            share(sum(page.same_elements for page in pages), sum(page.elements for page in pages)),
            4,
        ),
        reasons=reasons(pages),
        pages=pages,
    )


def _print_csv(pages: Sequence[PageAgreement]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["url", "rule", "selector", "only", "why"])
    for page in pages:
        if page.problem:
            writer.writerow([cell(page.url), "", "", "", cell(page.problem)])
        for each in page.differences:
            writer.writerow([cell(page.url), each.rule, cell(each.selector), each.only, each.why])


def print_report(out: Console, pages: tuple[PageAgreement, ...]) -> None:
    table = Table(title="axe-core by two ways", title_justify="left")
    table.add_column("Page", overflow="fold")
    for heading in ("Rules failed", "by both", "Elements failed", "by both"):
        table.add_column(heading, justify="right")
    for page in pages:
        figures = [page.rules, page.same_rules, page.elements, page.same_elements]
        shown = ["-"] * len(figures) if page.problem else [str(figure) for figure in figures]
        table.add_row(Text(clean(page.url, 200)), *shown)
    out.print(table)
    for page in pages:
        if page.problem:
            out.print(Text(f"Not compared: {clean(page.url)} ({clean(page.problem)})"))
        if page.differences:
            out.print(Text(f"\nWhere they differ on {clean(page.url)}", "bold"), soft_wrap=True)
        for each in page.differences[:SHOWN]:
            who = "we" if each.only == "ours" else "Selenium"
            out.print(Text(f"  {each.rule}: only {who}, since {each.why}"), soft_wrap=True)
            out.print(Text(f"    {clean(each.selector, 160)}", "cyan"), soft_wrap=True)
        if (more := len(page.differences) - SHOWN) > 0:
            out.print(f"  … and {more} more; --format csv lists all of them")
    whole = _whole(pages)
    compared = [page for page in pages if not page.problem]
    if compared:
        out.print(
            f"\n{count(len(compared), 'page')}, {compared[0].browser}, axe-core {compared[0].axe}: "
            f"the same rules {whole.rules_agreed:.1%}, "
            f"the same elements {whole.elements_agreed:.1%}."
        )
