"""Our own register is right, and each kind of wrong file is refused with a remedy."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crawler.config import Config
from crawler.errors import BadRegister, MissingFile, UnknownCouncil, UnreadableFile, UsabilityError
from crawler.register import COUNCIL_COLUMNS, find, read_register, websites

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.records import Council

ROW = {
    "slug": "northam",
    "name": "Northam District Council",
    "nation": "England",
    "region": "South East",
    "type": "district",
    "gss_code": "E07000901",
    "parent_county": "westshire",
    "website": "https://www.northam.example/",
    "population": "64889",
    "latitude": "50.8444",
    "longitude": "-0.2985",
    "valid_from": "",
    "valid_to": "2027-03-31",
    "succeeded_by": "",
}


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COUNCIL_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def ours() -> tuple[Council, ...]:
    return read_register(Config().register)


def test_our_register_holds_every_uk_council(ours: tuple[Council, ...]) -> None:
    assert Counter(council.nation for council in ours) == {
        "England": 317,
        "Scotland": 32,
        "Wales": 22,
        "Northern Ireland": 11,
    }
    assert all(council.population and council.latitude and council.longitude for council in ours)
    slugs = {council.slug for council in ours}
    assert {council.parent_county for council in ours} - {None} <= slugs
    assert sum(council.parent_county is not None for council in ours) == 164


def test_three_websites_serve_two_councils_each(ours: tuple[Council, ...]) -> None:
    shared = [site for site in websites(ours) if len(site.councils) > 1]
    assert len(websites(ours)) == 379
    assert [tuple(council.slug for council in site.councils) for site in shared] == [
        ("adur", "worthing"),
        ("broadland", "south-norfolk"),
        ("eastbourne", "lewes"),
    ]


def test_surrey_leaves_the_crawl_when_it_is_replaced(ours: tuple[Council, ...]) -> None:
    last_day = {c.slug for site in websites(ours, date(2027, 3, 31)) for c in site.councils}
    day_after = {c.slug for site in websites(ours, date(2027, 4, 1)) for c in site.councils}
    assert len(last_day) == 382
    assert {"surrey", "woking", "guildford"} < last_day - day_after
    assert len(last_day - day_after) == 12


def test_a_row_becomes_a_typed_record(tmp_path: Path) -> None:
    (council,) = read_register(write(tmp_path / "r.csv", ROW))
    assert (council.population, council.latitude, council.longitude) == (64889, 50.8444, -0.2985)
    assert (council.valid_from, council.valid_to) == (None, date(2027, 3, 31))
    assert (council.parent_county, council.succeeded_by) == ("westshire", None)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", ROW)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_register(path)[0].slug == "northam"


def test_columns_may_come_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    columns = list(reversed(COUNCIL_COLUMNS))
    path.write_text(",".join(columns) + "\n" + ",".join(ROW[name] for name in columns) + "\n\n")
    assert read_register(path)[0].name == "Northam District Council"


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("slug", "", "slug is empty"),
        ("slug", "North Ham", "slug is 'North Ham'"),
        ("slug", "../etc", "lower-case letters"),
        ("slug", "-northam", "slug is '-northam'"),
        ("name", "  ", "name is empty"),
        ("nation", "Cornwall", "nation is 'Cornwall'. Use one of: England, Scotland"),
        ("type", "borough", "type is 'borough'. Use one of: district, county"),
        ("region", "", "region is empty"),
        ("gss_code", "E0700901", "no code in England"),
        ("gss_code", "S12000033", "no code in England"),
        ("parent_county", "West Shire", "parent_county is 'West Shire'"),
        ("parent_county", "northam", "parent_county is the council itself"),
        ("succeeded_by", "northam", "succeeded_by is the council itself"),
        ("website", "", "website is empty"),
        ("website", "www.northam.example", "not an http(s) address"),
        ("website", "ftp://northam.example/", "not an http(s) address"),
        ("website", "javascript:alert(1)", "not an http(s) address"),
        ("website", "https:///path", "not an http(s) address"),
        ("website", "https://user:secret@northam.example/", "has a user name in it"),
        ("website", "https://northam.example:99999/", "Port out of range"),
        ("website", "https://[northam/", "Invalid IPv6"),
        ("website", "https://north ham.example/", "character that has no place"),
        ("website", "https://northam..example/", "character that has no place"),
        ("population", "64,889", "population is '64,889'"),
        ("population", "-3", "population is '-3'"),
        ("population", "0", "population is '0'"),
        ("population", "١٢٣", "digits only"),
        ("latitude", "north", "latitude is 'north'"),
        ("latitude", "90.1", "from -90 to 90"),
        ("latitude", "nan", "from -90 to 90"),
        ("longitude", "inf", "from -180 to 180"),
        ("valid_from", "1 April 2027", "valid_from is '1 April 2027'"),
        ("valid_from", "20270401", "as in 2027-03-31"),
        ("valid_to", "2027-02-30", "valid_to is '2027-02-30'"),
        ("valid_from", "2027-04-01", "valid_to is 2027-03-31, before valid_from 2027-04-01"),
    ],
)
def test_a_bad_value_is_refused_with_file_line_and_remedy(
    tmp_path: Path, column: str, value: str, says: str
) -> None:
    other = ROW | {"slug": "southam", "gss_code": "E07000902"}
    path = write(tmp_path / "r.csv", other, ROW | {column: value})
    with pytest.raises(BadRegister) as refused:
        read_register(path)
    message = str(refused.value)
    assert message.startswith(f"{path}, line 3: ")
    assert says in message
    assert message.endswith(".")
    assert "secret" not in message
    assert refused.value.exit_code != 0


@pytest.mark.parametrize(
    ("twin", "says"),
    [
        ({"gss_code": "E07000902"}, "slug 'northam' is already used on line 2"),
        ({"slug": "southam"}, "gss_code 'E07000901' is already used on line 2"),
    ],
)
def test_duplicates_name_both_lines(tmp_path: Path, twin: dict[str, str], says: str) -> None:
    with pytest.raises(BadRegister, match=says) as refused:
        read_register(write(tmp_path / "r.csv", ROW, ROW | twin))
    assert "line 3" in str(refused.value)


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(BadRegister) as refused:
        read_register(write(tmp_path / "r.csv", ROW | {"slug": "A" * 50_000}))
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", 1, "the file is empty"),
        (b"slug,name\n", 1, "missing columns: 'nation'"),
        (",".join([*COUNCIL_COLUMNS, "colour"]).encode(), 1, "unknown columns: 'colour'"),
        (",".join([*COUNCIL_COLUMNS, "slug"]).encode(), 1, "repeated columns: 'slug'"),
        (",".join(COUNCIL_COLUMNS).encode(), 1, "no council below the header"),
        (",".join(COUNCIL_COLUMNS).encode() + b"\na,b,c\n", 2, "3 values for 14 columns"),
        (",".join(COUNCIL_COLUMNS).encode() + b'\n"a\n\nb\n', 2, "not CSV"),
        (",".join(COUNCIL_COLUMNS).encode() + b"\n" + b"a" * 140_000, 2, "field larger than"),
        (b"slug\ncaf\xe9\n", 2, "byte 0xe9 is not UTF-8"),
        (b"slug\n\nno\x00rtham\n", 3, "NUL byte"),
        ("slug\n".encode("utf-16"), 1, "the file is UTF-16"),
        (b"\x89PNG\r\n\x1a\n", 1, "byte 0x89 is not UTF-8"),
    ],
)
def test_a_file_that_is_no_register_is_refused(
    tmp_path: Path, content: bytes, line: int, says: str
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    with pytest.raises(BadRegister) as refused:
        read_register(path)
    assert str(refused.value).startswith(f"{path}, line {line}: ")
    assert says in str(refused.value)


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"There is no file .*none\.csv\. Check the path"):
        read_register(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="cannot be read: Is a directory"):
        read_register(tmp_path)


def test_the_line_is_where_a_row_starts_after_a_value_of_two_lines(tmp_path: Path) -> None:
    tall = ROW | {"name": "Northam\nDistrict", "slug": "southam", "gss_code": "E07000902"}
    with pytest.raises(BadRegister, match=r"line 4: slug is empty"):
        read_register(write(tmp_path / "r.csv", tall, ROW | {"slug": ""}))


def test_websites_are_one_whatever_the_spelling(tmp_path: Path) -> None:
    spellings = [
        "https://www.shared.example/",
        "http://shared.example",
        "https://SHARED.example:443/",
        "https://shared.example./",
    ]
    others = [
        "https://shared.example:8443/",
        "https://my.shared.example/",
        "https://shared.example/b",
    ]
    rows = [
        ROW | {"slug": f"c{n}", "gss_code": f"E0700090{n}", "website": website}
        for n, website in enumerate(spellings + others)
    ]
    sites = websites(read_register(write(tmp_path / "r.csv", *rows)))
    assert [site.url for site in sites] == ["https://www.shared.example/", *others]
    assert [council.slug for council in sites[0].councils] == ["c0", "c1", "c2", "c3"]


def test_find_keeps_the_order_asked_for_and_drops_repeats(ours: tuple[Council, ...]) -> None:
    found = find(ours, ["leeds", "adur", "leeds"])
    assert [council.slug for council in found] == ["leeds", "adur"]


@pytest.mark.parametrize(
    ("slug", "nearest"),
    [("birmingam", "birmingham"), ("Kent County", "kent"), ("Bristol_City", "bristol")],
)
def test_an_unknown_slug_suggests_the_nearest(
    ours: tuple[Council, ...], slug: str, nearest: str
) -> None:
    with pytest.raises(UnknownCouncil, match=f"Did you mean {nearest}"):
        find(ours, [slug])


def test_a_slug_like_nothing_suggests_nothing(ours: tuple[Council, ...]) -> None:
    with pytest.raises(UsabilityError, match="first column"):
        find(ours, ["zzzzzz"])
