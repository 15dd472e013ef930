"""A CSV file with known columns, read strictly: what is wrong is said with its file and line."""

from __future__ import annotations

import csv
import io
import reprlib
from typing import TYPE_CHECKING

from crawler.errors import BadRegister, MissingFile, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


_SHORT = reprlib.Repr()
_SHORT.maxstring = 80


def quoted(value: str) -> str:
    """Return a value in quotes for a sentence, cut in the middle when it is long."""
    return _SHORT.repr(value)


class Problem(Exception):
    """What is wrong with a value, and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


def rows(path: Path, columns: Sequence[str], remedy: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row by column with the line it starts on.

    Cells are stripped and blank lines passed over. Raises `MissingFile`, `UnreadableFile` or
    `BadRegister`.
    """
    reader = csv.reader(io.StringIO(_text(path, remedy), newline=""), strict=True)
    line = 0
    try:
        header = [name.strip() for name in next(reader, [])]
        if not any(header) and reader.line_num <= 1 and next(reader, None) is None:
            advice = f"{remedy[:1].upper()}{remedy[1:]}."
            raise refusal(path, 1, Problem("the file is empty", advice))
        _check_header(path, header, columns)
        line = reader.line_num
        for cells in reader:
            start, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problem = Problem(
                    f"there are {len(cells)} values for {len(header)} columns",
                    "Put quotes round a value that has a comma in it.",
                )
                raise refusal(path, start, problem)
            yield start, dict(zip(header, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        problem = Problem(f"this is not CSV ({error})", "Check the quotes on this line.")
        raise refusal(path, line + 1, problem) from None


def refusal(path: Path, line: int, error: Problem) -> BadRegister:
    """Return the error that names the file and line of a problem."""
    return BadRegister(path=path, line=line, problem=error.problem, remedy=error.remedy)


def _text(path: Path, remedy: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(path=path, remedy=f"Check the path, or {remedy}.") from None
    except OSError as error:
        raise UnreadableFile(path=path, detail=error.strerror or error) from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(path, 1, Problem("the file is UTF-16", "Save it as UTF-8 CSV."))
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        problem = Problem("there is a NUL byte, so this is not text", "Save it as UTF-8 CSV.")
        raise refusal(path, line, problem)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        raise refusal(path, line, Problem(bad, "Save the file as UTF-8 CSV.")) from None


def _check_header(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    repeated = sorted({name for name in header if header.count(name) > 1})
    problems = [
        f"{label}: {', '.join(quoted(name) for name in names)}"
        for label, names in (
            ("missing columns", missing),
            ("unknown columns", extra),
            ("repeated columns", repeated),
        )
        if names
    ]
    if problems:
        raise refusal(
            path, 1, Problem("; ".join(problems), f"The columns are {', '.join(columns)}.")
        )


def unused(value: str, column: str, lines: Mapping[str, int]) -> None:
    """Raise `Problem` if the value is in `lines`, which says where values were used."""
    if value in lines:
        raise Problem(
            f"{column} {quoted(value)} is already used on line {lines[value]}",
            f"Give each row its own {column}.",
        )


def one_of(column: str, value: str, known: Iterable[str]) -> None:
    """Raise `Problem` if the value is not a known one."""
    if value not in known:
        raise Problem(f"{column} is {quoted(value)}", f"Use one of: {', '.join(known)}.")
