"""The file of overrides comes back as it was written, and a bad line is refused."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.errors import BadRegister, UnreadableFile
from crawler.panel.overrides import (
    Override,
    change_overrides,
    denied,
    read_overrides,
    write_overrides,
)
from crawler.records import PageRole
from crawler.strict_csv import Problem

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES = (
    Override(
        council="northam",
        role=PageRole.TASK,
        task="bin-day",
        url="https://northam.gov.uk/bins",
        reason='The other one is about "bin strikes", not bins',
    ),
    Override(council="northam", role=PageRole.CONTACT, task=None, url=None),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "overrides.csv"
    assert read_overrides(path) == ()
    write_overrides(path, OVERRIDES)
    assert read_overrides(path) == OVERRIDES
    write_overrides(path, OVERRIDES[:1])
    assert read_overrides(path) == OVERRIDES[:1]
    assert [file.name for file in path.parent.iterdir()] == ["overrides.csv"]


def test_of_many_that_change_it_at_once_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    together = threading.Barrier(8)

    def add(worker: int) -> None:
        together.wait()
        for number in range(5):
            new = replace(OVERRIDES[1], council=f"council-{worker}-{number}")
            change_overrides(path, partial(one_more, new))

    def one_more(new: Override, kept: tuple[Override, ...]) -> tuple[Override, ...]:
        return (*kept, new)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    assert len(read_overrides(path)) == 40


def test_a_change_that_is_refused_leaves_the_file_and_lets_go_of_it(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    write_overrides(path, OVERRIDES)

    def refuse(kept: tuple[Override, ...]) -> tuple[Override, ...]:
        raise ValueError(kept[0].council)

    with pytest.raises(ValueError, match="northam"):
        change_overrides(path, refuse)
    change_overrides(path, lambda kept: kept[1:])
    assert read_overrides(path) == OVERRIDES[1:]


def test_a_path_that_can_be_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="File name too long"):
        read_overrides(tmp_path / ("x" * 400))


def test_a_check_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    write_overrides(path, OVERRIDES)

    def check(override: Override) -> None:
        if override.role is PageRole.CONTACT:
            raise Problem("there is no telephone", "Buy one.")

    with pytest.raises(BadRegister, match=r"line 3: there is no telephone\. Buy one\."):
        read_overrides(path, check)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",task,bin-day,none,", "council is empty"),
        ("northam,home,,none,", "role is 'home'"),
        ("northam,other,,none,", "role is 'other'"),
        ("northam,task,,none,", "task is empty"),
        ("northam,contact,bin-day,none,", "task is 'bin-day'"),
        ("northam,contact,,bins,", "url is 'bins'"),
        (
            "northam,form,,none,\nnortham,form,,none,",
            "is already used on line 2. Give each row its own page",
        ),
    ],
)
def test_a_bad_line_is_refused(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(f"council,role,task,url,reason\n{row}\n")
    with pytest.raises(BadRegister, match=says):
        read_overrides(path)


def test_a_task_that_a_person_denied_is_known_by_its_slug() -> None:
    statement = Override(
        council="northam", role=PageRole.ACCESSIBILITY_STATEMENT, task=None, url=None
    )
    chosen = Override(
        council="northam", role=PageRole.TASK, task="jobs", url="https://northam.gov.uk/jobs"
    )
    bins = Override(council="northam", role=PageRole.TASK, task="bin-day", url=None)
    welsh = Override(council="northam", role=PageRole.WELSH, task="noise", url=None)
    decided = (statement, chosen, bins, welsh)
    assert denied("accessibility-statement", decided) == statement
    assert denied("bin-day", decided) == bins
    assert denied("jobs", decided) is denied("noise", decided) is None
