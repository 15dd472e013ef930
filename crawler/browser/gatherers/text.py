"""What the page says: its languages, headings, lists and pictures' alternatives.

The page is read in passages: the text in one block under one lang attribute. All are looked at
here; only those that an audit may name are kept, with the place where they are.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.audits.tongues import same_language, subtag, tellable
from crawler.browser.gatherers import DOM, PARTS
from crawler.browser.gatherers.detector import detect, letters_in, right_to_left, words_of
from crawler.browser.gatherers.sections import Piece, sections_in
from crawler.browser.gatherers.wording import remarkable
from crawler.facts.spot import Spot
from crawler.facts.text import (
    HeadedSection,
    LanguageShare,
    NamedLanguage,
    PageText,
    Passage,
    Picture,
    Quote,
    QuoteKind,
    Turned,
)

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

READER = Path(__file__).with_name("text.js").read_text()
PICTURES = Path(__file__).with_name("pictures.js").read_text()
BLANKS = Path(__file__).with_name("blanks.js").read_text()
READ = "(limits) => readText.passages(limits)"
SPOTS = "(numbers) => readText.spots(numbers)"
KEPT = 50
LIMITS = {
    "nodes": 60_000,
    "characters": 300_000,
    "passages": 8000,
    "passage": 2000,
    "hidden": 300,
    "unheard": 4,
    "kept": 20,
}
PICTURE_LIMITS = {"pictures": 2000, "kept": 80}
BLANK_LIMITS = {"elements": 5000, "kept": KEPT}
EXCERPT = 200

OWN_NAMES = {
    "cymraeg": "cy",
    "gaeilge": "ga",
    "gàidhlig": "gd",
    "polski": "pl",
    "română": "ro",
    "lietuvių": "lt",
    "latviešu": "lv",
    "português": "pt",
    "español": "es",
    "français": "fr",
    "deutsch": "de",
    "italiano": "it",
    "nederlands": "nl",
    "türkçe": "tr",
    "soomaali": "so",
    "af-soomaali": "so",
    "shqip": "sq",
    "magyar": "hu",
    "čeština": "cs",
    "slovenčina": "sk",
    "български": "bg",
    "українська": "uk",
    "русский": "ru",
    "ελληνικά": "el",
    "tiếng việt": "vi",
    "اردو": "ur",
    "العربية": "ar",
    "فارسی": "fa",
    "پښتو": "ps",
    "ਪੰਜਾਬੀ": "pa",
    "বাংলা": "bn",
    "ગુજરાતી": "gu",
    "हिन्दी": "hi",
    "हिंदी": "hi",
    "தமிழ்": "ta",
    "中文": "zh",
    "简体中文": "zh",
    "繁體中文": "zh",
}
"""What languages are called in themselves, in lower case."""


class _Pieces(Struct, frozen=True):
    complete: bool
    passages: list[Piece]
    muted: int
    unheard: tuple[Quote, ...]


class _Pictures(Struct, frozen=True):
    complete: bool
    count: int
    pictures: tuple[Picture, ...]


class _Drawing(Struct, frozen=True):
    spot: Spot
    text: str


class _Blanks(Struct, frozen=True):
    complete: bool
    paragraphs: int
    empty_paragraphs: tuple[Spot, ...]
    empty_paragraphs_count: int
    breaks: tuple[Spot, ...]
    lists: int
    empty_lists: tuple[Spot, ...]
    empty_lists_count: int
    language_names: tuple[NamedLanguage, ...]
    drawings: tuple[_Drawing, ...]


class _Foreign(Struct, frozen=True):
    at: int
    language: str
    declared: str


class _Reading(Struct, frozen=True):
    """What the passages came to. Numbers are of passages."""

    languages: tuple[LanguageShare, ...]
    foreign: list[_Foreign]
    turned: list[tuple[int, Turned]]
    right_to_left: int
    quotes: list[tuple[int, QuoteKind]]


NOWHERE = Spot(selector="", html="")


async def gather_text(ground: Ground) -> PageText:
    """Read the page as it is now; at most 8,000 passages of 2,000 characters."""
    world = ground.world
    answer = await world.call(READ, LIMITS, install=(DOM, PARTS, READER))
    read = msgspec.json.decode(answer, type=_Pieces)
    pieces = read.passages
    # Some text needs a model that takes a while to load; the other lanes need not wait for it.
    reading = await asyncio.to_thread(_read, pieces)
    sections = sections_in(pieces)
    wanted = sorted(
        {each.at for each in reading.foreign[:KEPT]}
        | {at for at, _ in reading.turned[:KEPT]}
        | {at for at, _ in reading.quotes[:KEPT]}
        | {at for at, _ in sections[:KEPT]}
    )
    spots: dict[int, Spot] = {}
    if wanted:
        found = await world.call(SPOTS, wanted, install=(DOM, PARTS, READER))
        spots = dict(zip(wanted, msgspec.json.decode(found, type=list[Spot]), strict=True))
    pictures = msgspec.json.decode(
        await world.call(PICTURES, PICTURE_LIMITS, install=(DOM, PARTS)), type=_Pictures
    )
    blanks = msgspec.json.decode(
        await world.call(BLANKS, BLANK_LIMITS, OWN_NAMES, install=(DOM, PARTS)), type=_Blanks
    )
    main = [piece for piece in pieces if piece.main and not piece.media]
    return PageText(
        complete=read.complete and blanks.complete,
        passages=sum(not piece.media for piece in pieces),
        letters=sum(letters_in(piece.text) for piece in main),
        prose=sum(letters_in(piece.text) for piece in main if piece.prose),
        languages=reading.languages,
        foreign=tuple(_passage(pieces[f.at], f, spots[f.at]) for f in reading.foreign[:KEPT]),
        foreign_count=len(reading.foreign),
        right_to_left=reading.right_to_left,
        turned=tuple(
            msgspec.structs.replace(each, spot=spots[at]) for at, each in reading.turned[:KEPT]
        ),
        quotes=(
            *(
                Quote(kind=kind, spot=spots[at], text=pieces[at].text[:EXCERPT])
                for at, kind in reading.quotes[:KEPT]
            ),
            *(
                Quote(kind=QuoteKind.DRAWING, spot=each.spot, text=each.text)
                for each in blanks.drawings
            ),
            *read.unheard,
        )[:KEPT],
        muted=read.muted,
        headings=sum(piece.level > 0 for piece in pieces),
        main_headings=sum(piece.level > 1 for piece in main),
        sections=tuple(_placed(section, spots[at]) for at, section in sections[:KEPT]),
        pictures_complete=pictures.complete,
        pictures_count=pictures.count,
        pictures=pictures.pictures,
        paragraphs=blanks.paragraphs,
        empty_paragraphs=blanks.empty_paragraphs,
        empty_paragraphs_count=blanks.empty_paragraphs_count,
        breaks=blanks.breaks,
        lists=blanks.lists,
        empty_lists=blanks.empty_lists,
        empty_lists_count=blanks.empty_lists_count,
        language_names=blanks.language_names,
    )


def _placed(section: HeadedSection, spot: Spot) -> HeadedSection:
    return msgspec.structs.replace(section, spot=spot)


def _passage(piece: Piece, found: _Foreign, spot: Spot) -> Passage:
    return Passage(
        spot=spot,
        text=piece.text[:EXCERPT],
        language=found.language,
        declared=found.declared,
        words=len(words_of(piece.text)),
        own=piece.own,
    )


def _read(pieces: list[Piece]) -> _Reading:
    foreign: list[_Foreign] = []
    turned: list[tuple[int, Turned]] = []
    letters: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    quotes: list[tuple[int, QuoteKind]] = []
    to_the_left = 0
    for at, piece in enumerate(pieces):
        if piece.media:
            continue
        left, right = right_to_left(piece.text)
        to_the_left += left > right
        if (against := _against(piece, left, right)) is not None:
            turned.append((at, against))
        if (kind := remarkable(piece.text)) is not None:
            quotes.append((at, kind))
        language = detect(piece.text)
        if language is None:
            continue
        declared = subtag(piece.lang)
        agrees = same_language(language, declared)
        if piece.main:
            letters[language] += letters_in(piece.text)
            if agrees and piece.own:
                marked[language] += letters_in(piece.text)
        if declared and not agrees and tellable(declared):
            foreign.append(_Foreign(at, language, declared))
    if not letters:
        letters.update(_as_a_whole(pieces))
    shares = tuple(
        LanguageShare(language=code, letters=count, marked=marked[code])
        for code, count in letters.most_common()
    )
    return _Reading(shares, foreign, turned, to_the_left, quotes)


def _as_a_whole(pieces: list[Piece]) -> dict[str, int]:
    """The language of the main part, none of whose passages is long enough alone."""
    text = " ".join(piece.text for piece in pieces if piece.main)[:3000]
    language = detect(text)
    return {} if language is None else {language: letters_in(text)}


def _against(piece: Piece, left: int, right: int) -> Turned | None:
    """Text that runs against the direction in effect; a few letters do no harm."""
    text = piece.text[:EXCERPT]
    if left >= 15 and left > right and not piece.rtl:
        mixed = right >= 2 or any(letter.isdecimal() for letter in piece.text)
        return Turned(spot=NOWHERE, text=text, right_to_left=True, mixed=mixed)
    if right >= 40 and left == 0 and piece.rtl:
        return Turned(spot=NOWHERE, text=text, right_to_left=False)
    return None
