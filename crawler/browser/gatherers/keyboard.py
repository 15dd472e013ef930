"""A walk through the page with the Tab key: where the focus comes to, and how it shows there."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from crawler.browser.gatherers.focus_keys import Keys
from crawler.browser.gatherers.focus_looks import Kind, find_looks
from crawler.browser.gatherers.focus_round import Round, beyond, go_on, repeats, try_to_leave
from crawler.facts.keyboard import Cover, KeyboardWalk, Look, SkipLink, Stop, Trap
from crawler.facts.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.browser.examinations import Ground
    from crawler.browser.gatherers.focus_keys import State

STOPS = 200
PRESSES = 400
"""Some lead to stops that are known already, or to those inside a frame."""
SECONDS = 12.0
LOOKS_SECONDS = 8.0
TRAPS = 3
SUSPECTS = 4
WAIT_SECONDS = 0.3
SPOTS = 50
WEAK = 3.0
STUCK = "the focus stays in one place, and what comes after it could not be reached"


class _Found(Struct, frozen=True):
    stops: tuple[Stop, ...]
    kinds: tuple[Kind, ...]
    covers: tuple[Cover, ...]


class _Skip(Struct, frozen=True):
    at: int
    spot: Spot
    target: str
    exists: bool


class _Led(Struct, frozen=True):
    led: str
    next: Spot | None


async def gather_keyboard(ground: Ground) -> KeyboardWalk:
    """Press Tab from the top until it comes round, for at most 200 stops and 12 seconds.

    Where the focus stays, the other keys that may lead out are tried, and the walk goes on behind.
    Then the skip link is followed, and how the focus shows on each kind of stop is looked at, for 8
    seconds. The focus is left on nothing, and the page at its top.
    """
    keys = Keys(ground)
    try:
        await keys.open()
        walk = _Walk(keys)
        await walk.run()
        caused = await _caused(keys)
        skip = await _follow_skip_link(keys)
        await keys.ask("away")
        found = msgspec.json.decode(await keys.ask("finish"), type=_Found)
        until = time.monotonic() + LOOKS_SECONDS
        looks = await find_looks(keys, ground.session, ground.keep, found.kinds, until)
        await keys.close()
    finally:
        keys.forget()
    stops = [replace(stop, caused=caused.get(at, "")) for at, stop in enumerate(found.stops)]
    hidden = {stop.look for stop in stops if stop.hidden}
    return KeyboardWalk(
        stops=_with_few_spots(stops, looks),
        looks=looks,
        covers=found.covers,
        traps=tuple(walk.traps),
        skip=skip,
        complete=not walk.why,
        judged=all(look.shows != "unknown" or at in hidden for at, look in enumerate(looks)),
        why=walk.why,
    )


class _Walk:
    """From the top to where it comes round. `why` says why it did not; "" when it did."""

    def __init__(self, keys: Keys) -> None:
        self.traps: list[Trap] = []
        self.why = ""
        self._keys = keys
        self._stops = 0
        self._pulled: Counter[int] = Counter()
        self._rounds: list[Round] = []
        self._known: list[int] = []  # the stops since something new was met
        self._inners: set[int] = set()

    async def run(self) -> None:
        until = time.monotonic() + SECONDS
        last = -1
        for _ in range(PRESSES):
            if time.monotonic() > until:
                self.why = f"it had not come round after {SECONDS:.0f} seconds"
                return
            state = await self._keys.tab()
            self._note(state, last)
            last = state.at
            if self._stops >= STOPS:
                self.why = f"there are {STOPS} stops or more"
                return
            if self._came_round(state):
                return
            round_ = repeats(self._known, state.patience)
            if round_ is None:
                continue
            if not await self._go_past(round_):
                return
            last = (await self._keys.state()).at
        self.why = f"it had not come round after {PRESSES} presses of Tab"

    def _note(self, state: State, last: int) -> None:
        if last >= 0 and state.slipped not in (-1, last):
            self._pulled[state.slipped] += 1
        self._pulled[state.at] += state.back
        self._stops += state.fresh
        if state.fresh or (state.inner >= 0 and state.inner not in self._inners):
            self._known.clear()
        self._inners.add(state.inner)
        self._known.append(state.at)

    def _came_round(self, state: State) -> bool:
        """Past the end of the page the focus is on nothing, and then on a stop that is known."""
        known = self._known
        return len(known) > 1 and known[-2] == -1 and state.at >= 0

    async def _go_past(self, round_: Round) -> bool:
        """Try to leave a round, note it, and go on behind it; whether there is more to walk."""
        ahead = await beyond(self._keys, round_)
        empty = not round_.members
        if empty and (self._stops or not ahead.count):
            return False  # the page is walked, or there is nothing to walk
        if round_ in self._rounds:
            self.why = STUCK
            return False
        self._rounds.append(round_)
        trap = await try_to_leave(self._keys, round_, ahead, self._pulled)
        self.traps.append(trap)
        self._known.clear()
        if trap.left_by and trap.left_by != "Shift+Tab":
            if len(self.traps) <= TRAPS:
                return True
        elif not ahead.count:
            return False
        elif empty:
            self.why = "Tab moves the focus nowhere"
            return False
        elif len(self.traps) <= TRAPS and await go_on(self._keys):
            return True
        self.why = STUCK
        return False


async def _follow_skip_link(keys: Keys) -> SkipLink | None:
    """Press Enter on the skip link and then Tab. It leads within the page, so that is safe."""
    link = msgspec.json.decode(await keys.ask("skipLink"), type=_Skip | None)
    if link is None:
        return None
    skip = SkipLink(spot=link.spot, target=link.target, exists=link.exists)
    await keys.ask("top")
    if await keys.ask("at", link.at) != "yes":
        return skip
    await keys.press("Enter")
    await asyncio.sleep(WAIT_SECONDS)
    await keys.tab()
    answer = msgspec.json.decode(await keys.ask("led", link.at), type=_Led)
    await keys.ask("top")
    return replace(skip, led=answer.led, next=answer.next)


async def _caused(keys: Keys) -> dict[int, str]:
    """What the page tries on the focus of those that it tried something near, by stop: only what it
    does again, and does not do by itself."""
    caused: dict[int, str] = {}
    for suspect in list(dict.fromkeys(keys.suspects))[:SUSPECTS]:
        for at in (suspect, suspect - 1):  # it may have been heard late
            if at in caused or (at >= 0 and await _does_again(keys, at, caused)):
                break
    return caused


async def _does_again(keys: Keys, at: int, caused: dict[int, str]) -> bool:
    await keys.ask("top")
    if at > 0:
        await keys.ask("at", at - 1)
    before = len(keys.heard)
    await asyncio.sleep(WAIT_SECONDS)
    if len(keys.heard) > before:
        return False  # it does so by itself
    state = await keys.tab()
    if state.at != at:
        await keys.ask("at", at)
    await asyncio.sleep(WAIT_SECONDS)
    if len(keys.heard) > before:
        caused[at] = keys.heard[before]
    return at in caused


def _with_few_spots(stops: Sequence[Stop], looks: Sequence[Look]) -> tuple[Stop, ...]:
    """Keep the evidence only of what an audit may name, and at most 50 of a kind."""
    kept: Counter[str] = Counter()
    slim = []
    for at, stop in enumerate(stops):
        reasons = _reasons(stops, at, looks)
        kept.update(reasons)
        told = any(kept[reason] <= SPOTS for reason in reasons)
        slim.append(stop if told else replace(stop, spot=None))
    return tuple(slim)


def _reasons(stops: Sequence[Stop], at: int, looks: Sequence[Look]) -> list[str]:
    stop = stops[at]
    before = stops[at - 1] if at else None
    look = looks[stop.look]
    back = before is not None and (
        stop.order < before.order
        or stop.box[1] + stop.box[3] <= before.box[1]
        or (stop.group == before.group and stop.box[0] + stop.box[2] <= before.box[0])
    )
    said = {
        "hidden": bool(stop.hidden),
        "covered": stop.covered,
        "tabindex": stop.tabindex > 0,
        "back": back,
        "moved": bool(stop.moved or stop.caused),
        "look": look.shows in ("nothing", "apart", "unknown") or (look.contrast or 21) < WEAK,
    }
    return [reason for reason, holds in said.items() if holds]
