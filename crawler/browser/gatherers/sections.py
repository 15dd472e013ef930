"""Headings and what stands under them, out of the passages of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.facts.spot import Spot
from crawler.facts.text import HeadedSection

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 300
SHORT_WORDS = 4
LONG_CHARACTERS = 80
HEADING_CHARACTERS = 250
NOWHERE = Spot(selector="", html="")


class Piece(Struct, frozen=True):
    """A passage as the script in the page gives it: the text in one block under one lang attribute,
    with line breaks kept. `media` stands for something that is no text. `level` is that of the
    heading that it is; 0 for other text."""

    text: str
    media: bool = False
    lang: str = ""
    own: bool = False
    rtl: bool = False
    main: bool = False
    level: int = 0
    sentence: bool = False

    @property
    def prose(self) -> bool:
        """Whether it reads like a sentence, as labels and menus do not."""
        return self.sentence and not self.level and len(self.text.split()) >= 6


def sections_in(pieces: list[Piece]) -> list[tuple[int, HeadedSection]]:
    """The headings that may say nothing or too much, each with the number of its passage."""
    sections = list(_all_sections(pieces))
    path: list[tuple[int, str]] = []
    known: dict[tuple[str, ...], set[str]] = {}
    found = []
    for at, section in sections:
        while path and path[-1][0] >= section.level:
            path.pop()
        path.append((section.level, section.text.casefold()))
        place = (*(text for _, text in path), str(section.level))
        others = known.setdefault(place, set())
        twin = bool(others - {section.section}) and bool(section.section)
        others.add(section.section)
        letterless = not any(map(str.isalnum, section.text))
        short = len(section.text.split()) <= SHORT_WORDS
        if twin or letterless or short or len(section.text) > LONG_CHARACTERS:
            found.append((at, _with_twin(section) if twin else section))
    return found


def _with_twin(section: HeadedSection) -> HeadedSection:
    return HeadedSection(
        spot=section.spot,
        level=section.level,
        text=section.text,
        section=section.section,
        plain=section.plain,
        twin=True,
    )


def _all_sections(pieces: list[Piece]) -> Iterator[tuple[int, HeadedSection]]:
    """Each heading with the text up to the next one."""
    for at, piece in enumerate(pieces):
        if not piece.level:
            continue
        texts: list[str] = []
        length = 0
        plain = True
        for following in pieces[at + 1 : at + 40]:
            if following.level or length > LONGEST:
                break
            plain = plain and not following.media and following.main == piece.main
            texts.append(following.text)
            length += len(following.text) + 1
        text = " ".join(" ".join(texts).split())
        yield (
            at,
            HeadedSection(
                spot=NOWHERE,
                level=piece.level,
                text=piece.text[:HEADING_CHARACTERS],
                section=text[:LONGEST],
                plain=plain and len(text) <= LONGEST and bool(text),
            ),
        )
