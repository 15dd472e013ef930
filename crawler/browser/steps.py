"""The steps of a visit: each with a time limit, its trouble caught and its time noted."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from playwright.async_api import Error as PlaywrightError

from crawler.browser.gatherers.screenshot import ScreenshotFailed
from crawler.browser.gatherers.trace import TraceFailed
from crawler.browser.lantern import LanternFailed
from crawler.browser.world import ScriptFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
EXPECTED = (
    PlaywrightError,
    ScriptFailed,
    ScreenshotFailed,
    TraceFailed,
    LanternFailed,
    msgspec.MsgspecError,
)
CLOSED = ("has been closed", "Target crashed", "Connection closed", "Page crashed")


class Gone(Exception):
    """The page, or the whole browser, ended while a step was at work."""


class Steps:
    """Runs the steps of one visit, none past `deadline` (of `time.monotonic`).

    `timings` holds milliseconds by step; `errors` says, by step, why it gave nothing. `late` names
    the steps that ran out of time. `observe` is called with each step's name as it ends.
    """

    def __init__(self, deadline: float, observe: Callable[[str], None] | None = None) -> None:
        self.timings: dict[str, float] = {}
        self.errors: dict[str, str] = {}
        self.late: set[str] = set()
        self._deadline = deadline
        self._observe = observe
        self._at_work: set[asyncio.Timeout] = set()
        self._abandoned = False

    @property
    def left(self) -> float:
        """Seconds until the deadline; 0 when it has passed."""
        return max(0.0, self._deadline - time.monotonic())

    def extend(self, seconds: float) -> None:
        """From now on there are this many seconds."""
        self._deadline = time.monotonic() + seconds

    def abandon(self) -> None:
        """There is no page any more: end the steps at work, which might never hear of it."""
        self._abandoned = True
        for timeout in self._at_work:
            timeout.reschedule(asyncio.get_running_loop().time())

    async def run(
        self, name: str, work: Coroutine[Any, Any, Result], limit: float
    ) -> Result | None:
        """Wait for `work` for at most `limit` seconds. None when it failed: `errors` says why.

        Raises `Gone` when there is no page to work on any more.
        """
        if self._abandoned:
            work.close()
            raise Gone
        limit = min(limit, self.left)
        if limit <= 0:
            work.close()
            self.errors[name] = "no time was left for it"
            return None
        began = time.monotonic()
        timeout = asyncio.timeout(limit)
        try:
            async with timeout:
                self._at_work.add(timeout)
                return await work
        except TimeoutError:
            if self._abandoned:
                raise Gone from None
            self.late.add(name)
            self.errors[name] = f"it took longer than {limit:.0f} s"
        except EXPECTED as error:
            message = str(error).strip()
            if any(sign in message for sign in CLOSED):
                raise Gone from error
            self.errors[name] = message.splitlines()[0][:300] if message else type(error).__name__
        except Exception as error:
            logger.exception("The step %s has a defect", name)
            self.errors[name] = f"a defect of ours: {type(error).__name__}"
        finally:
            self._at_work.discard(timeout)
            self.timings[name] = self.timings.get(name, 0) + (time.monotonic() - began) * 1000
            if self._observe is not None:
                self._observe(name)
        return None
