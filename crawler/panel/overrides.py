"""The file of overrides: pages that a person chose, which no crawl changes."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.errors import MissingFile
from crawler.panel.address import normalise
from crawler.panel.assemble import seat_of
from crawler.records import PageRole
from crawler.strict_csv import Problem, one_of, quoted, refusal, rows, unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

OVERRIDE_COLUMNS = ("council", "role", "task", "url", "reason")
NONE = "none"
"""What the file says in place of an address: this site has no such page."""

CHOOSABLE = (
    PageRole.CONTACT,
    PageRole.ACCESSIBILITY_STATEMENT,
    PageRole.FORM,
    PageRole.DOCUMENTS,
    PageRole.WELSH,
)
"""The roles, beside those of tasks, for which a person may choose a page."""


class Override(Struct, frozen=True, kw_only=True):
    """What a person decided: for a role of a council's website, or for one of its tasks, this page.
    `council` is a slug; `url` None says that the site has no such page."""

    council: str
    role: PageRole
    task: str | None
    url: str | None
    reason: str = ""


def read_overrides(
    path: Path, check: Callable[[Override], None] = lambda _: None
) -> tuple[Override, ...]:
    """Read the file in its order; a missing file has no overrides. `check` may raise `Problem` for
    one of them. Raises `UnreadableFile` or `BadRegister`, which names the line."""
    found: list[Override] = []
    lines: dict[str, int] = {}
    try:
        for line, row in rows(path, OVERRIDE_COLUMNS, "write it with `usability panel set`"):
            key = " ".join(filter(None, (row["council"], row["role"], row["task"])))
            try:
                unused(key, "page", lines)
                found.append(_override(row))
                check(found[-1])
            except Problem as error:
                raise refusal(path, line, error) from None
            lines[key] = line
    except MissingFile:
        return ()
    return tuple(found)


def change_overrides(
    path: Path, change: Callable[[tuple[Override, ...]], Sequence[Override]]
) -> None:
    """Write what `change` makes of what is in the file. Of several that change it at once, each
    waits for the one before. Raises what `read_overrides` and `write_overrides` raise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_overrides(path, change(read_overrides(path)))


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


def denied(task: str, overrides: Iterable[Override]) -> Override | None:
    """Return the decision that the website has no page for a task, None where there is none.
    `overrides` are those of the website; the task is given by its slug, also where its page has a
    role of its own."""
    role, name = seat_of(task)
    said = (item for item in overrides if (item.role, item.task) == (role, name))
    return next((item for item in said if item.url is None), None)


def _override(row: Mapping[str, str]) -> Override:
    if not row["council"]:
        raise Problem("council is empty", "Write the council's slug.")
    one_of("role", row["role"], [role.value for role in (PageRole.TASK, *CHOOSABLE)])
    role = PageRole(row["role"])
    if role is PageRole.TASK and not row["task"]:
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
