"""What an audit can need of a visit, and whether the visit gathered it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from crawler.records import AxeRun, Layout, Markup, Metrics, Network, PageFacts, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable

_Part = TypeVar("_Part")

Fact = AxeRun | Layout | Markup | Metrics | Network


class Evidence(StrEnum):
    """A part of `PageFacts`; the value is its name in sentences for people."""

    MARKUP = "the page's markup"
    AXE_MOBILE = "axe-core's results on the phone"
    METRICS = "the speed trace"
    NETWORK = "the network log"
    LAYOUT_MOBILE = "the layout on the phone"
    LAYOUT_NARROW = "the layout at 320 pixels"

    def in_facts(self, facts: PageFacts) -> Fact | None:
        """Return that part, or None when the visit could not gather it."""
        return _PART[self](facts)


_PART: dict[Evidence, Callable[[PageFacts], Fact | None]] = {
    Evidence.MARKUP: lambda facts: facts.markup,
    Evidence.AXE_MOBILE: lambda facts: facts.axe_at(Viewport.MOBILE),
    Evidence.METRICS: lambda facts: facts.metrics,
    Evidence.NETWORK: lambda facts: facts.network,
    Evidence.LAYOUT_MOBILE: lambda facts: facts.layout_at(Viewport.MOBILE),
    Evidence.LAYOUT_NARROW: lambda facts: facts.layout_at(Viewport.NARROW),
}


class MissingEvidence(Exception):
    """An audit read a part of the facts that it did not declare among its needs."""


def needed(part: _Part | None) -> _Part:
    """Return a part of the facts that the audit declared, so that it is there."""
    if part is None:
        raise MissingEvidence
    return part
