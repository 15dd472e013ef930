"""`usability worker`: hands for the crawls of a database."""

from __future__ import annotations

import logging
import sys
from typing import Any

import click

from crawler.commands.crawl_progress import WorkerLines
from crawler.commands.options import AT_LEAST_ONE, database_option, loopback_option, settings
from crawler.commands.terminal import console, count, duration
from crawler.errors import INTERRUPTED
from crawler.jobs.metrics_server import metrics_served
from crawler.jobs.reporter import Reporter
from crawler.jobs.worker import run_worker
from crawler.log_lines import as_json, write_log


@click.command("worker")
@database_option
@click.option(
    "--lanes",
    "concurrency",
    type=AT_LEAST_ONE,
    metavar="N",
    show_default="2",
    help="Websites at once.",
)
@click.option("--until-idle", is_flag=True, help="End when no website is left in the queue.")
@loopback_option
@click.option("--quiet", is_flag=True, help="Print only errors.")
def worker_command(until_idle: bool, quiet: bool, **options: Any) -> None:
    """Take websites from the queue and audit them.

    It works for whatever crawls there are. Any number of workers share a database, on one machine
    or many; those on other machines need it on PostgreSQL. What belongs to a crawl, such as its
    pages and whom to contact, comes from whoever began it; what belongs to this machine, such as
    its browser and its memory, from here. Pictures are kept beside this worker: let
    USABILITY_ARTIFACTS be a folder that all share.

    Ctrl-C and SIGTERM end it cleanly: what is finished is kept, and other workers go on with its
    websites at once. One that is killed, or cut off, is replaced after USABILITY_HEARTBEAT_TIMEOUT
    seconds.

    Exit code: 0 when it found nothing left to do; 1 when others took over its websites, since it
    was silent for too long; 130 when it was told to stop.
    """
    config = settings(**options)
    lines = as_json(config, sys.stderr)
    level = logging.INFO if lines else logging.WARNING
    told = Reporter() if quiet or lines else WorkerLines(console())
    with write_log(config, level=logging.ERROR if quiet else level), metrics_served(config):
        outcome = run_worker(config, until_idle=until_idle, reporter=told)
    if isinstance(told, WorkerLines):
        click.echo(
            f"The worker {outcome.executor} ended after {duration(outcome.seconds)}: "
            f"{count(len(outcome.sites), 'website')}, "
            f"{count(outcome.pages_scored, 'page')} scored."
        )
    if outcome.interrupted:
        sys.exit(INTERRUPTED)
