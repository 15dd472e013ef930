"""schedule.toml, read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.config import CHECKOUT, Config
from crawler.errors import BadSchedule, MissingFile, UnreadableFile, UsabilityError
from crawler.register import read_register
from crawler.schedule.settings import Schedule, read_schedule
from tests.schedule.council import address, council, website
from tests.schedule.test_windows import windows

if TYPE_CHECKING:
    from pathlib import Path

COUNCILS = (council("adur"), council("barnet", "london-borough"), council("kent", "county"))
WHOLE = """
period = "7 days"

[tier.unitary]
period = "14 days"
[type.london-borough]
period = "2 weeks"
[type.county]
period = "1 day"
[website."https://www.adur.gov.uk/"]
period = "never"
[windows]
every-day = "20:00-07:00"
weekend = "all day"
"""


def read(tmp_path: Path, text: str) -> Schedule:
    path = tmp_path / "schedule.toml"
    path.write_text(text)
    return read_schedule(path, COUNCILS, named=True)


def test_all_that_can_be_said(tmp_path: Path) -> None:
    schedule = read(tmp_path, WHOLE)
    assert schedule.days_of(website("adur")) is None
    assert schedule.days_of(website("barnet", "london-borough")) == 14
    assert schedule.days_of(website("kent", "county")) == 1
    assert schedule.days_of(website("wells", "district")) == 7
    assert schedule.days_of(website("york", "unitary")) == 14
    assert schedule.windows == windows(every_day="20:00-07:00", weekend="all day")


def test_councils_that_share_a_website_have_the_shorter_period(tmp_path: Path) -> None:
    text = '[type.county]\nperiod = "30 days"\n[tier.district]\nperiod = "3 days"\n'
    schedule = read(tmp_path, text + '[type.welsh]\nperiod = "9 days"\n')
    assert schedule.days_of(website("both", "county", "welsh")) == 9
    assert schedule.days_of(website("other", "county", "district")) == 30  # a type's goes first
    assert schedule.days_of(website("third", "metropolitan", "district")) == 3


def test_an_empty_file_and_no_file_mean_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Schedule()
    assert read(tmp_path, "\ufeff# nothing yet\n") == Schedule()
    assert read_schedule(tmp_path / "none.toml", COUNCILS, named=False) == Schedule()
    assert Schedule().days_of(website("adur")) == 7
    assert Schedule().windows.always


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"none\.toml.*docs/schedule\.md"):
        read_schedule(tmp_path / "none.toml", COUNCILS, named=True)
    with pytest.raises(UnreadableFile, match="directory"):
        read_schedule(tmp_path, COUNCILS, named=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("perod = '7 days'", "the top of the file: 'perod' is not known here. Known: period, type"),
        ("period = 7", "period: '7' is not a period. Write whole days or weeks"),
        ("period = '0 days'", "period: '0 days' is not a period"),
        ("period = '12 hours'", "period: '12 hours' is not a period"),
        ("period = '400 days'", "at most 366 days"),
        ("period = '99999999999999999999 days'", "is not a period"),
        ("period = '7 days", "end of document: this is not TOML"),
        ("period = 7 days", "line 1, column 12: this is not TOML (Expected newline or end of"),
        ("type = 'district'", "[type]: 'district' stands where a table must be. Write [type]."),
        ("[type]\ndistrict = 7", "[type.district]: '7' stands where a table must be"),
        ("[type.borough]\nperiod = '7 days'", "[type.borough]: no council is of the type"),
        ("[tier.parish]\nperiod = '7 days'", "Use: district, county, unitary, northern-irish."),
        ("[type.district]", "[type.district]: there is no period. Write one below it"),
        ("[type.district]\nperiods = 1", "[type.district]: 'periods' is not known here"),
        ("[type.district]\nperiod = ''", "[type.district] period: '' is not a period"),
        (
            "[website.'https://www.adurr.gov.uk/']\nperiod = '1 day'",
            "no council of the register has the website 'https://www.adurr.gov.uk/'. "
            "Did you mean https://www.adur.gov.uk/?",
        ),
        ("[website.'adur']\nperiod = '1 day'", "Write the address as the register has it."),
        ("[windows]\nmonday = 'noon'", "[windows]: monday is 'noon', which are no hours"),
        ("[windows]", "[windows]: it is never open. Open it on a day"),
        ("windows = true", "[windows]: 'True' stands where a table must be"),
    ],
)
def test_what_cannot_be_right_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSchedule) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'schedule.toml'}, ")
    assert said in str(caught.value)
    assert str(caught.value).endswith((".", "?"))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "data", [b"\xff\xfep", b"period = '\xe9'", b"\x00", b"a = " + b"[" * 100_000]
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "schedule.toml"
    path.write_bytes(data)
    with pytest.raises(UsabilityError):
        read_schedule(path, COUNCILS, named=True)


def test_the_example_in_the_docs_can_be_read(tmp_path: Path) -> None:
    page = (CHECKOUT / "docs" / "schedule.md").read_text()
    example = page.split("```toml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "schedule.toml"
    path.write_text(example)
    schedule = read_schedule(path, read_register(Config().register), named=True)
    assert schedule.by_type
    assert schedule.by_website == {address("adur-worthing"): None} or schedule.by_website
    assert not schedule.windows.always
