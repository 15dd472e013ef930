"""How fast this machine is, next to the one that our speed figures refer to.

A page's tasks are charged at their thread's CPU time, and that depends on the processor. So the
same script and layout work is done here in the browser that does the audits, and its CPU time,
next to the reference's, gives the factor by which the phone's slowdown is multiplied: a machine
twice as fast as the reference must be slowed down twice as much to be the same phone.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession

    from crawler.config import Config

REFERENCE = "AMD EPYC (Zen 5, 2.6 GHz), Chromium 156 headless shell, 23 November 2026"
"""The machine at which the factor is 1, and by what and when it was measured."""
REFERENCE_SCRIPT_MS = 10.8
REFERENCE_LAYOUT_MS = 18.5
"""What a round of the work took there at best, in milliseconds of CPU time."""
SCRIPT_WEIGHT = 0.75
"""Of script in the factor, the rest being layout's. Scripts are most of what a heavy page's main
thread does, Lantern slows layout down by half as much as scripts, and from start to start layout
wavers by 6% where script wavers by 1.6%. So layout has no factor of its own."""

RENDERERS = 5
"""One after another: the same work differs more between two of them, by where their memory happens
to lie, than within one."""
WARM_UP = 3
ROUNDS = 8
"""In each of them, after the rounds in which scripts are still being compiled."""
SCRIPT_TIMES, LAYOUT_TIMES, LAYOUT_ROWS = 20, 8, 80
ATTEMPTS = 3
"""So often is a machine measured that seems uneven: a busy moment should not cost a crawl."""

SLOWEST = 0.25
"""Lighthouse's phone is four times as slow as its computer. A machine slower than a quarter of the
reference is slower than the phone that it is to stand for."""
MOST_UNEVEN = 1.0
"""By how much a usual round may be longer than the shortest. Beyond it a page's tasks would usually
cost twice the CPU time that they should, and a heavy page ten points of speed. Usual are 0.05 to
0.2; eight times as much work as the machine has processors can make it 0.5 to 1.1."""
STEADY = 0.05
"""Within which a factor is the same machine's as before. From measurement to measurement it wavers
by 2%, which is up to half a point of speed; kept as it was, it adds nothing."""
SECONDS = 30.0

WORK = (Path(__file__).parent / "machine.js").read_text(encoding="utf-8")


class Machine(Struct, frozen=True, kw_only=True):
    """What measuring gave. `script_ms` and `layout_ms` are the CPU time of the shortest rounds,
    `factor` is this machine's speed over the reference's (to 0.01), `unevenness` by how much of it
    a usual round was longer than the shortest. `trouble` says, in a sentence without a full stop,
    why no speed can be measured on this machine; "" where it can. `by_hand` says that the settings
    gave the factor, and nothing was measured."""

    factor: float = 1.0
    script_ms: float = REFERENCE_SCRIPT_MS
    layout_ms: float = REFERENCE_LAYOUT_MS
    unevenness: float = 0.0
    trouble: str = ""
    by_hand: bool = False

    def as_before(self, factor: float | None) -> Machine:
        """This machine with the factor of an earlier measurement (None: there is none), where that
        differs by no more than measurements do."""
        if factor is None or abs(self.factor / factor - 1) > STEADY:
            return self
        return replace(self, factor=factor)

    @property
    def sentence(self) -> str:
        """What an operator should know of it."""
        if self.trouble:
            return f"speed is not measured on this machine: {self.trouble}"
        if self.by_hand:
            return f"{self.factor:.2f} times as fast as the reference ({REFERENCE}), as was set"
        return (
            f"{self.factor:.2f} times as fast as the reference ({REFERENCE}); "
            f"the same work took {self.unevenness:.0%} longer than at best"
        )


def pinned(config: Config) -> Machine | None:
    """The machine as the settings say that it is; None where it is to be measured."""
    factor = config.machine_factor
    return Machine(factor=factor, by_hand=True) if factor else None


_known: dict[Path, Machine] = {}


async def measure_once(browser: Browser, path: Path) -> Machine:
    """As `measure_machine`, once in this process for the Chromium at `path`; trouble may pass, so
    that a machine which had some is measured again."""
    machine = _known.get(path) or await measure_machine(browser)
    if not machine.trouble:
        _known[path] = machine
    return machine


async def measure_machine(browser: Browser) -> Machine:
    """Do the work in a browser that does nothing else, in about two seconds, or three times that on
    an uneven machine. Never raises: what cannot be measured is `trouble`."""
    machine = Machine()
    try:
        async with asyncio.timeout(SECONDS):
            for _ in range(ATTEMPTS):
                rounds = [pair for _ in range(RENDERERS) for pair in await _renderer(browser)]
                machine = compare(rounds)
                if not machine.trouble:
                    break
    except TimeoutError:
        return Machine(trouble=f"a few small tasks took it longer than {SECONDS:.0f} seconds")
    except PlaywrightError as error:
        return Machine(trouble=f"the browser did not do the work ({error.message.splitlines()[0]})")
    return machine


def compare(rounds: list[tuple[float, float]]) -> Machine:
    """Return what the CPU times of rounds of script and layout (in milliseconds) come to.

    The shortest tell the machine's own speed: what else it does can only add to it.
    """
    if min(min(pair) for pair in rounds) <= 0:
        return Machine(trouble="its system does not tell the CPU time of a thread")
    script_ms, layout_ms = (min(times) for times in zip(*rounds, strict=True))
    best = _cost(script_ms, layout_ms)
    unevenness = statistics.median(_cost(*pair) for pair in rounds) / best - 1
    trouble = ""
    if 1 / best < SLOWEST:
        trouble = (
            f"it is {1 / best:.2f} times as fast as the reference, and to stand for a phone it "
            f"must be {SLOWEST} times as fast"
        )
    elif unevenness > MOST_UNEVEN:
        trouble = (
            f"the same work took {unevenness:.0%} longer than at best, so much else goes on in it; "
            f"{MOST_UNEVEN:.0%} is the most that is allowed"
        )
    return Machine(
        factor=round(1 / best, 2),
        script_ms=round(script_ms, 1),
        layout_ms=round(layout_ms, 1),
        unevenness=round(unevenness, 3),
        trouble=trouble,
    )


def _cost(script_ms: float, layout_ms: float) -> float:
    """The time that a machine takes, over the reference's."""
    script, layout = script_ms / REFERENCE_SCRIPT_MS, layout_ms / REFERENCE_LAYOUT_MS
    return SCRIPT_WEIGHT * script + (1 - SCRIPT_WEIGHT) * layout


async def _renderer(browser: Browser) -> list[tuple[float, float]]:
    """The CPU time of each round of script and of layout in a new renderer, in milliseconds."""
    context = await browser.new_context()
    try:
        session = await context.new_cdp_session(await context.new_page())
        # Thread time must be asked for before the domain is enabled.
        await session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
        await session.send("Performance.enable")
        await _evaluate(session, f"({WORK})({LAYOUT_ROWS})")
        rounds = []
        for number in range(WARM_UP + ROUNDS):
            begun = await _task_ms(session)
            await _evaluate(session, f"script({SCRIPT_TIMES})")
            between = await _task_ms(session)
            await _evaluate(session, f"layout({LAYOUT_TIMES})")
            ended = await _task_ms(session)
            if number >= WARM_UP:
                rounds.append((between - begun, ended - between))
        return rounds
    finally:
        with contextlib.suppress(PlaywrightError):
            await context.close()


async def _evaluate(session: CDPSession, expression: str) -> None:
    answer = await session.send("Runtime.evaluate", {"expression": expression})
    if "exceptionDetails" in answer:
        raise PlaywrightError(answer["exceptionDetails"]["text"])


async def _task_ms(session: CDPSession) -> float:
    """The CPU time of the main thread's tasks so far, in milliseconds."""
    answer = await session.send("Performance.getMetrics")
    seconds = {each["name"]: float(each["value"]) for each in answer["metrics"]}
    return 1000 * seconds["TaskDuration"]
