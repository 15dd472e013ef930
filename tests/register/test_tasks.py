"""Our own list of top tasks is right, and a wrong one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.errors import BadRegister
from crawler.panel.applicability import applicable
from crawler.tasks import read_tasks

if TYPE_CHECKING:
    from pathlib import Path


HEADER = "task,title,importance,lgsl,welsh_terms,english_terms,topic_terms,other_terms\n"
TIERS = "task,district,county,unitary,northern-irish,source\n"


def test_the_top_tasks() -> None:
    tasks = {task.slug: task for task in read_tasks()}
    assert len(tasks) == 28
    assert tasks["school-admissions"].lgsl == (13, 14)
    assert tasks["recycling-centre"].tiers == ("county", "unitary", "northern-irish")
    assert "sŵn" in tasks["noise"].welsh_terms[0].casefold()
    assert {task.importance for task in tasks.values()} == {1, 2, 3}


def test_councils_of_northern_ireland_have_tasks_of_their_own() -> None:
    theirs = {task.slug for task in applicable(read_tasks(), ["northern-irish"])}
    assert {"bin-day", "planning", "births-deaths", "recycling-centre"} <= theirs
    assert theirs.isdisjoint({"libraries", "pothole", "housing", "council-tax", "elections"})


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("bins,Bins,4,524,,bins,,", "importance is '4'"),
        ("bins,Bins,1,12;3,,bins,,", "lgsl is '12;3'"),
        ("bins,Bins,1,,,,,", "english_terms is empty"),
        ("tips,Tips,1,,,tips,,", "'tips' is not in applicability.csv"),
        ("bins,Bins,1,,,bins,,\nbins,Bins,1,,,bins,,", "'bins' is already used on line 2"),
    ],
)
def test_bad_tasks_are_refused(tmp_path: Path, row: str, says: str) -> None:
    path, tiers = tmp_path / "tasks.csv", tmp_path / "applicability.csv"
    path.write_text(HEADER + row + "\n")
    tiers.write_text(TIERS + "bins,yes,no,yes,yes,The law\n")
    with pytest.raises(BadRegister, match=says):
        read_tasks(path, tiers)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("bins,yes,no,perhaps,yes,The law", "unitary is 'perhaps'"),
        ("bins,yes,no,yes,yes,", "source is empty"),
        (",yes,no,yes,yes,The law", "task is empty"),
    ],
)
def test_bad_applicability_is_refused(tmp_path: Path, row: str, says: str) -> None:
    path, tiers = tmp_path / "tasks.csv", tmp_path / "applicability.csv"
    path.write_text(HEADER)
    tiers.write_text(TIERS + row + "\n")
    with pytest.raises(BadRegister, match=says):
        read_tasks(path, tiers)
