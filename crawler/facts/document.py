"""What was seen of a document that a page links to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct


class DocumentState(StrEnum):
    """How an attempt to read a document ended. Only of the first are there facts."""

    READ = "read"
    LOCKED = "locked"
    BROKEN = "broken"
    TOO_MUCH = "too much to read"
    TOO_LARGE = "too large"
    NOT_PDF = "not a PDF"
    GONE = "gone"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"
    UNREACHABLE = "unreachable"


class PdfFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a PDF says of itself.

    `marked` is its own word that it is tagged, `structure` whether tags are there. Of its `pages`,
    `looked` were looked at: `with_text` of them have text, `pictures_only` have pictures and none.
    `figures` are pictures in its tags, `undescribed` those without a text alternative.
    `complete` is False where a limit ended the reading of its pages or tags. `made` and `changed`
    are its own dates.
    """

    pages: int
    version: str = ""
    title: str = ""
    shows_title: bool = False
    language: str = ""
    marked: bool = False
    structure: bool = False
    looked: int = 0
    with_text: int = 0
    pictures_only: int = 0
    figures: int = 0
    undescribed: int = 0
    bookmarks: bool = False
    producer: str = ""
    made: date | None = None
    changed: date | None = None
    complete: bool = True


class Document(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that the page `on` links to with `text`. `reason` explains any state but read."""

    url: str
    on: str
    text: str
    state: DocumentState
    reason: str = ""
    size: int = 0
    pdf: PdfFacts | None = None


class Documents(Struct, frozen=True, kw_only=True):
    """The sample of a website's documents in one crawl; `linked` counts all PDFs that its panel's
    pages link to."""

    linked: int
    documents: tuple[Document, ...] = ()
