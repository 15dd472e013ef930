"""How the focus shows on each kind of stop: by its style where that says enough, else in pictures.

One stop stands for all that look alike, with the focus and without it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from msgspec import Struct

from crawler.browser.gatherers.focus_pictures import Area, changed, contrast, packed, take
from crawler.facts.keyboard import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.async_api import CDPSession

    from crawler.browser.gatherers.focus_keys import Keys
    from crawler.browser.gatherers.focus_pictures import Mask, Picture

PICTURED = 30
KEPT = 4
WEAK = 3.0
MARGIN = 14
LEAST = 12
PAUSES = (0.019, 0.043, 0.031)
"""Seconds between pictures, uneven so as not to keep step with what blinks."""
DELAY_SECONDS = 0.12
"""Indicators that a script draws may come a moment later."""


class Kind(Struct, frozen=True):
    """Stops that look alike: the one at `at` stands for them. `shows` and `contrast` are what the
    style says ("unknown" for not enough), `differs` whether it changes with the focus at all."""

    at: int
    shows: str
    contrast: float | None
    differs: bool


class _Seen(NamedTuple):
    shows: str
    contrast: float | None = None
    pixels: int = 0
    before: Picture | None = None
    after: Picture | None = None


async def find_looks(
    keys: Keys,
    session: CDPSession,
    keep: Callable[[bytes], str],
    kinds: Sequence[Kind],
    until: float,
) -> tuple[Look, ...]:
    """How the focus shows on each kind, in their order; "unknown" for what could not be put on
    the screen again, and for what came after `until` (of `time.monotonic`). Pictures of the worst
    four are kept."""
    seen: list[_Seen] = []
    pictured = 0
    for kind in kinds:
        if kind.shows != "unknown":
            seen.append(_Seen(kind.shows, kind.contrast))
        elif pictured < PICTURED and time.monotonic() < until:
            pictured += 1
            seen.append(await _Trial(keys, session, kind).run())
        else:
            seen.append(_Seen("unknown"))
    worst = sorted(
        (at for at, each in enumerate(seen) if each.before is not None),
        key=lambda at: (seen[at].shows != "nothing", seen[at].contrast or 1.0, at),
    )[:KEPT]
    return tuple(_look(each, keep if at in worst else None) for at, each in enumerate(seen))


def _look(seen: _Seen, keep: Callable[[bytes], str] | None) -> Look:
    ratio = round(seen.contrast, 2) if seen.contrast is not None else None
    look = Look(shows=seen.shows, contrast=ratio, pixels=seen.pixels)
    if keep is None or seen.before is None or seen.after is None:
        return look
    return msgspec.structs.replace(
        look, before=keep(packed(seen.before)), after=keep(packed(seen.after))
    )


class _Pair(NamedTuple):
    """Pictures of the same place, and which pixels differ because of the focus."""

    before: Picture
    after: Picture
    where: Mask

    def stable(self, other: _Pair | None) -> _Pair:
        """Without the pixels that change by themselves, as a second pair tells."""
        if other is None or other.before.shape != self.before.shape:
            return self
        steady = ~changed(self.before, other.before) & ~changed(self.after, other.after)
        return self._replace(where=self.where & steady)

    def judged(self, shows: str, least: int) -> _Seen:
        ratio = contrast(self.before, self.after, self.where, least)
        kept = (self.before, self.after) if ratio < WEAK else (None, None)
        return _Seen(shows, ratio, int(self.where.sum()), *kept)


class _Trial:
    """One stop, focused and not."""

    def __init__(self, keys: Keys, session: CDPSession, kind: Kind) -> None:
        self._keys = keys
        self._session = session
        self._kind = kind

    async def run(self) -> _Seen:
        area = await self._area()
        if area is None:
            await asyncio.sleep(DELAY_SECONDS)
            area = await self._area()
        if area is None and await self._keys.ask("at", self._kind.at) == "yes":
            return await self._look_everywhere(None, None)
        pair = await self._pair(area) if area is not None else None
        if area is None or pair is None:
            return _Seen("style" if self._kind.differs else "unknown")
        # Something may move there by itself. What the focus changes, it changes each time.
        for pause in PAUSES:
            if not pair.where.any():
                break
            await asyncio.sleep(pause)
            calm, pair = pair, pair.stable(await self._pair(area))
            if self._kind.differs and np.array_equal(calm.where, pair.where):
                break
        if not pair.where.any():
            return await self._look_everywhere(pair, area)
        return pair.judged("picture", _edge(area))

    async def _look_everywhere(self, near: _Pair | None, area: Area | None) -> _Seen:
        """Whether anything on the screen changes, when the focus comes there with Tab."""
        first = await self._by_key()
        for pause in PAUSES:
            if first is None or not first.where.any():
                break
            await asyncio.sleep(pause)
            second = await self._by_key()
            first = first.stable(second) if second is not None else None
        if first is None:
            return _Seen("unknown")
        if first.where.any():
            screen = msgspec.json.decode(await self._keys.ask("screen"), type=Area)
            near_it = area is not None and _touches(first.where, area, screen)
            return first.judged("picture" if near_it else "apart", LEAST)
        return _Seen("nothing", None, 0, *(near[:2] if near is not None else ()))

    async def _area(self) -> Area | None:
        """Where it shows on the screen when it has the focus."""
        if await self._keys.ask("at", self._kind.at) != "yes":
            return None
        return msgspec.json.decode(await self._keys.ask("place", self._kind.at), type=Area | None)

    async def _pair(self, area: Area) -> _Pair | None:
        """With the focus and without it; None when it did not stay."""
        await self._keys.ask("at", self._kind.at, {"preventScroll": True})
        after = await take(self._session, area)
        stayed = await self._keys.ask("away", self._kind.at) == "yes"
        before = await take(self._session, area)
        return _Pair(before, after, changed(before, after)) if stayed else None

    async def _by_key(self) -> _Pair | None:
        """The whole screen, with the focus brought by Tab where that can be repeated."""
        at = self._kind.at
        came = at > 0 and await self._keys.ask("at", at - 1) == "yes"
        came = came and (await self._keys.tab()).at == at
        if not came and await self._keys.ask("at", at) != "yes":
            return None
        await asyncio.sleep(DELAY_SECONDS)
        screen = msgspec.json.decode(await self._keys.ask("screen"), type=Area)
        after = await take(self._session, screen)
        stayed = await self._keys.ask("away", at) == "yes"
        await asyncio.sleep(DELAY_SECONDS)
        before = await take(self._session, screen)
        return _Pair(before, after, changed(before, after)) if stayed else None


def _touches(where: Mask, area: Area, screen: Area) -> bool:
    """Whether the box round all that changed meets the place of the stop: a frame round it may be
    larger than that."""
    rows, columns = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    left, top = area.x - screen.x, area.y - screen.y
    return bool(
        columns[0] < left + area.width
        and columns[-1] > left
        and rows[0] < top + area.height
        and rows[-1] > top
    )


def _edge(area: Area) -> int:
    """A quarter of the way round what is pictured, in pixels: less is a dot, not an indicator."""
    return max(LEAST, int((area.width + area.height - 4 * MARGIN) / 2))
