"""Printing to a terminal or a pipe, with words that strangers wrote."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console

from crawler.words import size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import Element, Savings

PIPE_WIDTH = 110
FORMULA = ("=", "+", "-", "@")


def console(*, error: bool = False, width: int | None = None) -> Console:
    """A console that prints text as it is: no markup, no highlighting, and no control characters
    unless it is a terminal (NO_COLOR is honoured). Pipes get lines of at most `width`."""
    stream = sys.stderr if error else sys.stdout
    return Console(
        file=stream,
        markup=False,
        highlight=False,
        emoji=False,
        width=None if stream.isatty() else width or PIPE_WIDTH,
    )


def clean(text: str, limit: int | None = None) -> str:
    """Text of a page, safe to print: one line, without the control, format and direction characters
    that can drive a terminal, and at most `limit` characters long."""
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    line = " ".join(kept.split())
    return line if limit is None or len(line) <= limit else line[: limit - 1] + "…"


def cell(value: object) -> object:
    """`value` for a cell of CSV: text of a page is clean, and no spreadsheet takes it for a formula
    (an apostrophe goes before it). Figures and None stay as they are."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def json_text(value: object, *, pretty: bool = False) -> str:
    """`value` as JSON whose control, format and direction characters are escaped: what strangers
    wrote is there to the letter, and still cannot drive a terminal."""
    encoded = msgspec.json.encode(value)
    text = (msgspec.json.format(encoded) if pretty else encoded).decode()
    return "".join(
        _escaped(character) if character > "~" and not character.isprintable() else character
        for character in text
    )


def _escaped(character: str) -> str:
    """As JSON escapes it: one past the first plane in two halves."""
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`3 pages`, `1 page`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def elements_of(number: int, elements: Sequence[Element]) -> str:
    """`3 elements`; nothing for what concerns the page as a whole, which counts as one failure and
    names no element."""
    return count(number, "element") if elements or number > 1 else ""


def duration(seconds: float) -> str:
    """`4.2 s`, `52 s`, `3 min 20 s`, `1 h 5 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def points(score: float | None) -> str:
    """A score as published, with one decimal; a dash where there is none."""
    return "-" if score is None else f"{score:.1f}"


def savings_of(saves: Savings | None) -> str:
    """`mending it saves about 940 kB and 1.2 s`; nothing for none."""
    if saves is None:
        return ""
    parts = [size(saves.bytes)] if saves.bytes else []
    parts += (
        [f"{saves.ms} ms" if saves.ms < 1000 else duration(saves.ms / 1000)] if saves.ms else []
    )
    return f"mending it saves about {' and '.join(parts)}" if parts else ""
