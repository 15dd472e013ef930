"""`usability migrate-database`: all rows of one database into another."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from crawler.commands.options import settings
from crawler.database.session import open_database
from crawler.database.upkeep.transfer import copy_database
from crawler.jobs.alone import alone

if TYPE_CHECKING:
    from crawler.database.upkeep.transfer import Step


@click.command("migrate-database")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate_database_command(source: str, target: str) -> None:
    """Copy a database into an empty one.

    Both are SQLAlchemy URLs, as in `usability migrate-database sqlite:///data/usability.db
    postgresql://usability@db.example/usability`; a password is read from ~/.pgpass or PGPASSWORD
    too. It goes from SQLite to PostgreSQL and back. Numbers and checksums of the rows of every
    table are compared at the end. FROM stays as it is, and no crawl may run in it meanwhile.
    Stopped or killed, it leaves no rows in TO, and is run again.
    """
    progress = _Progress()
    here = settings(database=source)
    open_database(here.database).close()  # `alone` would make one, or change it
    with alone(here, _say_waiting, "`usability migrate-database`") as (db, _):
        sums = copy_database(db, target, progress.show)
    progress.end()
    rows = sum(each.rows for each in sums.values())
    seconds = progress.seconds
    click.echo(f"{rows:,} rows of {len(sums)} tables were copied and compared in {seconds:.0f} s.")
    click.echo("Name the new database from now on: set USABILITY_DATABASE, or give --database.")


class _Progress:
    """How far one is, on a terminal in one line, else a line for each table."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._there = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def show(self, step: Step) -> None:
        doing = "comparing" if step.comparing else "copied"
        line = f"{self.seconds:6.0f} s  {step.table}: {doing} {step.rows:,} of {step.of:,} rows"
        if self._there:
            click.echo(f"\r\x1b[K{line}", err=True, nl=False)
        elif step.rows == step.of:
            click.echo(line, err=True)

    def end(self) -> None:
        if self._there:
            click.echo("\r\x1b[K", err=True, nl=False)


def _say_waiting() -> None:
    click.echo("Waiting for the processes of a crawl that was killed.", err=True)
