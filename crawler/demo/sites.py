"""The demo's websites: `tests/server.py`, run as a program of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec

from crawler.config import CHECKOUT
from crawler.errors import DemoFailed

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Any, Self

SITES = CHECKOUT / "tests" / "sites"
SERVER = CHECKOUT / "tests" / "server.py"
PROGRAM = tuple(
    SERVER.with_name(name)
    for name in ("server.py", "site_folder.py", "site_search.py", "generated.py")
)
STOP_SECONDS = 10


def site_files(folder: Path) -> list[Path]:
    """All that decides what the websites in the folder answer, sorted."""
    return sorted([*PROGRAM, *(file for file in folder.rglob("*") if file.is_file())])


class ServedSites:
    """The websites of a folder, served while the context is open.

    Writes a register of them. `addresses` are their URLs by slug, and `moved` says in sentences
    which are not at their usual port. A Ctrl-C in the terminal does not reach the program, so that
    a crawl can end cleanly; it stops when its standard input is closed, so it cannot outlive us.
    """

    def __init__(self, folder: Path, register: Path) -> None:
        self.addresses: dict[str, str] = {}
        self.moved: tuple[str, ...] = ()
        self._options: tuple[str | Path, ...] = ("--sites", folder, "--register", register)

    def __enter__(self) -> Self:
        self._program = subprocess.Popen(
            [sys.executable, SERVER, *self._options],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            ready = self._answer()
        except BaseException:
            self._stop()
            raise
        self.addresses, self.moved = ready["sites"], tuple(ready["moved"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def switch(self, version: str) -> None:
        """Serve `original` or `changes` from now on."""
        try:
            if self._program.stdin is not None:
                self._program.stdin.write(f"{version}\n".encode())
                self._program.stdin.flush()
        except BrokenPipeError:
            raise self._failed() from None
        self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._program.stdout.readline() if self._program.stdout else b""
        if not line:
            raise self._failed()
        answer: dict[str, Any] = msgspec.json.decode(line)
        return answer

    def _failed(self) -> DemoFailed:
        return DemoFailed(detail="the program that serves its websites has ended")

    def _stop(self) -> None:
        try:
            self._program.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.communicate()
