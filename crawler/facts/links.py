"""The links of a page."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from crawler.facts.spot import Spot


class LinkTrait(StrEnum):
    """What is noteworthy about a link. Whether it is a fault, an audit says."""

    VAGUE = "vague"
    BARE_ADDRESS = "bare-address"
    SAME_TEXT = "same-text"
    ADJACENT = "adjacent"
    SYMBOLS = "symbols"
    DEAD = "dead"
    MISSING_TARGET = "missing-target"
    DOCUMENT = "document"
    IMAGE_FILE = "image-file"
    NEW_WINDOW = "new-window"
    INVALID = "invalid"


class LinkNote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One link and what is noteworthy about it.

    `name` is its accessible name, `url` what its href says. `context` is the text around it that
    WCAG counts as its context (sentence, paragraph, list item, cell with headers, description),
    without its own name and other links that say as little; `heading` is the one that it stands
    under, other than the page's h1. `detail` depends on the trait: the other link's address, what
    the text around a file leaves out, or what is wrong with the address.
    """

    trait: LinkTrait
    spot: Spot
    name: str = ""
    url: str = ""
    context: str = ""
    heading: str = ""
    detail: str = ""


class PageLinks(Struct, frozen=True, kw_only=True):
    """The links as a visitor meets them. `links` counts those that can be seen, and `complete`
    says whether all were looked at; up to 50 notes are kept of each trait
    that can cost points, and 20 of others. `judged` and `found`
    count by trait: the links that could have it, and those that have it."""

    links: int = 0
    complete: bool = True
    judged: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    notes: tuple[LinkNote, ...] = ()

    def noted(self, *traits: LinkTrait) -> tuple[LinkNote, ...]:
        """The notes of these traits, in the order of the page."""
        return tuple(note for note in self.notes if note.trait in traits)
