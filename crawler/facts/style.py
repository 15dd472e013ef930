"""How the text looks."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from crawler.facts.spot import Spot


class Trait(StrEnum):
    """What was noticed. `Notice.value` is given for each in brackets."""

    TIGHT = "tight"  # lines that nearly touch [line height over letter size]
    LONG = "long"  # long lines [characters a line]
    JUSTIFIED = "justified"  # both edges straight [lines]
    ITALIC = "italic"  # all in italics [lines]
    CAPITALS = "capitals"  # all in capitals [lines]
    TINY = "tiny"  # letters of 9 px or less [px]
    PLAIN_LINK = "plain-link"  # a link in text that only its colour shows [contrast to the text]
    CSS_TEXT = "css-text"  # words from a style sheet [how many words]
    CSS_PICTURE = "css-picture"  # an empty box with a background picture [width in px]
    FAINT_FIELD = "faint-field"  # a field whose edge hardly shows [contrast]
    FAINT_HINT = "faint-hint"  # a placeholder that hardly shows [contrast]
    UNDERLINED = "underlined"  # underlined text that is no link [0]
    OUT_OF_ORDER = "out-of-order"  # drawn in another order than written [0]
    SPACED = "spaced"  # letters set apart with blanks [letters]
    COLUMNS = "columns"  # columns made with blanks [rows]
    FAKE_HEADING = "fake-heading"  # a line that only looks like one [size over the text's]
    FAKE_LIST = "fake-list"  # lines that only look like a list [items]
    BREAKS = "breaks"  # paragraphs made with line breaks [gaps]
    OUTDATED = "outdated"  # an element that HTML has dropped [0]


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something about the look of one element. `sure` says whether it is what it seems without a
    person looking; `text` quotes it, and `other` says what it was held against."""

    trait: Trait
    place: Spot
    text: str = ""
    other: str = ""
    value: float = 0
    sure: bool = True


class PageStyle(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Lines, spacing, colours and order of the text as drawn in a desktop browser's window.

    `blocks` counts the pieces of text, `passages` those of three lines or more, `links` the links
    within running text, `fields` the text fields, `hints` the placeholders, `drawn` the pieces of
    text and background pictures that style sheets put in, `orders` the boxes whose parts a style
    sheet may have put in another order. `notices` keeps 50 of a trait at most; `found` counts all.
    `complete` is false where the page was too large to look at all of it.
    """

    complete: bool = True
    blocks: int = 0
    passages: int = 0
    links: int = 0
    fields: int = 0
    hints: int = 0
    drawn: int = 0
    orders: int = 0
    found: dict[Trait, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    def of(self, trait: Trait) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices if notice.trait is trait)
