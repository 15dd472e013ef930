"""The checks of a document. None of them is part of any score."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.facts.document import DocumentState
from crawler.records import CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.facts.document import Document, PdfFacts

MET, NOT_MET = CheckOutcome.MET, CheckOutcome.NOT_MET
UNCLEAR, NOT_APPLICABLE = CheckOutcome.UNCLEAR, CheckOutcome.NOT_APPLICABLE
LONG = 20
"""Pages, above which a document needs bookmarks."""
LOOKED_PAGES = 6
"""Pages of a document that are looked at for text, at most."""
EXEMPT_BEFORE = date(2018, 9, 23)
"""The law does not ask this of documents published earlier, unless a service needs them."""

_PLACEHOLDER = re.compile(
    r"^(?:untitled|title|document|blank|slide|powerpoint presentation|presentation|layout)\W*\d*$"
    r"|^microsoft (?:word|powerpoint|excel)\b|\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|pub)$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$", re.IGNORECASE)


class Words(Struct, frozen=True, kw_only=True):
    """What a check is about: whom it affects, why, and what to do."""

    title: str
    wcag: str
    who: str
    why: str
    fix: str


class DocumentCheck(Struct, frozen=True, kw_only=True):
    """What one check of a document came to; `said` is what we saw, in a sentence."""

    id: str
    title: str
    wcag: str
    outcome: CheckOutcome
    said: str
    who: str
    why: str
    fix: str


def checks_of(document: Document) -> tuple[DocumentCheck, ...]:
    """Judge a document; nothing for one that was not read."""
    if document.state is not DocumentState.READ or document.pdf is None:
        return ()
    found = []
    for name, (words, judge) in CHECKS.items():
        outcome, said = judge(document.pdf)
        found.append(
            DocumentCheck(
                id=name,
                title=words.title,
                wcag=words.wcag,
                outcome=outcome,
                said=said,
                who=words.who,
                why=words.why,
                fix=words.fix,
            )
        )
    return tuple(found)


def exempt(pdf: PdfFacts) -> date | None:
    """Return the newest date of a document that seems to be exempt by its age; None for others."""
    newest = max((day for day in (pdf.made, pdf.changed) if day is not None), default=None)
    return newest if newest is not None and newest < EXEMPT_BEFORE else None


def title(pdf: PdfFacts) -> tuple[CheckOutcome, str]:
    if not pdf.title:
        return NOT_MET, "It has no title of its own."
    if _PLACEHOLDER.search(pdf.title):
        return NOT_MET, f"Its title is “{pdf.title}”, which a program made."
    if not pdf.shows_title:
        said = f"Its title is “{pdf.title}”, but it does not ask to be shown by it."
        return UNCLEAR, f"{said} Most readers then show the name of the file."
    return MET, f"Its title is “{pdf.title}”."


def language(pdf: PdfFacts) -> tuple[CheckOutcome, str]:
    if not pdf.language:
        return NOT_MET, "It does not say in which language it is."
    if not _LANGUAGE.match(pdf.language):
        return NOT_MET, f"Its language is given as “{pdf.language}”, which is no language."
    return MET, f"Its language is given as {pdf.language}."


def tags(pdf: PdfFacts) -> tuple[CheckOutcome, str]:
    if not pdf.structure:
        return NOT_MET, "It has no tags."
    if not pdf.marked:
        return UNCLEAR, "It has tags, but does not say that they are to be used."
    return MET, "It has tags."


def text(pdf: PdfFacts) -> tuple[CheckOutcome, str]:
    looked = f"{pdf.looked} of {pdf.pages} pages" if pdf.looked < pdf.pages else _pages(pdf.pages)
    if not pdf.looked:
        return UNCLEAR, "Its pages could not be looked at in the time that we give a document."
    if pdf.pictures_only == pdf.looked:
        return NOT_MET, f"It is a scan: we looked at {looked}, and all are pictures without text."
    if pdf.pictures_only:
        return UNCLEAR, f"Of {looked}, {pdf.pictures_only} are pictures without text."
    if not pdf.with_text:
        return UNCLEAR, f"We looked at {looked}, and found no text."
    return MET, f"We looked at {looked}, and found text."


def pictures(pdf: PdfFacts) -> tuple[CheckOutcome, str]:
    if not pdf.figures:
        return NOT_APPLICABLE, "Its tags name no picture."
    if pdf.undescribed:
        some = "picture has" if pdf.figures == 1 else "pictures have"
        return NOT_MET, f"{pdf.undescribed} of {pdf.figures} {some} no text alternative."
    if not pdf.complete:
        return UNCLEAR, "It is too large to look at all of its pictures."
    return MET, f"All its pictures ({pdf.figures}) have a text alternative."


def bookmarks(pdf: PdfFacts) -> tuple[CheckOutcome, str]:
    if pdf.pages <= LONG:
        return NOT_APPLICABLE, f"It has {_pages(pdf.pages)}."
    if not pdf.bookmarks:
        return NOT_MET, f"It has {_pages(pdf.pages)} and no bookmarks."
    return MET, f"It has {_pages(pdf.pages)}, and bookmarks."


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"


CHECKS: dict[str, tuple[Words, Callable[[PdfFacts], tuple[CheckOutcome, str]]]] = {
    "title": (
        Words(
            title="Has a title",
            wcag="2.4.2",
            who="People who use a screen reader, or have several documents open.",
            why="The title is what is read out first. Without one it is the name of the file.",
            fix="Give the document a title in its properties, and choose to show it in the window.",
        ),
        title,
    ),
    "language": (
        Words(
            title="Says its language",
            wcag="3.1.1",
            who="People who use a screen reader.",
            why="A screen reader reads with the wrong voice where the language is not given.",
            fix="Set the language in the document's properties: English or Welsh.",
        ),
        language,
    ),
    "tags": (
        Words(
            title="Has tags",
            wcag="1.3.1",
            who="People who use a screen reader, or let text flow on a small screen.",
            why="Tags say what is a heading, a list or a table, and in which order to read.",
            fix="Use styles for headings in the original, and save it as a tagged PDF. Better: "
            "publish it as a web page.",
        ),
        tags,
    ),
    "text": (
        Words(
            title="Has text, and is no scan",
            wcag="1.1.1",
            who="People who use a screen reader, search in a document, or enlarge it.",
            why="A scanned page is a picture: nothing in it can be read out or searched.",
            fix="Publish the original as a web page, or run text recognition and correct it.",
        ),
        text,
    ),
    "pictures": (
        Words(
            title="Pictures have text alternatives",
            wcag="1.1.1",
            who="People who do not see the pictures.",
            why="Without a text alternative nobody can tell them what a picture shows.",
            fix="Describe each picture in the original, or mark it as decoration.",
        ),
        pictures,
    ),
    "bookmarks": (
        Words(
            title="Has bookmarks where it is long",
            wcag="2.4.5",
            who="Everybody who looks for one part of a long document.",
            why=f"In more than {LONG} pages, bookmarks lead to a part without turning every page.",
            fix="Make bookmarks from the headings when the PDF is saved.",
        ),
        bookmarks,
    ),
}
"""In the order of showing: the words of each check, and how it is judged."""
