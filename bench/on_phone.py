"""What a phone shows of a page that exists only as facts, and what its load was made of.

Sizes follow visits to real pages: 1 to 3 kB of JSON for the load, 2 kB for the targets on three
screens, and a few hundred bytes for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.facts.contacts import Contact, Contacts, Way
from crawler.facts.covering import Control, CookieBanner, Covering, Held, Screen
from crawler.facts.desktop_only import DesktopOnly
from crawler.facts.first_screen import FirstScreen, Reach
from crawler.facts.fit import Fit, ScreenFit
from crawler.facts.hover_menus import HoverMenus
from crawler.facts.loading import (
    File,
    Files,
    LargestPaint,
    Loading,
    LongTasks,
    Saving,
    Share,
    ShiftSource,
    ThirdParty,
    WebFont,
)
from crawler.facts.measurement import Measurement
from crawler.facts.spot import Spot
from crawler.facts.targets import Target, Targets, TargetsAt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.websites import Chance
    from crawler.records import Resource

SCREENS = {"mobile": (412, 823), "small": (360, 740), "landscape": (823, 412), "narrow": (320, 823)}
# The chance, each week, that …
A_TIME_MOVES = 0.3  # one of the load's rounded times is another
TARGETS_MOVE = 0.15  # a small target comes or goes


class OnPhone:
    """The parts of one page, as its design made them; `change` puts other content in."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._small = [self._target() for _ in range(chance.randint(0, 12))]
        self._heading, self._step = chance.words(4), chance.words(3)
        self._banner = chance.random() < 0.6
        self._spots = [self._spot() for _ in range(8)]
        self._parties = [f"{chance.word()}{chance.word()}.example" for _ in range(5)]
        self._times = [50 * chance.randint(1, 40) for _ in range(12)]

    def change(self) -> None:
        """Another first thing to do, and another small target."""
        self._step = self._chance.words(3)
        self._small = [*self._small[1:], self._target()]

    def facts(self, resources: Sequence[Resource]) -> dict[str, Any]:
        """The fields of `PageFacts`, a week later."""
        chance = self._chance
        if chance.random() < A_TIME_MOVES:
            place = chance.randrange(len(self._times))
            self._times[place] = max(50, self._times[place] + chance.choice([-50, 50]))
        if chance.random() < TARGETS_MOVE:
            self._small = [*self._small[1:], self._target()]
        return {
            "measurement": Measurement(factor=1.0, load=round(chance.uniform(0, 4), 1)),
            "loading": self._loading(resources),
            "targets": self._targets(),
            "hover_menus": HoverMenus(),
            "fit": Fit(
                screens=tuple(
                    ScreenFit(viewport=name, layout_width=size[0], content_width=size[0])
                    for name, size in SCREENS.items()
                ),
                media=6,
            ),
            "desktop_only": DesktopOnly(judged=160),
            "covering": self._covering(),
            "first_screen": FirstScreen(
                heading=Reach(spot=self._spots[0], text=self._heading, at=0.3, shown=True),
                step=Reach(spot=self._spots[1], text=self._step, at=0.7, shown=True),
                letters=240,
                beyond=2000,
                choices=4,
                header=14,
                banner=22 if self._banner else 0,
            ),
            "contacts": Contacts(
                shown={Way.TELEPHONE: 2, Way.EMAIL: 1},
                plain={Way.TELEPHONE: 1},
                untapped=(Contact(way=Way.TELEPHONE, place=self._spots[2], text="01632 960001"),),
            ),
        }

    def _loading(self, resources: Sequence[Resource]) -> Loading:
        first, second, *times = self._times
        heaviest = [each.transfer_bytes // 100 * 100 for each in resources]
        return Loading(
            types=tuple(
                Share(type=kind, requests=9, bytes=heaviest[at], third_bytes=heaviest[at] // 300)
                for at, kind in enumerate(("document", "stylesheet", "script", "image", "font"))
            ),
            third_parties=tuple(
                ThirdParty(domain=domain, requests=3, bytes=heaviest[at], thread_ms=times[at])
                for at, domain in enumerate(self._parties)
            ),
            third_count=len(self._parties),
            cached=Files(
                count=14,
                saves=Saving(sum(heaviest[:14]) // 2, 0),
                worst=tuple(
                    File(url=each.url, bytes=size, seconds=14_400)
                    for each, size in zip(resources[:14], heaviest, strict=False)
                ),
            ),
            blocking=Files(
                count=4,
                saves=Saving(0, first),
                worst=tuple(
                    File(url=each.url, bytes=size, ms=second)
                    for each, size in zip(resources[:4], heaviest, strict=False)
                ),
            ),
            long_tasks=(LongTasks(host="", count=3, ms=times[5], longest_ms=times[6]),),
            fonts=tuple(WebFont(url=each.url, bytes=20_000) for each in resources[15:18]),
            font_count=3,
            server_ms=100,
            elements=900,
            largest=LargestPaint(first_byte_ms=600, draw_ms=times[7], spot=self._spots[3]),
            shifts=(ShiftSource(shift=0.02, spot=self._spots[4]),),
        )

    def _targets(self) -> Targets:
        small = tuple(self._small)
        return Targets(
            sizes=tuple(
                TargetsAt(
                    viewport=name,
                    count=140,
                    enough=140 - len(small),
                    free={"spacing": 4, "inline": 30},
                    small=small,
                    small_found=len(small),
                )
                for name in ("mobile", "small", "landscape")
            )
        )

    def _covering(self) -> Covering:
        banner = CookieBanner(
            spot=self._spots[5],
            text=self._heading,
            floats=True,
            controls=(Control(kind="accept", text="Accept"), Control(kind="refuse", text="Reject")),
        )
        return Covering(
            screens=tuple(
                Screen(size=name, width=width, height=height, rest=8, scrolled=8)
                for name, (width, height) in SCREENS.items()
            ),
            held=(Held(spot=self._spots[6], share=16, at="landscape"),),
            banner=banner if self._banner else None,
        )

    def _target(self) -> Target:
        chance = self._chance
        return Target(
            spot=self._spot(),
            kind="link",
            text=chance.words(2),
            width=chance.randint(40, 160),
            height=chance.randint(14, 23),
            near=chance.words(2),
            gap=chance.randint(1, 8),
        )

    def _spot(self) -> Spot:
        chance = self._chance
        return Spot(
            selector=f"#{chance.word()} > div:nth-of-type({chance.randint(1, 9)}) > a",
            html=f'<a class="{chance.words(2)}" href="/{chance.word()}">{chance.words(4)}</a>',
        )
