"""What a finger can tap: how large each target is, and what stands too close to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.gatherers import DOM, PARTS
from crawler.browser.gatherers.listeners import listeners_of
from crawler.browser.gatherers.marked import Box, mark
from crawler.browser.world import ScriptFailed
from crawler.facts.targets import Targets, TargetsAt
from crawler.records import Viewport

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
INSTALL = (
    DOM,
    PARTS,
    *(
        Path(__file__).with_name(f"{name}.js").read_text()
        for name in ("tappable", "target_lines", "boxes", "probing", "crowding")
    ),
    SCRIPT,
)
LIMITS = {
    "targets": 3000,
    "crowd": 10_000,
    "elements": 30_000,
    "trees": 300,
    "probes": 40_000,
    "kept": 30,
    "milliseconds": 3500,
}
PRESSES = ("click", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart")


class _Answer(Struct, frozen=True):
    at: TargetsAt
    complete: bool
    late: bool
    still: bool
    boxes: tuple[Box, ...]


async def gather_targets(ground: Ground) -> Targets:
    """Measure every target that can be seen, in the page and the open shadow trees in it (3,000 at
    most, and none of more than 10,000 elements that may be targets), with what takes the taps round
    it told by 40,000 points.

    What is found must not depend on how busy the machine is: a page that takes longer than 3.5
    seconds is not measured at all (raises `ScriptFailed`), or is not complete where that is at a
    later size.

    On the phone of 412 px also what is smaller than 44 and 48 px. A picture is taken of what is at
    fault: at each size of targets below 24 px that no exception frees and that were not at fault
    at the size before, else once of those that share a finger with a neighbour.
    """
    so_far: Targets = ground.so_far or Targets()
    thorough = ground.viewport == Viewport.MOBILE
    if thorough:
        listening = await listeners_of(ground.session, PRESSES)
        await ground.world.give(
            "(...all) => targets.listen(...all)", nodes=list(listening), install=INSTALL
        )
    answer = msgspec.json.decode(
        await ground.world.call(
            "(...given) => targets.gather(...given)",
            ground.viewport,
            LIMITS,
            thorough,
            install=INSTALL,
        ),
        type=_Answer,
    )
    if answer.late and thorough:
        raise ScriptFailed("there was no time to try all links and buttons")
    found = answer.at
    known = {target.spot for each in so_far.sizes for target in each.small}
    fresh = any(target.spot not in known for target in found.small)
    if answer.complete and (thorough or fresh):
        pictures = await mark(ground, answer.boxes, scroll=not answer.still)
        found = msgspec.structs.replace(found, pictures=pictures)
    return Targets(complete=so_far.complete and answer.complete, sizes=(*so_far.sizes, found))
