"""The file of overrides: pages that a person chose, which no crawl changes."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.panel.address import normalise
from crawler.records import PageRole
from crawler.strict_csv import Problem, one_of, quoted, refusal, rows, unused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OVERRIDE_COLUMNS = ("council", "role", "task", "url", "reason")
NONE = "none"
"""What the file says in place of an address: this site has no such page."""

_WITH_TASK = (PageRole.TASK,)
_ROLES = tuple(role for role in PageRole if role not in (PageRole.HOME, PageRole.ROTATING))


class Override(Struct, frozen=True, kw_only=True):
    """What a person decided: for a role of a council's website, or for one of its tasks, this page.
    `council` is a slug; `url` None says that the site has no such page."""

    council: str
    role: PageRole
    task: str | None
    url: str | None
    reason: str = ""


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read the file in its order; a missing file has no overrides. Raises `UnreadableFile` or
    `BadRegister`, which names the line."""
    if not path.exists():
        return ()
    found: list[Override] = []
    lines: dict[str, int] = {}
    for line, row in rows(path, OVERRIDE_COLUMNS, "write it with `usability panel set`"):
        key = " ".join(filter(None, (row["council"], row["role"], row["task"])))
        try:
            unused(key, "the page", lines)
            found.append(_override(row))
        except Problem as error:
            raise refusal(path, line, error) from None
        lines[key] = line
    return tuple(found)


def write_overrides(path: Path, overrides: Sequence[Override]) -> None:
    """Write the whole file at once: a reader sees the old one or the new one. Makes its folder.
    Raises `OSError` where that cannot be done."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OVERRIDE_COLUMNS)
    for item in overrides:
        writer.writerow(
            (item.council, item.role.value, item.task or "", item.url or NONE, item.reason)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _override(row: Mapping[str, str]) -> Override:
    if not row["council"]:
        raise Problem("council is empty", "Write the council's slug.")
    one_of("role", row["role"], [role.value for role in _ROLES])
    role = PageRole(row["role"])
    if role in _WITH_TASK and not row["task"]:
        raise Problem("task is empty", "Write the task's slug, or another role.")
    if row["task"] and role not in (PageRole.TASK, PageRole.WELSH):
        raise Problem(
            f"task is {quoted(row['task'])} for the role {role.value}", "Leave the task empty."
        )
    url = None if row["url"] == NONE else normalise(row["url"])
    if url is None and row["url"] != NONE:
        raise Problem(
            f"url is {quoted(row['url'])}, not an http(s) address",
            f"Write a full address, or {NONE} for a site that has no such page.",
        )
    return Override(
        council=row["council"],
        role=role,
        task=row["task"] or None,
        url=url,
        reason=row["reason"],
    )
