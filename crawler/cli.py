"""`usability …`: mounts the commands. Each is a file in `crawler.commands`, loaded when it is used,
so that `usability --help` answers at once."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from typing_extensions import override

from crawler import __version__
from crawler.errors import INTERRUPTED, UsabilityError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mount(NamedTuple):
    """Where a command is, and its line in the list of commands (a test compares the two)."""

    module: str
    name: str
    summary: str


COMMANDS = {
    "audit": Mount("audit", "audit_command", "Audit single pages and print a report of each."),
    "crawl": Mount("crawl", "crawl_command", "Audit the websites of councils into the database."),
    "status": Mount(
        "status",
        "status_command",
        "Print where everything stands: crawls, workers, failures and the age of results.",
    ),
    "schedule": Mount(
        "schedule",
        "schedule_group",
        "Put every website into the queue when it is due, until Ctrl-C.",
    ),
    "worker": Mount("worker", "worker_command", "Take websites from the queue and audit them."),
    "scores": Mount("scores", "scores_command", "Print the league table of the newest audits."),
    "findings": Mount("findings", "findings_command", "Print what fails on a council's website."),
    "findability": Mount(
        "findability", "findability_command", "Print how easily residents find each task."
    ),
    "statement": Mount(
        "statement", "statement_command", "Print what an accessibility statement says and lacks."
    ),
    "documents": Mount(
        "documents", "documents_command", "Print how accessible a sample of the documents is."
    ),
    "crosscheck": Mount(
        "crosscheck",
        "crosscheck_command",
        "Audit pages a second time, through Selenium and axe-selenium-python, and compare.",
    ),
    "panel": Mount("panel", "panel_group", "Choose, show and correct a website's pages."),
    "tasks": Mount(
        "tasks", "tasks_group", "List what residents come to do, and import GOV.UK's links to it."
    ),
    "field": Mount(
        "field", "field_group", "Import what real visitors of the websites met (Chrome UX Report)."
    ),
    "dashboard": Mount("dashboard", "dashboard_command", "Serve the dashboard until Ctrl-C."),
    "demo": Mount("demo", "demo_command", "Audit fictional councils and show the dashboard."),
    "prune": Mount("prune", "prune_command", "Say what need not be kept; --apply removes it."),
    "backup": Mount("backup", "backup_command", "Write the database into one file."),
    "restore": Mount("backup", "restore_command", "Put a backup in the place of the database."),
    "migrate-database": Mount(
        "migrate_database", "migrate_database_command", "Copy a database into an empty one."
    ),
    "db": Mount("db", "db_group", "Make, bring up to date and check the database."),
    "doctor": Mount("doctor", "doctor_command", "Look for what is missing on this machine."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, *args: Any, mounts: Mapping[str, Mount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mounts = mounts

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._mounts)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        mount = self._mounts.get(cmd_name)
        if mount is None:
            return None
        module = importlib.import_module(f"crawler.commands.{mount.module}")
        command: click.Command = getattr(module, mount.name)
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, mount.summary) for name, mount in self._mounts.items()])

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsabilityError as error:
            from crawler.commands.terminal import clean  # noqa: PLC0415 -- slow; no help needs it

            # A website may have written a part of it.
            click.echo(f"Error: {clean(str(error))}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(
    cls=LazyGroup, mounts=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="usability", message="%(prog)s %(version)s")
def usability() -> None:
    """Measure how usable the websites of UK councils are.

    Audits pages in a real browser for accessibility, speed and mobile usability, keeps the
    evidence, and ranks councils on a dashboard. To begin: `usability audit URL`.

    The options --allow-loopback, --concurrency, --contact-url, --database and --register, and
    --pages of `usability crawl`, may also be given in the environment: `--contact-url` is
    USABILITY_CONTACT_URL. docs/settings.md lists every setting.
    """


def main() -> None:
    """The program's entry point."""
    for stream in (sys.stdout, sys.stderr):
        # A page's text may hold what the terminal's encoding does not: print that as "?".
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    usability(prog_name="usability")
