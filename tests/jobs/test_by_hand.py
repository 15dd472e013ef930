"""A choice by hand that no crawl could heed is refused with its file and line, before a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.config import Config
from crawler.errors import BadRegister
from crawler.jobs.choice import Terms
from tests.database.samples import council

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.records import Council

COUNCILS = (
    council("northam", "https://www.northam.gov.uk/"),
    council("southam", "https://www.southam.gov.uk/"),
    council("oldam", "https://www.oldam.gov.uk/", succeeded_by="northam"),
    council("bro", "https://bro.llyw.cymru/", nation="Wales", type="welsh"),
    council("shire", "https://www.shared.gov.uk/", type="county"),
    council("town", "https://www.shared.gov.uk/", type="district"),
)


def terms(tmp_path: Path, row: str, councils: tuple[Council, ...] = COUNCILS) -> Terms:
    path = tmp_path / "panel-overrides.csv"
    path.write_text(f"council,role,task,url,reason\nnortham,form,,none,\n{row}\n")
    return Terms.read(Config(register=tmp_path / "councils.csv"), councils)


@pytest.mark.parametrize(
    "row",
    [
        "northam,task,bin-day,https://www.northam.gov.uk/bins,",
        "northam,task,bin-day,https://bins.northam.gov.uk/,",
        "northam,task,bin-day,https://northam.supplier.example/bins,",
        "northam,task,bin-day,https://www.oldam.gov.uk/bins,still there",
        "northam,contact,,none,",
        "northam,task,bin-day,https://www.northam.gov.uk/,it is on the home page",
        "northam,contact,,https://www.northam.gov.uk/,it is on the home page",
        "bro,welsh,,https://bro.llyw.cymru/cy,",
        "bro,welsh,bin-day,https://bro.llyw.cymru/cy/biniau,",
        "town,task,school-admissions,https://www.shared.gov.uk/schools,the county does it",
        "barnet,task,bin-day,https://www.barnet.gov.uk/bins,of the whole register",
    ],
)
def test_what_can_be_heeded_is_read(tmp_path: Path, row: str) -> None:
    assert terms(tmp_path, row).overrides[1].council == row.split(",", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("northam,task,council-tx,none,", r"task is 'council-tx'\. Did you mean council-tax"),
        ("bro,welsh,nope,none,", "task is 'nope'"),
        ("northam,task,contact,none,", "Write contact as the role, and leave the task empty"),
        ("northam,other,,none,", "role is 'other'"),
        ("northam,welsh,,none,", "is not in Wales"),
        ("northam,task,school-admissions,none,", "is not responsible for school-admissions"),
        ("N,form,,none,", "council is 'N'"),
        ("northan,form,,none,", "Did you mean northam"),
        ("northam,documents,,https://www.northam.gov.uk/,", "the home page stands for itself"),
        ("bro,welsh,,https://bro.llyw.cymru/,", "the home page stands for itself"),
        ("northam,contact,,http://127.0.0.1/,", "is on this machine"),
        ("northam,contact,,https://www.gov.uk/contact,", "serves everybody"),
        ("barnet,contact,,https://www.gov.uk/contact,", "serves everybody"),
        ("northam,contact,,https://www.southam.gov.uk/contact,", "of another council"),
        ("northam,contact,,https://forms.southam.gov.uk/contact,", "of another council"),
    ],
)
def test_what_cannot_be_heeded_names_its_line(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(BadRegister, match=rf"panel-overrides\.csv, line 3: .*{says}"):
        terms(tmp_path, row)


def test_this_machine_where_it_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "panel-overrides.csv"
    path.write_text("council,role,task,url,reason\nnortham,form,,http://127.0.0.1:1/form,\n")
    config = Config(register=tmp_path / "councils.csv")
    with pytest.raises(BadRegister, match="or give --allow-loopback too"):
        Terms.read(config, COUNCILS)
    assert Terms.read(replace(config, allow_loopback=True), COUNCILS).overrides
