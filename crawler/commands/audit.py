"""`usability audit`: single pages, by hand."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from crawler.commands.options import WebAddress, loopback_option, settings
from crawler.commands.page_json import page_json
from crawler.commands.picture_folder import PictureFolder
from crawler.commands.report import PageReport
from crawler.commands.terminal import clean, console, json_text
from crawler.jobs.loopback import on_this_machine
from crawler.jobs.single import audit_pages

if TYPE_CHECKING:
    from crawler.config import Config


@click.command("audit")
@click.argument("urls", nargs=-1, required=True, metavar="URL...", type=WebAddress())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a page, a line each.")
@loopback_option
@click.option("--desktop/--no-desktop", default=True, help="Also look at desktop width.")
@click.option(
    "--ignore-robots",
    is_flag=True,
    help="Audit pages that robots.txt keeps from us. For websites of your own.",
)
@click.option(
    "--elements",
    default=3,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many elements to show each.",
)
@click.option(
    "--runs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 25),
    help="Load each page so often for its speed; of each metric the median counts.",
)
@click.option("--timings", is_flag=True, help="Show how long each step of the visit took.")
@click.option(
    "--pictures",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the pictures that prove a finding in this folder.",
)
@click.option("--contact-url", metavar="URL", help="Whom to contact about us, in the user agent.")
def audit_command(
    urls: tuple[str, ...],
    as_json: bool,
    allow_loopback: bool | None,
    desktop: bool,
    ignore_robots: bool,
    elements: int,
    runs: int,
    timings: bool,
    pictures: Path | None,
    contact_url: str | None,
) -> None:
    """Audit single pages and print a report of each.

    Each page is loaded in a real browser, once unless more --runs are asked for, as a phone on a
    slow network meets it. robots.txt is obeyed. A contact page is not needed, as for a crawl, but
    makes us known to the site.

    Exit code: 0 when every page was audited, wholly or partly; 1 when any was not.
    """
    config = settings(allow_loopback=allow_loopback, contact_url=contact_url)
    complete = asyncio.run(
        _audit(
            config,
            urls,
            as_json=as_json,
            desktop=desktop,
            obey_robots=not ignore_robots,
            elements=elements,
            runs=runs,
            timings=timings,
            pictures=pictures,
        )
    )
    sys.exit(0 if complete else 1)


async def _audit(
    config: Config,
    urls: tuple[str, ...],
    *,
    as_json: bool,
    desktop: bool,
    obey_robots: bool,
    elements: int,
    runs: int,
    timings: bool,
    pictures: Path | None,
) -> bool:
    report = PageReport(console(), elements=elements, timings=timings, pictures=pictures)
    folder = PictureFolder(pictures) if pictures is not None else None
    complete = True
    number = 0
    with console(error=True).status("Starting the browser") as status:

        def observe(url: str, step: str) -> None:
            # As Text, for brackets in an address are markup otherwise.
            status.update(Text(f"{clean(url, 60)}: {step.replace('_', ' ')} done"))

        async for result in audit_pages(
            config,
            urls,
            desktop=desktop,
            obey_robots=obey_robots,
            observe=observe,
            keep=folder.keep if folder is not None else None,
            runs=runs,
        ):
            complete = complete and result.facts.state.scored
            number += 1
            if as_json:
                click.echo(json_text(page_json(result)))
                continue
            status.stop()
            if number > 1:
                click.echo()
            report.print(result)
            if not config.allow_loopback and on_this_machine(result.facts.url):
                click.echo("To audit pages on this machine, add --allow-loopback.")
            status.start()
    return complete
