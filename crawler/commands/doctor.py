"""`usability doctor`: what is found, what is missing, and the command that mends it."""

from __future__ import annotations

import sys

import click

from crawler.commands.options import database_option, settings
from crawler.commands.terminal import json_text
from crawler.doctor import State, examine

COLOURS = {State.OK: "green", State.NOTE: "yellow", State.MISSING: "red"}


@click.command("doctor")
@database_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a check.")
def doctor_command(database: str | None, as_json: bool) -> None:
    """Look for what is missing on this machine.

    Prints what is found, what is missing, and the command that mends it. Ends with exit code 1 if
    something is missing that an audit needs.
    """
    config = settings(database=database)
    missing = 0
    for check in examine(config):
        missing += check.state is State.MISSING
        if as_json:
            click.echo(json_text(check))
            continue
        word = click.style(f"{check.state:<8}", fg=COLOURS[check.state])
        click.echo(f"{word}{check.name:<21}{check.detail}")
        if check.remedy:
            click.echo(f"{'':29}→ {check.remedy}")
    if not as_json:
        click.echo("\nSomething is missing." if missing else "\nNothing is missing.")
    sys.exit(1 if missing else 0)
