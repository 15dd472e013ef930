"""The log: one event a line, as JSON or for people, each with the crawl and the website that it is
about.

    with write_log(config), concerning(crawl=7, site="https://www.example.gov.uk/"):
        event("site_ended", "The website ended.", state="audited", seconds=41.2)

What a website wrote may be part of any line: it is data there. Control characters and the ends of
lines are escaped, so that no page can forge a line, and passwords are left out.
"""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from crawler.errors import UsabilityError
from crawler.log_lines.hidden import Secrets
from crawler.log_lines.lines import JsonLines, PrettyLines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from crawler.config import Config

Event = Literal[
    "log",
    "raw_output",
    "log_full",
    "program_failed",
    "command_failed",
    "crawl_began",
    "crawl_ended",
    "crawl_closed",
    "machine_measured",
    "site_began",
    "site_ended",
    "process_began",
    "site_taken_over",
    "process_killed",
    "program_replaced",
    "page_ended",
    "page_repeated",
    "page_waits",
    "worker_began",
    "worker_ended",
    "worker_lost",
    "worker_took_over",
    "worker_replaced",
    "database_lost",
    "database_found",
    "schedule_began",
    "schedule_ended",
    "schedule_tick",
    "metrics_served",
    "metrics_unread",
]
"""Every event's name. They are stable: who counts them in a log may rely on them."""

EVENTS: frozenset[str] = frozenset(get_args(Event))
_TALKATIVE = ("alembic", "dbos")  # their information is of each step of a migration
_logger = logging.getLogger("usability")
_process: dict[str, Any] = {}
_concern: ContextVar[Mapping[str, Any]] = ContextVar("concern", default=MappingProxyType({}))


def event(
    name: Event,
    message: str,
    *,
    level: int = logging.INFO,
    error: BaseException | None = None,
    **fields: Any,
) -> None:
    """Log that something happened. `fields` are what is to be counted or searched: texts, numbers,
    truth values or None; among them may be `crawl`, `site`, `worker` and `page`, which else are
    those that `concerning` and `concern_process` said. Times are in seconds. Raises nothing."""
    _logger.log(
        level,
        "%s",
        message,
        exc_info=error,
        extra={"usability_event": name, "usability_fields": fields},
    )


@contextmanager
def concerning(**places: Any) -> Iterator[None]:
    """Inside, every line of this task or thread is about this `crawl`, `site`, `worker` or
    `page`."""
    token = _concern.set(MappingProxyType({**_concern.get(), **places}))
    try:
        yield
    finally:
        _concern.reset(token)


def concern_process(**places: Any) -> None:
    """From now on every line of this process, whatever thread or library writes it, is about this
    `crawl`, `site`, `worker` or `page`. None takes one back."""
    _process.update(places)


def as_json(config: Config, stream: TextIO) -> bool:
    """Whether a log to this stream is lines of JSON."""
    return config.log_format == "json" or (config.log_format == "auto" and not stream.isatty())


@contextmanager
def write_log(
    config: Config, stream: TextIO | None = None, *, level: int = logging.INFO
) -> Iterator[None]:
    """Inside, what is logged is written to the stream (standard error, unless told), from `level`
    on. Where lines are JSON, an error that ends the command is one of them too, so that the stream
    holds nothing else: `SystemExit` is then raised in its place."""
    stream = stream or sys.stderr
    lines = as_json(config, stream)
    handler = logging.StreamHandler(stream)
    with installed(handler, config, json_lines=lines, level=level):
        try:
            yield
        except UsabilityError as error:
            if not lines:
                raise
            kind = type(error).__name__
            event("command_failed", str(error), level=logging.ERROR, kind=kind)
            sys.exit(error.exit_code)
        except Exception as error:
            if not lines or type(error).__module__.startswith("click."):
                raise
            event("program_failed", "A defect of ours.", level=logging.CRITICAL, error=error)
            sys.exit(1)


@contextmanager
def installed(
    handler: logging.Handler, config: Config, *, json_lines: bool, level: int
) -> Iterator[None]:
    """Inside, the handler writes all that is logged, by us and by the libraries, in our lines."""
    secrets = Secrets.of(config)
    handler.setFormatter(JsonLines(secrets) if json_lines else PrettyLines(secrets))
    handler.setLevel(level)
    handler.addFilter(_note_places)
    root = logging.getLogger()
    before = root.level
    # DBOS gives its logger a handler of its own unless it has one; ours is to write its lines.
    dbos = logging.getLogger("dbos")
    theirs, passed_on = dbos.handlers[:], dbos.propagate
    dbos.handlers[:], dbos.propagate = [logging.NullHandler()], True
    kept = {name: logging.getLogger(name).level for name in _TALKATIVE}
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.setLevel(before)
        root.removeHandler(handler)
        dbos.handlers[:], dbos.propagate = theirs, passed_on
        for name, then in kept.items():
            logging.getLogger(name).setLevel(then)
        handler.flush()


def _note_places(record: logging.LogRecord) -> bool:
    """Keep with the record what it is about, as its own thread or task knows it now."""
    record.usability_places = {**_process, **_concern.get()}
    return True
