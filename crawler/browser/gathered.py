"""What a visit has gathered so far, and the facts that it makes in the end."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.browser.ending import Ending
from crawler.records import EndState, PageFacts, PageVisit, Viewport

if TYPE_CHECKING:
    from crawler.browser.arrival import Arrival
    from crawler.browser.steps import Steps
    from crawler.records import (
        AxeRun,
        FirstStep,
        Layout,
        Markup,
        Metrics,
        Network,
        OpenedLink,
        Versions,
    )

# They only explain the speed, as advice: the page is audited without them too.
EXPLAINING = frozenset({"bodies", "insights", "loading"})
URL_LENGTH = 2000
REASON_LENGTH = 500


class Gathered:
    """Filled step by step. `ending` is set once it is known how the visit ended; else it is told
    from what is there and what is not."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.visited_at = datetime.now(UTC)
        self.arrival: Arrival | None = None
        self.ending: Ending | None = None
        self.settled_at: float | None = None
        self.markup: Markup | None = None
        self.axe: list[AxeRun] = []
        self.layout: list[Layout] = []
        self.metrics: Metrics | None = None
        self.network: Network | None = None
        self.screenshots: dict[Viewport, str] = {}
        self.artifacts: dict[str, bytes] = {}
        self.first_step: FirstStep | None = None
        self.no_first_step = False
        self.opened: tuple[OpenedLink, ...] | None = None
        self.template = ""
        self.walked = False
        self.examined: dict[str, Any] = {}  # by field of `PageFacts`

    @property
    def empty(self) -> bool:
        """Whether nothing has been seen of the page itself."""
        return not (self.markup or self.axe or self.layout)

    def keep(self, picture: bytes) -> str:
        """Take a picture (WebP bytes) among the artifacts, and return its SHA-256 in hex."""
        digest = hashlib.sha256(picture).hexdigest()
        self.artifacts[digest] = picture
        return digest

    def settle(self, errors: dict[str, str]) -> Ending:
        """How the visit ended is known now, whatever comes after."""
        self.ending = self.ending or Ending(*self._state(errors))
        self.settled_at = time.monotonic()
        return self.ending

    def result(self, versions: Versions, steps: Steps) -> PageVisit:
        """The facts as they stand, with the times and errors of the steps."""
        state, reason = self.ending or self._state(steps.errors)
        arrival = self.arrival
        facts = PageFacts(
            url=self.url,
            final_url=(arrival.url if arrival and arrival.url else self.url)[:URL_LENGTH],
            state=state,
            visited_at=self.visited_at,
            reason=reason[:REASON_LENGTH],
            status=arrival.status if arrival else None,
            versions=versions,
            markup=self.markup,
            axe=tuple(self.axe),
            metrics=self.metrics,
            network=self.network,
            layout=tuple(self.layout),
            first_step=self.first_step,
            no_first_step=self.no_first_step,
            opened=self.opened,
            template=self.template,
            walked=self.walked,
            **self.examined,
            screenshots=self.screenshots,
            timings_ms={name: round(value) for name, value in steps.timings.items()},
            errors=steps.errors,
        )
        return PageVisit(facts=facts, artifacts=self.artifacts)

    def _state(self, errors: dict[str, str]) -> tuple[EndState, str]:
        missing = {name: why for name, why in errors.items() if name not in EXPLAINING}
        if not missing:
            return EndState.AUDITED, ""
        listed = "; ".join(f"{name}: {problem}" for name, problem in missing.items())
        if self.empty:
            return EndState.FAILED, f"nothing could be gathered ({listed})"
        return EndState.PARTIAL, f"not everything could be gathered ({listed})"
