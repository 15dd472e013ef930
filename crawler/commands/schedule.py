"""`usability schedule`: websites into the queue when they are due, for ever."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from crawler.commands.options import crawl_options, database_option, register_option, settings
from crawler.commands.schedule_pages import ScheduleShown, print_json, print_text
from crawler.database import queries
from crawler.errors import INTERRUPTED
from crawler.jobs.schedule_run import run_schedule, run_schedule_and_work
from crawler.jobs.scheduler import planned_now, read_files
from crawler.log_lines import write_log
from crawler.register import websites
from crawler.schedule.clock import day_of
from crawler.schedule.load import load_of
from crawler.schedule.outlook import outlook

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.config import Config
    from crawler.database.queries import Database
    from crawler.jobs.scheduler import Files
    from crawler.schedule.plan import Due


def schedule_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--schedule",
        metavar="FILE",
        help="Periods and hours; unless given, those of schedule.toml, if it is there.",
    )(command)


@click.group("schedule", invoke_without_command=True)
@crawl_options
@schedule_option
@click.option("--work", is_flag=True, help="Take jobs in this process too, as a worker does.")
@click.option("--once", is_flag=True, help="One round, for cron; with --work, until all is done.")
@click.pass_context
def schedule_group(context: click.Context, /, work: bool, once: bool, **options: Any) -> None:
    """Put every website into the queue when it is due, until Ctrl-C.

    Each website is due once a week, at a time of its own, so that they are spread evenly;
    schedule.toml may give other periods by tier, type and website, and the hours in which websites
    are handed out (docs/schedule.md). What was missed is caught up once.

    Without --work it only plans: `usability worker`, here or on other machines, does the work.

    Exit code: 0 when it was stopped, or with --once when that was done; 130 when --once --work was
    interrupted.
    """
    if context.invoked_subcommand is not None:
        given = [
            parameter.opts[0]
            for parameter in context.command.params
            if context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
        ]
        if given:
            show = context.invoked_subcommand
            raise click.UsageError(f"Put {', '.join(given)} after `{show}`: here it has no effect.")
        return
    config = settings(**options)
    with write_log(config):
        if not work:
            run_schedule(config, once=once)
        elif run_schedule_and_work(config, once=once) and once:
            sys.exit(INTERRUPTED)


@schedule_group.command("show")
@register_option
@database_option
@schedule_option
@click.option("--all", "whole", is_flag=True, help="List every website.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show_command(whole: bool, as_json: bool, **options: Any) -> None:
    """Print what is due when, and whether there is machine time enough.

    What is overdue comes first, then the next 24 hours by hour, then later days. How long websites
    take is taken from their last audits, and lanes from the workers that run now. Nothing is
    written.
    """
    config = settings(**options)
    files = read_files(config)
    database = queries.open_for_reading(config.database)
    try:
        with database.explained():
            now = datetime.now(UTC)
            planned = planned_now(database, files, now)
            shown = _shown(config, database, files, planned, now, whole=whole)
    finally:
        database.close()
    (print_json if as_json else print_text)(shown)


def _shown(
    config: Config,
    database: Database,
    files: Files,
    planned: tuple[Due, ...],
    now: datetime,
    *,
    whole: bool,
) -> ScheduleShown:
    # Who crawls by hand is gone when that crawl ends, and has no lanes for the schedule.
    workers = queries.workers(database, config.heartbeat_timeout)
    running = sum(each.lanes for each in workers if each.alive and each.role != "crawl")
    lanes = running or config.concurrency
    # Where an audit was left lying, the pause counts in its time: none takes longer than this.
    seconds = {
        url: [min(time.total_seconds(), config.site_deadline) for time in times]
        for url, times in queries.audit_times(database).items()
    }
    windows = files.schedule.windows
    known = queries.remembered(database, until=now)
    return ScheduleShown(
        at=now,
        planned=planned,
        outlook=outlook(planned, now),
        windows=windows,
        load=load_of(planned, seconds, min(lanes, config.all_lanes or lanes), windows, now),
        never=len(websites(files.councils, day_of(now))) - len(planned),
        running=running > 0,
        kept=any(each.next_due_at is not None for each in known.values()),
        whole=whole,
    )
