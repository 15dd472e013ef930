"""Places that the focus does not leave with Tab: finding them, trying to get out, going past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.facts.keyboard import Trap

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from crawler.browser.gatherers.focus_keys import Keys

CANDIDATES = 2000
NAMED = 5
GOES = 3
PATIENCE_WITH_FRAMES = 20
"""Presses after which it is a frame or a player that holds stops which we cannot see."""
LONGEST_WANDERING = 60
NAMES = {
    "ctrl": "Control",
    "control": "Control",
    "alt": "Alt",
    "option": "Alt",
    "shift": "Shift",
    "cmd": "Meta",
    "command": "Meta",
    "meta": "Meta",
    "esc": "Escape",
    "escape": "Escape",
}
ARROWS = ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft")


class Round(Struct, frozen=True):
    """Stops that follow each other for ever; none when the focus comes to nothing at all."""

    members: tuple[int, ...]
    frame: bool = False


class Beyond(Struct, frozen=True):
    """How many visible stops come after a round, and whether it is in something like a dialog."""

    count: int
    dialog: bool


def repeats(known: Sequence[int], patience: int) -> Round | None:
    """The round that the last stops make, none of which was new. `patience` is how often one and
    the same may come; from 20 on it is that of a frame."""
    last = known[-1]
    if len(known) >= patience and set(known[-patience:]) == {last}:
        return Round((last,) if last >= 0 else (), frame=patience >= PATIENCE_WITH_FRAMES)
    for length in range(2, (len(known) // 2) + 1):
        once, before = known[-length:], known[-2 * length : -length]
        if once == before and len(set(once)) > 1:
            return Round(tuple(sorted({at for at in once if at >= 0})))
    if len(known) >= LONGEST_WANDERING:
        return Round(tuple(sorted({at for at in known if at >= 0})))
    return None


async def beyond(keys: Keys, round_: Round) -> Beyond:
    """What there is after a round. `go_on` leads there."""
    answer = await keys.ask("beyond", list(round_.members), CANDIDATES)
    return msgspec.json.decode(answer, type=Beyond)


async def go_on(keys: Keys) -> bool:
    """Put the focus on what comes after the round; whether it stays there."""
    for _ in range(GOES):
        if await keys.ask("goOn") == "yes":
            return True
    return False


async def try_to_leave(keys: Keys, round_: Round, ahead: Beyond, pulled: Counter[int]) -> Trap:
    """Press what may lead out of a round: Escape, what the page says, the arrows, and back."""
    spots = tuple([await keys.spot(at) for at in round_.members[:NAMED]])
    tried: list[str] = []
    left_by = ""
    ways: list[tuple[str, tuple[str, ...]]] = []
    if not round_.frame:
        at = round_.members[0] if round_.members else -1
        told = msgspec.json.decode(await keys.ask("documented", at), type=list[list[str]])
        named = [_combination(keys_) for keys_ in told]
        ways = [
            ("Escape", ("Escape",)),
            *((name, (name,)) for name in named if name not in ("", "Escape")),
            ("the arrow keys", ARROWS),
        ]
    for name, presses in ways:
        tried.append(name)
        for press in presses:
            await keys.press(press)
        if await _is_out(keys, round_):
            left_by = name
            break
    if not left_by and not round_.frame:
        tried.append("Shift+Tab")
        if await _is_out_backwards(keys, round_):
            left_by = "Shift+Tab"
    return Trap(
        spots=spots,
        size=len(round_.members),
        tried=tuple(tried),
        left_by=left_by,
        beyond=ahead.count,
        dialog=ahead.dialog,
        pulled=any(pulled[at] > 1 for at in round_.members),
        frame=round_.frame,
    )


async def _is_out(keys: Keys, round_: Round) -> bool:
    """Whether Tab leads on now. Out of a round of several it may need a few presses."""
    for _ in range(min(len(round_.members), 4) + 1):
        state = await keys.tab()
        if state.at not in round_.members and (state.at >= 0 or round_.members):
            return True
    return False


async def _is_out_backwards(keys: Keys, round_: Round) -> bool:
    for _ in range(len(round_.members) + 1):
        state = await keys.tab(back=True)
        if state.at not in round_.members and (state.at >= 0 or round_.members):
            return True
    return False


def _combination(keys: Sequence[str]) -> str:
    """Keys as Playwright names them: Control+m. "" where there is none but modifiers."""
    if not keys or (keys[-1] in NAMES and NAMES[keys[-1]] != "Escape"):
        return ""
    return "+".join(NAMES.get(key, key.upper() if len(key) > 1 else key) for key in keys)
