"""What the page says, as text."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from crawler.facts.spot import Spot


class Passage(Struct, frozen=True, kw_only=True):
    """Text in another language than it is said to be in. `text` is its first 200 characters.

    `language` is what it is in and `declared` what the nearest lang attribute says, as primary
    subtags. `own`: that attribute is not the one of the whole document. `words` counts those of
    the whole passage.
    """

    spot: Spot
    text: str
    language: str
    declared: str
    words: int
    own: bool = False


class LanguageShare(Struct, frozen=True, kw_only=True):
    """How many letters of the main part are surely in a language, and how many of those have a
    lang attribute of their own, below that of the whole document, that says so."""

    language: str
    letters: int
    marked: int = 0


class Turned(Struct, frozen=True, kw_only=True):
    """Text whose letters run against the direction in effect. `right_to_left` is that of the
    letters; `mixed`: it holds words or numbers of the other direction too."""

    spot: Spot
    text: str
    right_to_left: bool
    mixed: bool = False


class QuoteKind(StrEnum):
    """Why a piece of text was kept."""

    PLACEHOLDER = "placeholder"
    SENSES = "senses"
    DRAWING = "drawing"
    EMOTICON = "emoticon"
    UNHEARD = "unheard"  # shown, hidden from screen readers, and not said elsewhere


class Quote(Struct, frozen=True, kw_only=True):
    """Text that an audit may name: the first 200 characters."""

    kind: QuoteKind
    spot: Spot
    text: str


class HeadedSection(Struct, frozen=True, kw_only=True):
    """A heading that is short or very long, has no letters or is there twice among its siblings,
    with the first 300 characters of what follows up to the next heading. `text` is its first 250
    characters. `plain`: nothing but text follows, and all of it is in `section`. `twin`: a sibling
    before it has the same words and other content."""

    spot: Spot
    level: int
    text: str
    section: str = ""
    plain: bool = False
    twin: bool = False


class Picture(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An image and its alternative. Sizes are CSS pixels as drawn.

    `name` is its alternative, at most 500 characters; "" when it is marked as decoration. `file` is
    the last part of its address. `caption` is that of its figure. `alone`: the figure holds nothing
    else. `repeats`: the text beside it says the same.
    """

    spot: Spot
    name: str
    file: str = ""
    width: int = 0
    height: int = 0
    caption: str = ""
    alone: bool = False
    linked: bool = False
    main: bool = False
    repeats: bool = False


class NamedLanguage(Struct, frozen=True, kw_only=True):
    """A link whose text is a language's own name for itself. `marked`: lang or hreflang says so."""

    spot: Spot
    text: str
    language: str
    marked: bool


class PageText(Struct, frozen=True, kw_only=True):
    """The text with its languages, headings, lists and pictures' alternatives, on a phone and
    without what is hidden. `complete` is False when the page was too large to read fully, and
    `pictures_complete` when it has too many pictures.

    Each tuple keeps up to 50, of those that an audit may name; the counts are of all. `letters` are
    those of the main part, `prose` those in its sentences, and `main_headings` its headings below
    level 1. `muted` counts the texts of four words or more that are shown and hidden from screen
    readers. `right_to_left` counts the passages in such a script.
    """

    complete: bool = True
    passages: int = 0
    letters: int = 0
    prose: int = 0
    languages: tuple[LanguageShare, ...] = ()
    foreign: tuple[Passage, ...] = ()
    foreign_count: int = 0
    right_to_left: int = 0
    turned: tuple[Turned, ...] = ()
    quotes: tuple[Quote, ...] = ()
    muted: int = 0
    headings: int = 0
    main_headings: int = 0
    sections: tuple[HeadedSection, ...] = ()
    pictures_complete: bool = True
    pictures_count: int = 0
    pictures: tuple[Picture, ...] = ()
    paragraphs: int = 0
    empty_paragraphs: tuple[Spot, ...] = ()
    empty_paragraphs_count: int = 0
    breaks: tuple[Spot, ...] = ()
    lists: int = 0
    empty_lists: tuple[Spot, ...] = ()
    empty_lists_count: int = 0
    language_names: tuple[NamedLanguage, ...] = ()
