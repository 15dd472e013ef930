"""The file of overrides comes back as it was written, and a bad line is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.errors import BadRegister
from crawler.panel.overrides import Override, denied, read_overrides, write_overrides
from crawler.records import PageRole

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


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",task,bin-day,none,", "council is empty"),
        ("northam,home,,none,", "role is 'home'"),
        ("northam,task,,none,", "task is empty"),
        ("northam,contact,bin-day,none,", "task is 'bin-day'"),
        ("northam,contact,,bins,", "url is 'bins'"),
        ("northam,form,,none,\nnortham,form,,none,", "already used on line 2"),
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
