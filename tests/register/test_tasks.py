"""Our own list of top tasks is right, and a wrong one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.errors import BadRegister
from crawler.tasks import read_tasks

if TYPE_CHECKING:
    from pathlib import Path


def test_the_top_tasks() -> None:
    tasks = {task.slug: task for task in read_tasks()}
    assert len(tasks) == 28
    assert tasks["school-admissions"].lgsl == (13, 14)
    assert tasks["recycling-centre"].tiers == ("county", "unitary")
    assert tasks["bin-day"].welsh_terms[0] == "Sbwriel ac ailgylchu"
    assert tasks["noise"].welsh_terms[0] == "Sŵn"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("bins,Bins,524,parish,,bins", "tier is 'parish'"),
        ("bins,Bins,12;3,unitary,,bins", "lgsl is '12;3'"),
        ("bins,Bins,,unitary,,", "english_terms is empty"),
        ("bins,Bins,,unitary,,bins\nbins,Bins,,unitary,,bins", "'bins' is already used on line 2"),
    ],
)
def test_bad_tasks_are_refused(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text(f"task,title,lgsl,tiers,welsh_terms,english_terms\n{row}\n")
    with pytest.raises(BadRegister, match=says):
        read_tasks(path)
