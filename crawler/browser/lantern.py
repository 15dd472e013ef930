"""Lighthouse's Lantern simulator, in one long-lived Node.js process.

`simulator/main.mjs` beside this file is the other end; the pipe's form is described there.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import msgspec

from crawler.browser.insights import Insights
from crawler.errors import LighthouseFailed, MissingPackages
from crawler.records import Metrics

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence
    from types import TracebackType

SCRIPT = Path(__file__).parent / "simulator" / "main.mjs"
PHONE_SLOWDOWN = 4.0
"""By which Lighthouse takes its phone's processor to be slower (core/config/constants.js)."""
LARGEST_TRACE = 100_000_000
HEAP_MEGABYTES = 1024
COMPLAINT_BYTES = 8_000
LONGEST_ANSWER = 4_000_000


class LanternFailed(Exception):
    """No answer about this load, and why, in a sentence. The next call is not affected."""


class _Greeting(msgspec.Struct):
    version: str


class _Answer(msgspec.Struct):
    metrics: Metrics | None = None
    insights: Insights | None = None
    error: str = ""


class Simulation(NamedTuple):
    """What a load comes to on Lighthouse's phone. `number` says which load it was."""

    metrics: Metrics
    number: int


class Lantern:
    """Simulates loads on Lighthouse's slow 4G phone; one at a time, further callers wait.

    `timeout` bounds each call, in seconds; a process that is late is killed. It is started again
    after that, after a death, and after `recycle_after` calls, so that memory comes back.
    `largest_trace` is in bytes, uncompressed.

    Entering raises `MissingPackages` when Lighthouse is not installed in `node_modules`, and
    `LighthouseFailed` when it does not start.
    """

    def __init__(
        self,
        node: Path,
        node_modules: Path,
        *,
        timeout: float = 30.0,
        recycle_after: int = 200,
        largest_trace: int = LARGEST_TRACE,
    ) -> None:
        self.version = ""
        self._node = node
        self._node_modules = node_modules
        self.timeout = timeout
        self._recycle_after = recycle_after
        self._largest_trace = largest_trace
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._complaint = b""
        self._calls = 0
        self._simulated = 0
        self._kept = 0  # the number of the load that the process can explain

    async def __aenter__(self) -> Self:
        if not (self._node_modules / "lighthouse" / "package.json").is_file():
            raise MissingPackages(package="lighthouse", path=self._node_modules)
        try:
            async with asyncio.timeout(self.timeout):
                await self._start_or_again()
        except TimeoutError:
            await self._kill()
            late = f"it took longer than {self.timeout:g} s"
            raise LighthouseFailed(node=self._node, detail=late) from None
        except LanternFailed as error:
            await self._kill()
            raise LighthouseFailed(node=self._node, detail=error) from error
        except BaseException:
            await self._kill()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._kill()

    @property
    def pid(self) -> int | None:
        """The process's id, to watch its memory; None while there is none."""
        return self._process.pid if self._process is not None else None

    async def simulate(
        self,
        trace: bytes,
        devtools_log: Sequence[dict[str, Any]],
        *,
        slowdown: float = PHONE_SLOWDOWN,
        keep: bool = False,
    ) -> Simulation:
        """Simulate one load.

        `trace` is what `TraceGatherer.stop` returns, `devtools_log` is `NetworkLog.entries` of the
        same load; `slowdown` says by how much the phone's processor is slower than this one. A load
        that is to be explained is kept until the next call.
        Raises `LanternFailed` when there is nothing to simulate (a page that painted
        nothing), the input is broken or too large, or the process died or was late.
        """
        order = {"slowdown": slowdown, "keep": keep}
        async with self._lock:
            if self._calls >= self._recycle_after:
                await self._kill()
            answer = await self._ask(order, devtools_log, trace)
            self._calls += 1
            if answer.metrics is None:
                raise LanternFailed(f"Lighthouse has no figures for this load: {answer.error}")
            self._simulated += 1
            self._kept = self._simulated if keep else 0
            return Simulation(answer.metrics, self._simulated)

    async def explain(self, simulation: Simulation, bodies: Mapping[str, str]) -> Insights:
        """Say, once, what made up the load that was kept last; `bodies` are the texts of its
        scripts and style sheets by address.

        Raises `LanternFailed` when Lighthouse cannot read the load, another one was simulated
        since, or the process died or was late.
        """
        async with self._lock:
            if simulation.number != self._kept:
                raise LanternFailed("the load is not there any more")
            answer = await self._ask({"bodies": dict(bodies)})
            if answer.insights is None:
                raise LanternFailed(f"Lighthouse cannot explain this load: {answer.error}")
            return answer.insights

    async def _ask(
        self,
        order: dict[str, Any],
        devtools_log: Sequence[dict[str, Any]] = (),
        trace: bytes = b"",
    ) -> _Answer:
        parts = (msgspec.json.encode(order), msgspec.json.encode(devtools_log), trace)
        message = b"".join([*(len(part).to_bytes(4, "big") for part in parts), *parts])
        self._kept = 0
        try:
            async with asyncio.timeout(self.timeout):
                return await self._answer(message)
        except TimeoutError:
            await self._kill()
            raise LanternFailed(f"Lighthouse took longer than {self.timeout:g} s") from None
        except (ValueError, msgspec.MsgspecError) as error:
            await self._kill()
            raise LanternFailed(f"Lighthouse's answer cannot be read: {error}") from error
        except BaseException:
            # Whatever came between, the pipe is no longer at the start of an answer.
            await self._kill()
            raise

    async def _answer(self, message: bytes) -> _Answer:
        process = self._process
        if process is None or process.returncode is not None:
            await self._kill()
            process = await self._start()
        assert process.stdin is not None  # noqa: S101 -- it was opened with a pipe
        with contextlib.suppress(ConnectionError):  # the answer says why
            process.stdin.write(message)
            await process.stdin.drain()
        return msgspec.json.decode(await self._line(process), type=_Answer)

    async def _start_or_again(self) -> None:
        """Start the process, a second time where it was killed before it said anything."""
        try:
            await self._start()
        except LanternFailed:
            if self._process is None or (self._process.returncode or 0) >= 0:
                raise
            await self._kill()
            await self._start()

    async def _start(self) -> Process:
        self._complaint = b""
        self._calls = 0
        try:
            process = await asyncio.create_subprocess_exec(
                self._node,
                f"--max-old-space-size={HEAP_MEGABYTES}",
                SCRIPT,
                self._node_modules.absolute(),
                str(self._largest_trace),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LONGEST_ANSWER,
            )
        except OSError as error:
            raise LanternFailed(f"Node.js cannot be run: {error.strerror}") from error
        self._process = process
        self._listener = asyncio.create_task(self._listen(process))
        self.version = msgspec.json.decode(await self._line(process), type=_Greeting).version
        return process

    async def _line(self, process: Process) -> bytes:
        assert process.stdout is not None  # noqa: S101 -- it was opened with a pipe
        line = await process.stdout.readline()
        if not line.endswith(b"\n"):
            await process.wait()
            if self._listener is not None:
                await self._listener
            raise LanternFailed(
                f"Lighthouse's process ended (code {process.returncode}{self._last_words()})"
            )
        return line

    def _last_words(self) -> str:
        lines = self._complaint.decode(errors="replace").split("\n")
        said = next((line for line in lines if "error" in line.lower()), "")
        return f", {said.strip()[:300]}" if said else ""

    async def _listen(self, process: Process) -> None:
        """Drain what the process complains of, so that it never blocks; keep the end of it."""
        assert process.stderr is not None  # noqa: S101 -- it was opened with a pipe
        while part := await process.stderr.read(65_536):
            self._complaint = (self._complaint + part)[-COMPLAINT_BYTES:]

    async def _kill(self) -> None:
        process, self._process = self._process, None
        listener, self._listener = self._listener, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            if process.stdin is not None:
                process.stdin.close()
        if listener is not None:
            await listener
