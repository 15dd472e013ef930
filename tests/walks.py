"""Small constructors of walks with the Tab key, for the audits of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.facts.keyboard import KeyboardWalk, Look, Stop
from crawler.facts.spot import Spot
from tests.facts import sound_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import PageFacts

RING = Look(shows="style")


def spot(name: str, html: str = "<a>") -> Spot:
    return Spot(selector=f"#{name}", html=html)


def stop(at: int, **changes: Any) -> Stop:
    """The `at`th stop down a page, with the ring of the browser."""
    values: dict[str, Any] = {
        "box": (0, 40 * at, 100, 20),
        "order": at,
        "look": 0,
        "spot": spot(f"s{at}", "<a href>"),
    }
    return Stop(**(values | changes))


def walked(stops: Sequence[Stop], looks: Sequence[Look] = (RING,), **changes: Any) -> PageFacts:
    """Facts of a page on which the focus came to these stops."""
    walk = KeyboardWalk(stops=tuple(stops), looks=tuple(looks), **changes)
    return sound_facts(keyboard=walk, walked=True)
