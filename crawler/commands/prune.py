"""`usability prune`: removes what is not to be kept for ever."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import click

from crawler.commands.options import database_option, settings
from crawler.database.session import open_database
from crawler.jobs.prune import prune
from crawler.words import size

if TYPE_CHECKING:
    from crawler.jobs.prune import Heap


@click.command("prune")
@database_option
@click.option("--apply", is_flag=True, help="Remove it. Otherwise nothing is touched.")
def prune_command(database: str | None, apply: bool) -> None:
    """Say what need not be kept; --apply removes it.

    Facts and scores are kept for ever. Pictures are kept for the last two crawls of each website
    (docs/upkeep.md); a page whose picture went says so. Logs of websites go after 30 days, and what
    killed processes left behind after a day. Safe while crawls run; on several machines, run it on
    each that has a folder of its own.
    """
    config = settings(database=database)
    with closing(open_database(config.database)) as db:
        done = prune(config, db, time.time(), apply=apply)
    click.echo("Removed:" if apply else "Would go:")
    for heap in done.goes:
        click.echo(_line(heap))
    click.echo("Kept:" if apply else "Would stay:")
    for heap in done.stays:
        click.echo(_line(heap))
    if done.missing:
        click.echo(f"{done.missing:,} pictures of kept crawls are not in {config.artifacts}.")
    if not apply:
        click.echo("Nothing was touched. Run `usability prune --apply` to remove it.")


def _line(heap: Heap) -> str:
    return f"  {heap.files:>9,}  {size(heap.bytes):>9}  {heap.kind}"
