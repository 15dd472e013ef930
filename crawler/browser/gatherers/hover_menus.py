"""Links that show only while a mouse is on something, and what a finger does there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.gatherers import DOM, PARTS
from crawler.browser.gatherers.listeners import listeners_of
from crawler.browser.gatherers.marked import Box, mark
from crawler.facts.hover_menus import HoverMenus

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
HOVER_RULES = Path(__file__).with_name("hover_rules.js").read_text()
LIMITS = {
    "rules": 20_000,
    "hoverRules": 300,
    "links": 60,
    "allLinks": 5000,
    "menus": 60,
    "kept": 30,
}
TAPS = ("click", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend")
HOVERS = ("mouseenter", "mouseover", "pointerenter", "pointerover")
WHOLE = "window"


class _Answer(Struct, frozen=True):
    facts: HoverMenus
    boxes: tuple[Box, ...]


async def gather_hover_menus(ground: Ground) -> HoverMenus:
    """Tell from readable style sheets and from listeners which links show on hover on the phone,
    and what a tap there comes to. Nothing is tapped. A picture marks those that seem shut."""
    listeners = await listeners_of(ground.session, (*TAPS, *HOVERS))
    above = await listeners_of(ground.session, TAPS, WHOLE, depth=1)
    whole = sorted({kind for kinds in above.values() for kind in kinds})
    answer = msgspec.json.decode(
        await ground.world.give(
            "(...given) => hoverMenus.gather(...given)",
            LIMITS,
            list(listeners.values()),
            whole,
            nodes=list(listeners),
            install=(DOM, PARTS, HOVER_RULES, SCRIPT),
        ),
        type=_Answer,
    )
    pictures = await mark(ground, answer.boxes)
    return msgspec.structs.replace(answer.facts, pictures=pictures)
