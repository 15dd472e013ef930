"""`usability status`: where everything stands, for people, for machines and for monitoring."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.live import Live
from rich.text import Text
from typing_extensions import override

from crawler.commands.options import database_option, settings
from crawler.commands.status_page import page
from crawler.commands.terminal import clean, console, json_text
from crawler.errors import UsabilityError
from crawler.jobs.alarms import alarms
from crawler.jobs.status import read_status

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from crawler.config import Config
    from crawler.jobs.status import Status

UNREADABLE = 1
NEEDS_A_PERSON = 2
OFTEN = 5.0
"""Seconds between two looks, unless it is said."""


class MonitoredCommand(click.Command):
    """Ends with 1 for whatever keeps it from looking: 2, which is usual for a wrong option, would
    tell a monitor that the crawls need a person."""

    @override
    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as error:
            error.show()
            raise click.exceptions.Exit(UNREADABLE) from None

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsabilityError as error:
            error.exit_code = UNREADABLE
            raise


@click.command("status", cls=MonitoredCommand)
@database_option
@click.option(
    "--watch",
    is_flag=False,
    flag_value=OFTEN,
    type=click.FloatRange(min=0.5, max=86_400),
    metavar="[SECONDS]",
    help="Look again and again until Ctrl-C, every 5 seconds or as said.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
def status_command(database: str | None, watch: float | None, as_json: bool) -> None:
    """Print where everything stands: crawls, workers, failures and the age of results.

    It reads the database that --database names, also while others work, and writes nothing.

    Exit code, for monitoring: 0 when all is well. 1 when it cannot tell: a wrong option, or a
    database that cannot be read. 2 when something needs a person, and then a sentence says what,
    and what to do: jobs wait or a crawl is unfinished and no worker is alive; a worker has been
    silent; less than 2 GB of disk are free; fewer than half of the websites of the last crawl
    (of five or more) gave results; websites have been due by the schedule for two days; a tenth
    of the councils has not been looked at for two periods, or a fifth has results older than that.
    A website's period is the schedule's, and seven days without one. With --watch, the code is
    that of the last look.
    """
    config = settings(database=database)
    look = _look(config)
    out = console()
    if watch is None:
        _print(look, out, as_json=as_json)
    elif out.is_terminal and not as_json:
        look = _redraw(look, config, out, watch)
    else:
        look = _repeat(look, config, out, watch, as_json=as_json)
    sys.exit(look.code)


class Look(NamedTuple):
    """What was seen at one moment, for people and for machines, and the exit code it stands for."""

    page: RenderableType
    json: str
    code: int


def _look(config: Config) -> Look:
    status = read_status(config, datetime.now(UTC))
    found = alarms(status)
    machine = {"well": not found, "alarms": found, **_plain(status)}
    return Look(page(status, found), json_text(machine), NEEDS_A_PERSON if found else 0)


def _plain(status: Status) -> dict[str, Any]:
    """The status by the names of its parts, with what is only counted of them."""
    parts = {name: getattr(status, name) for name in status.__struct_fields__ if name != "grace"}
    return parts | {"stale_councils": status.freshness.stale_councils}


def _look_again(config: Config) -> Look:
    """What cannot be read now may be there again soon: say so, and go on."""
    try:
        return _look(config)
    except UsabilityError as error:
        said = clean(str(error))
        return Look(Text(f"Error: {said}"), json_text({"error": said}), UNREADABLE)


def _print(look: Look, out: Console, *, as_json: bool) -> None:
    if as_json:
        click.echo(look.json)
    else:
        out.print(look.page)


def _repeat(look: Look, config: Config, out: Console, every: float, *, as_json: bool) -> Look:
    """Print one page or one line of JSON after the other, until Ctrl-C."""
    try:
        while True:
            _print(look, out, as_json=as_json)
            out.file.flush()
            time.sleep(every)
            if not as_json:
                out.print()
            look = _look_again(config)
    except KeyboardInterrupt:
        return look


def _redraw(look: Look, config: Config, out: Console, every: float) -> Look:
    """Keep one page on the screen until Ctrl-C, then leave the last one behind."""
    with (
        suppress(KeyboardInterrupt),
        Live(look.page, console=out, screen=True, auto_refresh=False) as screen,
    ):
        while True:
            time.sleep(every)
            look = _look_again(config)
            screen.update(look.page, refresh=True)
    out.print(look.page)
    return look
