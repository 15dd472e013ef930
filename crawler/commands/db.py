"""`usability db`: the database's tables."""

from __future__ import annotations

import time

import click

from crawler.commands.options import database_option, settings
from crawler.database import session


@click.group("db")
def db_group() -> None:
    """Make, bring up to date and check the database."""


@db_group.command("upgrade")
@database_option
def upgrade_command(database: str | None) -> None:
    """Make the database, or bring an older one up to date. Safe to repeat.

    All of it is one transaction: stopped or killed half way, the database is as it was. What runs
    on an older version meanwhile can write nothing more and says so; restart it with this one.
    """
    began = time.monotonic()

    def hear(step: str) -> None:
        click.echo(f"{time.monotonic() - began:6.1f} s  {step}", err=True)

    changed = session.upgrade(settings(database=database).database, hear)
    click.echo("The database is now up to date." if changed else "The database was up to date.")


@db_group.command("check")
@database_option
def check_command(database: str | None) -> None:
    """See that the database is whole and that its tables are the ones this version expects.

    Ends with exit code 1 and says what differs if they are not.
    """
    session.check(settings(database=database).database)
    click.echo("The database is whole and its tables are as expected.")
