"""`usability crawl`: the websites of councils, into the database."""

from __future__ import annotations

import logging
import shlex
import sys
from typing import Any

import click

from crawler.commands.crawl_progress import reporter_for
from crawler.commands.options import AT_LEAST_ONE, crawl_options, settings
from crawler.errors import INTERRUPTED
from crawler.jobs.crawl import run_crawl
from crawler.jobs.metrics_server import metrics_served
from crawler.jobs.reporter import Reporter
from crawler.log_lines import as_json, write_log
from crawler.records import EndState
from crawler.register import read_register


@click.command("crawl")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@crawl_options
@click.option("--limit", type=AT_LEAST_ONE, metavar="N", help="Only the first N websites.")
@click.option("--fresh", is_flag=True, help="Begin anew, also when a crawl was left unfinished.")
@click.option("--quiet", is_flag=True, help="Print only errors.")
def crawl_command(
    slugs: tuple[str, ...], limit: int | None, fresh: bool, quiet: bool, **options: Any
) -> None:
    """Audit the websites of councils into the database.

    Without a SLUG, of all councils in the register. robots.txt and its Crawl-delay are obeyed, one
    page at a time is loaded from each website, and a contact page must be named to the sites
    (--contact-url), unless all of them are on this machine.

    Ctrl-C ends the crawl cleanly. What is finished is kept, and the same command goes on with a
    crawl that was left unfinished within the last 24 hours: finished pages are not loaded again.

    Exit code: 0 when the crawl came to its end, whatever state the websites are in; 1 when every
    website ended as our failure; 130 when it was interrupted.
    """
    config = settings(**options)
    lines = as_json(config, sys.stderr)
    # On a terminal the progress says what the log would. Who asks for JSON gets nothing else.
    told = Reporter() if quiet or config.log_format == "json" else reporter_for(config.pages)
    level = logging.INFO if lines else logging.WARNING
    with write_log(config, level=logging.ERROR if quiet else level), metrics_served(config):
        outcome = run_crawl(
            config,
            read_register(config.register),
            slugs=slugs,
            limit=limit,
            fresh=fresh,
            reporter=told,
        )
    if outcome.interrupted:
        if not lines:
            again = shlex.join(["usability", *(arg for arg in sys.argv[1:] if arg != "--fresh")])
            click.echo(f"Stopped. What is finished is kept; to go on: {again}", err=True)
        sys.exit(INTERRUPTED)
    states = {report.ended.state for report in outcome.sites} | set(outcome.kept.values())
    sys.exit(1 if states == {EndState.FAILED} else 0)
