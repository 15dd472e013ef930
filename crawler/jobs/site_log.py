"""The log of one website's process: a file of bounded size that only its own lines are in.

Whatever a library, a browser or another program writes to standard output or error becomes a line
too. Its text may be a page's: left raw, it could pass for a line of ours, or fill the disk.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from typing_extensions import override

from crawler.log_lines import concern_process, event, installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from crawler.config import Config

LARGEST_LOG = 1_000_000  # bytes that one process writes, its last words aside
FOR_TROUBLE = 250_000  # bytes of these that only warnings and errors may take
LONGEST_FIRST_LINE = 65_536
LONGEST_RAW_LINE = 1_000  # bytes
DRAIN_SECONDS = 0.5


def open_log(path: Path, crawl: int | None) -> BinaryIO:
    """Open the log of a website for its next process. It begins anew with each crawl; what earlier
    processes of the same crawl wrote stays, up to `LARGEST_LOG`. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if crawl is None or not _goes_on(path, crawl):
        path.unlink(missing_ok=True)  # one that still writes to it does not write into ours
    return path.open("ab")


def _goes_on(path: Path, crawl: int) -> bool:
    try:
        with path.open("rb") as log:
            first = json.loads(log.readline(LONGEST_FIRST_LINE))
            return first.get("crawl") == crawl and os.fstat(log.fileno()).st_size <= LARGEST_LOG
    except (OSError, ValueError, AttributeError):
        return False


@contextmanager
def site_log(config: Config, **places: object) -> Iterator[None]:
    """Inside, all that this process and its children say goes to what was its standard error, as
    lines about these `places`; an exception is one too, and ends the process with exit code 1. For
    a whole process: it is never as it was before."""
    concern_process(**places)
    kept = os.dup(2)
    faulthandler.enable(kept)  # the last words of an interpreter that crashes are raw
    threading.excepthook = lambda args: _failed(args.exc_type, args.exc_value)
    sys.unraisablehook = lambda args: _failed(args.exc_type, args.exc_value)
    lines = config.log_format != "pretty"
    with (
        installed(BoundedLines(kept), config, json_lines=lines, level=logging.INFO),
        _raw_output(kept),
    ):
        event("process_began", "The process of this website began.", process=os.getpid())
        try:
            yield
        except Exception as error:  # noqa: BLE001 -- it is told where the rest is
            _failed(type(error), error)
            sys.exit(1)


def _failed(kind: type[BaseException], error: BaseException | None) -> None:
    if not issubclass(kind, SystemExit):
        message = f"A defect of ours ended a part of this process ({kind.__name__})."
        event("program_failed", message, level=logging.CRITICAL, error=error)


@contextmanager
def _raw_output(kept: int) -> Iterator[None]:
    reading, writing = os.pipe()
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.close(writing)
    thread = threading.Thread(target=_tell, args=(reading,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os.dup2(kept, 1)
        os.dup2(kept, 2)
        # A program that outlives us may hold the other end open: it is not waited for.
        thread.join(DRAIN_SECONDS)


def _tell(reading: int) -> None:
    """A line of the log for each that comes, without what is beyond the longest."""
    line = b""
    while part := os.read(reading, 65_536):
        *whole, line = (line + part).split(b"\n")
        for each in whole:
            _tell_one(each)
        line = line[:LONGEST_RAW_LINE]
    _tell_one(line)


def _tell_one(line: bytes) -> None:
    if said := line[:LONGEST_RAW_LINE].decode(errors="replace").strip():
        event("raw_output", said)


class BoundedLines(logging.Handler):
    """Writes lines to a file until so many bytes are written: then it says so, and nothing more.
    The last part is only for warnings and errors, which are worth more than what led to them."""

    def __init__(
        self, descriptor: int, largest: int = LARGEST_LOG, for_trouble: int = FOR_TROUBLE
    ) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._room = {False: largest - for_trouble, True: largest}
        self._written = 0
        self._full: set[bool] = set()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        trouble = record.levelno >= logging.WARNING
        try:
            line = self._line(record)
            if self._written + len(line) <= self._room[trouble]:
                self._write(line)
            elif trouble not in self._full:
                self._full.add(trouble)
                self._write(self._line(_last_words(record, trouble)))
        except OSError:
            pass  # the disk is full, say: that costs the log, not the website
        except Exception:  # noqa: BLE001 -- a line that cannot be written costs that line
            self.handleError(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: what is printed here comes back as a line."""

    def _line(self, record: logging.LogRecord) -> bytes:
        return self.format(record).encode(errors="backslashreplace") + b"\n"

    def _write(self, line: bytes) -> None:
        self._written += len(line)
        os.write(self._descriptor, line)


def _last_words(record: logging.LogRecord, trouble: bool) -> logging.LogRecord:
    kept = "nothing more" if trouble else "only warnings and errors"
    return logging.makeLogRecord(
        {
            **{name: getattr(record, name) for name in ("name", "created", "usability_places")},
            "levelno": logging.WARNING,
            "levelname": "WARNING",
            "msg": f"This log is as large as it may be: from here on {kept} will be in it.",
            "usability_event": "log_full",
        }
    )
