"""What gatherers of accessibility see of a page that exists only as facts.

Sizes follow visits to real pages: 1 to 4 kB of text, 1 kB of links, and 2 kB each of what the
keyboard and the mouse found on a page that was acted on. Other parts are nearly empty on most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.facts.codesniffer import CodeSnifferRun
from crawler.facts.fields import PageFields
from crawler.facts.frames import PageFrames
from crawler.facts.keyboard import KeyboardWalk, Look, Stop
from crawler.facts.links import LinkNote, LinkTrait, PageLinks
from crawler.facts.motion import Motion
from crawler.facts.pointer import MouseControl, PointerWalk
from crawler.facts.resizing import Resizing
from crawler.facts.spot import Spot
from crawler.facts.style import PageStyle
from crawler.facts.tables import PageTables
from crawler.facts.text import HeadedSection, PageText, Picture
from crawler.facts.watched import Watched
from crawler.facts.widgets import WidgetWalk

if TYPE_CHECKING:
    from bench.websites import Chance

STOPS = 60


class Examined:
    """The parts of one page, as its design made them; `change` puts other content in."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._sections = [self._section() for _ in range(4)]
        self._pictures = [self._picture() for _ in range(6)]
        self._notes = [self._note() for _ in range(6)]
        self._controls = [MouseControl(spot=self._spot(), text=chance.words(2)) for _ in range(5)]
        self._longer = 0

    def change(self) -> None:
        """A picture and a section are others, and what follows stands lower on the page."""
        self._sections[self._chance.randrange(4)] = self._section()
        self._pictures[self._chance.randrange(6)] = self._picture()
        self._notes[self._chance.randrange(6)] = self._note()
        self._longer += self._chance.randint(1, 90)

    def facts(self, letters: int, *, walked: bool) -> dict[str, Any]:
        """The fields of `PageFacts`."""
        parts: dict[str, Any] = {
            "codesniffer": CodeSnifferRun(),
            "text": PageText(
                passages=letters // 60,
                letters=letters,
                prose=letters // 2,
                headings=12,
                sections=tuple(self._sections),
                pictures_count=len(self._pictures),
                pictures=tuple(self._pictures),
                paragraphs=letters // 200,
            ),
            "links": PageLinks(links=120, notes=tuple(self._notes)),
            "fields": PageFields(),
            "tables": PageTables(),
            "frames": PageFrames(),
            "style": PageStyle(blocks=40, passages=letters // 60, links=30),
            "resizing": Resizing(texts=letters // 60),
            "motion": Motion(),
        }
        if walked:
            parts |= {
                "watched": Watched(seconds=6),
                "keyboard": KeyboardWalk(stops=self._stops(), looks=(Look(shows="style"),) * 4),
                "pointer": PointerWalk(complete=True, mouse_only=tuple(self._controls)),
                "widgets": WidgetWalk(complete=True),
            }
        return parts

    def _stops(self) -> tuple[Stop, ...]:
        half = STOPS // 2
        return tuple(
            Stop(
                box=(20 * (n % 5), 30 * n + (self._longer if n > half else 0), 90 + n, 24),
                order=n,
                group=n // 8,
                look=n % 4,
            )
            for n in range(STOPS)
        )

    def _spot(self) -> Spot:
        chance = self._chance
        return Spot(
            selector=f"#{chance.word()} > div:nth-of-type({chance.randint(1, 9)}) > a",
            html=f'<a class="{chance.words(2)}" href="/{chance.word()}">{chance.words(4)}</a>',
        )

    def _section(self) -> HeadedSection:
        chance = self._chance
        return HeadedSection(
            spot=self._spot(), level=2, text=chance.words(4), section=chance.words(20)
        )

    def _picture(self) -> Picture:
        chance = self._chance
        return Picture(
            spot=self._spot(), name=chance.words(6), file=f"{chance.word()}.jpg", width=300
        )

    def _note(self) -> LinkNote:
        chance = self._chance
        return LinkNote(
            trait=chance.choice(list(LinkTrait)), spot=self._spot(), name=chance.words(2)
        )
