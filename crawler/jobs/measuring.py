"""This machine's speed, measured once by each process that takes jobs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.browser.machine import pinned
from crawler.browser.visit import SPEED_STEPS
from crawler.browser.worker import measure_worker
from crawler.database import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.browser.machine import Machine
    from crawler.config import Config
    from crawler.database.session import Database


class Measuring:
    """The machine as it was measured, so that no website has another phone than the next; where it
    had trouble, measured anew, since one bad minute must not cost the websites that come after it
    their speed. `measured` hears what came of it."""

    def __init__(self, database: Database, measured: Callable[[Machine], None]) -> None:
        self._database = database
        self._measured = measured
        self._lock = asyncio.Lock()
        self._machine: Machine | None = None

    async def machine(self, config: Config) -> Machine | None:
        """The machine for a website on these terms; None where no speed is asked for."""
        if config.only_steps is not None and SPEED_STEPS.isdisjoint(config.only_steps):
            return None
        if (machine := pinned(config)) is not None:
            return machine
        async with self._lock:
            before = self._machine
            if before is None or before.trouble:
                worker = await measure_worker(config)
                factor = await asyncio.to_thread(store.last_factor, self._database, worker.chromium)
                self._machine = worker.machine.as_before(factor)
                if before is None or not self._machine.trouble:
                    self._measured(self._machine)
            return self._machine
