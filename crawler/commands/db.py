"""`usability db`: the database's tables."""

from __future__ import annotations

import os

import click

from crawler.config import read_config
from crawler.database import session

_DATABASE = click.option(
    "--database", metavar="URL", help="Use this database instead of the setting's."
)


@click.group("db")
def db_group() -> None:
    """Make, bring up to date and check the database."""


@db_group.command("upgrade")
@_DATABASE
def upgrade_command(database: str | None) -> None:
    """Make the database, or bring an older one up to date. Safe to repeat."""
    changed = session.upgrade(read_config(os.environ, database=database).database)
    click.echo("The database is now up to date." if changed else "The database was up to date.")


@db_group.command("check")
@_DATABASE
def check_command(database: str | None) -> None:
    """See that the database is whole and that its tables are the ones this version expects.

    Ends with exit code 1 and says what differs if they are not.
    """
    session.check(read_config(os.environ, database=database).database)
    click.echo("The database is whole and its tables are as expected.")
