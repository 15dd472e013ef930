"""Reading a PDF for what it says of itself.

The file is a stranger's: it may be broken, endless or hostile. What is here only bounds the work
that an honest file causes; the process in `reader` bounds the rest.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pypdf import PdfReader
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject

from crawler.documents.checks import LOOKED_PAGES
from crawler.facts.document import PdfFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pypdf import PageObject

TEXT_SECONDS = 4.0
LEAST_TEXT = 10  # letters: a page number stamped on a scan is no text of it
MOST_TAGS = 20_000
LONGEST = 300
DEEPEST_FORM = 3


class Locked(Exception):
    """The file needs a password."""


class Empty(Exception):
    """The file has no page."""


def read_pdf(content: bytes) -> Iterator[PdfFacts]:
    """Yield what is known so far, twice: without, then with its pages and tags looked at. Raises
    `Locked`, `Empty`, or whatever pypdf raises of a file that it cannot read."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    count = len(reader.pages)
    if not count:
        raise Empty
    root = reader.root_object
    facts = PdfFacts(
        pages=count,
        version=_text(reader.pdf_header.removeprefix("%PDF-")),
        title=_title(reader),
        shows_title=_flag(_dictionary(root, "/ViewerPreferences"), "/DisplayDocTitle"),
        language=_text(root.get("/Lang")),
        marked=_flag(_dictionary(root, "/MarkInfo"), "/Marked"),
        structure=bool(_dictionary(root, "/StructTreeRoot").get("/K")),
        bookmarks="/First" in _dictionary(root, "/Outlines"),
        producer=_producer(reader),
        made=_date(reader, "creation_date"),
        changed=_date(reader, "modification_date"),
        complete=False,
    )
    yield facts
    figures, undescribed, all_tags = _figures(_dictionary(root, "/StructTreeRoot"))
    facts = replace(facts, figures=figures, undescribed=undescribed)
    looked = with_text = pictures_only = 0
    begun = time.monotonic()
    places = _spread(count)
    for place in places:
        if time.monotonic() - begun > TEXT_SECONDS:
            break
        page = reader.pages[place]
        looked += 1
        if _has_text(page):
            with_text += 1
        elif _has_picture(page):
            pictures_only += 1
    yield replace(
        facts,
        looked=looked,
        with_text=with_text,
        pictures_only=pictures_only,
        complete=all_tags and looked == len(places),
    )


def _spread(count: int) -> list[int]:
    """The places of pages to look at: all of a few, else some from the first to the last."""
    if count <= LOOKED_PAGES:
        return list(range(count))
    return [round(step * (count - 1) / (LOOKED_PAGES - 1)) for step in range(LOOKED_PAGES)]


def _has_text(page: PageObject) -> bool:
    return sum(character.isalnum() for character in page.extract_text()) >= LEAST_TEXT


def _has_picture(page: PageObject) -> bool:
    waiting = [(_dictionary(page, "/Resources"), 0)]
    while waiting:
        resources, depth = waiting.pop()
        for name in list(_dictionary(resources, "/XObject"))[:200]:
            part = _dictionary(_dictionary(resources, "/XObject"), name)
            if part.get("/Subtype") == "/Image":
                return True
            if part.get("/Subtype") == "/Form" and depth < DEEPEST_FORM:
                waiting.append((_dictionary(part, "/Resources"), depth + 1))
    return False


def _figures(tree: DictionaryObject) -> tuple[int, int, bool]:
    """Count the pictures in the tags, and those without a text alternative; and say whether all
    tags were read."""
    roles = _dictionary(tree, "/RoleMap")
    waiting: list[Any] = [tree.get("/K")]
    figures = undescribed = seen = 0
    known: set[tuple[int, int]] = set()
    while waiting:
        if seen >= MOST_TAGS:
            return figures, undescribed, False
        seen += 1
        held = waiting.pop()
        reference = getattr(held, "idnum", None), getattr(held, "generation", None)
        if reference[0] is not None:
            if reference in known:
                continue
            known.add(reference)  # type: ignore[arg-type]
        tag = held.get_object() if held is not None else None
        if isinstance(tag, ArrayObject):
            waiting.extend(tag[: MOST_TAGS - seen])
        elif isinstance(tag, DictionaryObject):
            role = tag.get("/S")
            if role == "/Figure" or roles.get(role) == "/Figure":
                figures += 1
                undescribed += not (_text(tag.get("/Alt")) or _text(tag.get("/ActualText")))
            if "/K" in tag:
                waiting.append(tag.raw_get("/K"))
    return figures, undescribed, True


# --- Parts that may be anything -------------------------------------------------------------------


def _dictionary(holder: Any, name: str) -> DictionaryObject:
    """A part that ought to be a dictionary; an empty one where it is not."""
    found = holder.get(name)
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _flag(holder: DictionaryObject, name: str) -> bool:
    found = holder.get(name)
    found = found.get_object() if found is not None else None
    return isinstance(found, BooleanObject) and bool(found.value)


def _text(value: Any) -> str:
    value = value.get_object() if hasattr(value, "get_object") else value
    if not isinstance(value, str):
        return ""
    kept = value[: 4 * LONGEST].encode("utf-8", "replace").decode().replace("\0", "")
    return " ".join(kept.split())[:LONGEST]


def _title(reader: PdfReader) -> str:
    """The title, in the old place or in the new one."""
    try:
        old = _text(reader.metadata.title) if reader.metadata else ""
    except Exception:  # noqa: BLE001 -- a title that cannot be read is none
        old = ""
    if old:
        return old
    try:
        new = reader.xmp_metadata
        titles = new.dc_title if new else None
    except Exception:  # noqa: BLE001
        return ""
    return next((_text(each) for each in (titles or {}).values() if _text(each)), "")


def _producer(reader: PdfReader) -> str:
    try:
        return _text(reader.metadata.producer) if reader.metadata else ""
    except Exception:  # noqa: BLE001
        return ""


def _date(reader: PdfReader, name: str) -> date | None:
    try:
        found = getattr(reader.metadata, name, None)
    except Exception:  # noqa: BLE001 -- dates in PDFs are often no dates
        return None
    day: date | None = found.date() if found is not None else None
    return day if day is not None and 1990 <= day.year <= 2100 else None
