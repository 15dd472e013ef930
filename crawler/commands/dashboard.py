"""`usability dashboard`: the dashboard, served from this machine."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import click
from typing_extensions import override

from crawler.commands.options import database_option, settings
from crawler.database.queries import open_for_reading
from crawler.errors import PortInUse

if TYPE_CHECKING:
    from crawler.config import Config

# The largest message that a browser may send: it only ever sends the state of a few filters.
_LARGEST_MESSAGE = 1_000_000
_BACKLOG = 512


@click.command("dashboard")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8501,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 takes any that is free.",
)
@database_option
def dashboard_command(host: str, port: int, database: str | None) -> None:
    """Serve the dashboard until Ctrl-C.

    It reads the database afresh every half minute, so it may run beside a crawl.
    """
    config = settings(database=database)
    open_for_reading(config.database).close()
    with _listen(host, port) as listening:
        _serve(config, host, listening)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port now, so that one in use is refused before seconds of loading."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port=port, host=host) from None
        if error.errno == errno.EACCES:
            raise click.BadParameter(
                f"Only an administrator may listen on port {port}.", param_hint="--port"
            ) from None
        raise click.BadParameter(
            f"{host!r} is not an address of this machine.", param_hint="--host"
        ) from None


def _serve(config: Config, host: str, listening: socket.socket) -> None:
    # Loaded here: Streamlit takes seconds, and a refusal should not.
    import uvicorn  # noqa: PLC0415

    from dashboard.application import create_app  # noqa: PLC0415

    class Server(uvicorn.Server):
        """Says the address when it is true."""

        @override
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                name = f"[{host}]" if ":" in host else host
                port = listening.getsockname()[1]
                click.echo(f"The dashboard is at http://{name}:{port}/ (Ctrl-C ends it).")

    Server(
        uvicorn.Config(
            create_app(config),
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws_max_size=_LARGEST_MESSAGE,
            ws_per_message_deflate=True,
            timeout_graceful_shutdown=2,
        )
    ).run(sockets=[listening])
