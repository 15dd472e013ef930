"""PDFs, good and bad, made for the tests."""

from __future__ import annotations

import io
import zlib
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

WORDS = "Bins are emptied on Tuesdays in all of Northam."


def dictionary(**parts: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): part for name, part in parts.items()})


def pdf(
    *,
    pages: int = 1,
    title: str | None = "Bin collection days 2026",
    shown: bool = True,
    language: str | None = "en-GB",
    tagged: bool = True,
    marked: bool = True,
    scans: int = 0,
    figures: tuple[str, ...] = (),
    bookmarks: bool = False,
    password: str | None = None,
    made: str = "D:20260504120000Z",
    nested: int = 0,
    bomb: int = 0,
) -> bytes:
    """A PDF of so many pages with text, of which the first `scans` are pictures instead. `figures`
    are the text alternatives of pictures in its tags, `nested` the depth of further tags, `bomb`
    the megabytes to which each page's text unpacks."""
    writer = PdfWriter()
    font = writer._add_object(
        dictionary(
            Type=NameObject("/Font"),
            Subtype=NameObject("/Type1"),
            BaseFont=NameObject("/Helvetica"),
        )
    )
    heavy = writer._add_object(packed(bomb)) if bomb else None
    for number in range(pages):
        page = writer.add_blank_page(595, 842)
        content = DecodedStreamObject()
        if number < scans:
            page[NameObject("/Resources")] = dictionary(XObject=dictionary(Im0=picture(writer)))
            content.set_data(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        else:
            page[NameObject("/Resources")] = dictionary(Font=dictionary(F1=font))
            content.set_data(f"BT /F1 12 Tf 72 720 Td ({WORDS}) Tj ET".encode())
        page[NameObject("/Contents")] = heavy or writer._add_object(content)
    root = writer.root_object
    if tagged:
        root[NameObject("/StructTreeRoot")] = writer._add_object(tree(writer, figures, nested))
    if marked:
        root[NameObject("/MarkInfo")] = dictionary(Marked=BooleanObject(True))
    if language is not None:
        root[NameObject("/Lang")] = TextStringObject(language)
    if shown:
        root[NameObject("/ViewerPreferences")] = dictionary(DisplayDocTitle=BooleanObject(True))
    writer.add_metadata({"/CreationDate": made, "/Producer": "A test"})
    if title is not None:
        writer.add_metadata({"/Title": title})
    if bookmarks:
        writer.add_outline_item(title="The first part", page_number=0)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def picture(writer: PdfWriter) -> Any:
    image = StreamObject()
    image.set_data(b"\0" * 4)
    image.update(
        dictionary(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Image"),
            Width=NumberObject(2),
            Height=NumberObject(2),
            ColorSpace=NameObject("/DeviceGray"),
            BitsPerComponent=NumberObject(8),
        )
    )
    return writer._add_object(image)


def packed(megabytes: int) -> StreamObject:
    """A stream that unpacks to so many megabytes of text."""
    packer = zlib.compressobj(9)
    piece = b"(aaaaaaaaaaaa) Tj " * (1_000_000 // 18)
    data = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    stream = StreamObject()
    stream._data = data
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return stream


def tree(writer: PdfWriter, figures: tuple[str, ...], nested: int) -> DictionaryObject:
    tags = [dictionary(S=NameObject("/P"), K=NumberObject(0))]
    for alternative in figures:
        tag = dictionary(S=NameObject("/Image"))
        if alternative:
            tag[NameObject("/Alt")] = TextStringObject(alternative)
        tags.append(tag)
    inner: Any = dictionary(S=NameObject("/P"))
    for _ in range(nested):
        inner = writer._add_object(dictionary(S=NameObject("/Sect"), K=inner))
    held = ArrayObject([writer._add_object(tag) for tag in (*tags, inner)])
    return dictionary(
        Type=NameObject("/StructTreeRoot"),
        K=held,
        RoleMap=dictionary(Image=NameObject("/Figure")),
    )
