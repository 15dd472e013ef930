"""`usability demo`: fictional councils, audited twice, on the dashboard."""

from __future__ import annotations

import os
import shlex
import socket
import sys
from pathlib import Path

import click

from crawler.commands.crawl_progress import reporter_for
from crawler.commands.options import settings
from crawler.config import CHECKOUT
from crawler.demo.crawls import crawl_twice, demo_config
from crawler.errors import INTERRUPTED, PortInUse

HOST = "127.0.0.1"


@click.command("demo")
@click.option(
    "--serve/--no-serve", default=True, help="Start the dashboard at the end, or stop before."
)
@click.option(
    "--port",
    default=8501,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The dashboard's port.",
)
@click.option("--fresh", is_flag=True, help="Forget what is there and crawl again.")
@click.option(
    "--pages",
    default=8,
    show_default=True,
    type=click.IntRange(min=1),
    help="Pages a website, at most.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=CHECKOUT / "data" / "demo",
    show_default="data/demo in the project",
    help="Where the demo keeps everything.",
)
def demo_command(serve: bool, port: int, fresh: bool, pages: int, folder: Path) -> None:
    """Audit fictional councils and show the dashboard.

    Serves the websites of tests/sites on this machine, audits them in a real browser, changes some
    of them, audits them again, and opens the dashboard on the result: a league table with two
    crawls of history. Takes some minutes the first time. Later runs find both crawls there and
    open the dashboard at once; --fresh crawls again.

    Ctrl-C stops it cleanly, and the same command goes on from there.
    """
    if serve:
        _require_free(port)
    folder = folder.resolve()
    config = demo_config(settings(), folder, pages)
    complete = crawl_twice(
        config, folder, fresh=fresh, say=click.echo, reporter=lambda: reporter_for(pages)
    )
    again = shlex.join(["usability", *(word for word in sys.argv[1:] if word != "--fresh")])
    if not complete:
        click.echo(f"Stopped. What is finished is kept; to go on: {again}", err=True)
        sys.exit(INTERRUPTED)
    click.echo(f"\nThe demo's database is {config.database}.")
    if not serve:
        return
    click.echo("Starting the dashboard; Ctrl-C ends it.")
    sys.stdout.flush()
    command = [sys.executable, "-m", "crawler", "dashboard"]
    command += ["--database", config.database, "--port", str(port)]
    environment = os.environ | {"USABILITY_ARTIFACTS": str(config.artifacts)}
    os.execve(sys.executable, command, environment)  # noqa: S606 -- our own program


def _require_free(port: int) -> None:
    """Say now, not after the crawls, that the dashboard could not start."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            raise PortInUse(port=port, host=HOST) from None
