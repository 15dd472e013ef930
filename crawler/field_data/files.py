"""Chrome UX Report data from a file: answers of the API as JSON, or a table of ours as CSV."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from crawler.errors import BadFieldData, MissingFile, UnreadableFile
from crawler.field_data.reading import (
    NoFigures,
    OnePage,
    field_data,
    figure,
    form_factor_from,
    origin_from,
    record_from,
)
from crawler.records import FieldData
from crawler.strict_csv import Problem, quoted, refusal, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIGURES = ("lcp_p75_ms", "inp_p75_ms", "cls_p75")
COLUMNS = ("origin", "form_factor", *FIGURES, "first_date", "last_date")
LARGEST = 100_000_000
# What is said of a record that is not kept, as the end of "so many records: …".
WITHOUT_FIGURES = "without figures"
OF_ONE_PAGE = "about single pages, not whole websites"
_REMEDY = "give a file as docs/field-data.md describes"


class FileRead(Struct, frozen=True, kw_only=True):
    """What a file came to. Of one origin, form factor and period the last record counts. `skipped`
    counts the others by why."""

    records: tuple[FieldData, ...]
    skipped: dict[str, int]


def read_file(path: Path, *, on: date) -> FileRead:
    """Read a file on the day `on`. JSON is told from CSV by its first character.

    Raises `MissingFile`, `UnreadableFile`, `BadFieldData`, or `BadRegister` with a line of CSV.
    Nothing is kept of a file that has a fault.
    """
    kept: dict[object, FieldData] = {}
    skipped: dict[str, int] = {}
    records = _json_records(path, on) if _is_json(path) else _csv_records(path, on)
    for each in records:
        if isinstance(each, str):
            skipped[each] = skipped.get(each, 0) + 1
        else:
            kept[each.origin, each.form_factor, each.first_day, each.last_day] = each
    return FileRead(records=tuple(kept.values()), skipped=skipped)


def _is_json(path: Path) -> bool:
    try:
        if path.stat().st_size > LARGEST:
            detail = f"it is larger than {LARGEST / 1e6:g} MB"
            raise UnreadableFile(path=path, detail=detail)
        with path.open("rb") as file:
            return file.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except FileNotFoundError:
        raise MissingFile(path=path, remedy=f"Check the path, or {_REMEDY}.") from None
    except OSError as error:
        raise UnreadableFile(path=path, detail=error.strerror or error) from None


def _csv_records(path: Path, on: date) -> Iterator[FieldData | str]:
    for line, row in rows(path, COLUMNS, _REMEDY):
        try:
            yield field_data(
                origin_from(row["origin"]),
                form_factor_from(row["form_factor"]),
                (_day("first_date", row["first_date"]), _day("last_date", row["last_date"])),
                {name: figure(name, row[name]) for name in FIGURES},
                on=on,
            )
        except NoFigures:
            yield WITHOUT_FIGURES
        except Problem as problem:
            raise refusal(path, line, problem) from None


def _day(column: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        problem = f"{column} is {quoted(value)}"
        raise Problem(problem, "Write days as 2026-11-23.") from None


def _json_records(path: Path, on: date) -> Iterator[FieldData | str]:
    number = 0
    for number, answer in enumerate(_answers(path), 1):
        try:
            yield record_from(answer, on=on)
        except NoFigures:
            yield WITHOUT_FIGURES
        except OnePage:
            yield OF_ONE_PAGE
        except Problem as error:
            problem = f"in record {number}, {error.problem}"
            raise BadFieldData(path=path, problem=problem, remedy=error.remedy) from None


def _answers(path: Path) -> Iterator[Any]:
    """Yield the answers of an array, of lines, or of any objects one after the other."""
    decoder = json.JSONDecoder(parse_constant=_refused)
    try:
        text = path.read_text(encoding="utf-8-sig")
        at = _next(text, 0)
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            yield from value if isinstance(value, list) else (value,)
            at = _next(text, at)
    except OSError as error:
        raise UnreadableFile(path=path, detail=error.strerror or error) from None
    except UnicodeDecodeError:
        raise BadFieldData(path=path, problem="it is not UTF-8 text", remedy=_SAVE) from None
    except json.JSONDecodeError as error:
        problem = f"line {error.lineno} is not JSON ({error.msg})"
        raise BadFieldData(path=path, problem=problem, remedy=_SAVE) from None
    except (RecursionError, ValueError) as error:
        problem = f"it is not JSON ({error})"
        raise BadFieldData(path=path, problem=problem, remedy=_SAVE) from None


_SAVE = "Save the API's answers as they are, one after the other or in an array."


def _next(text: str, at: int) -> int:
    match = re.compile(r"[\s,]*").match(text, at)
    return match.end() if match else at


def _refused(name: str) -> None:
    message = f"{name} is no number"
    raise ValueError(message)
