"""GOV.UK's Local Links export: old and new columns, stale codes, and files that are something
else."""

from __future__ import annotations

from datetime import date

import pytest

from crawler import local_links
from crawler.config import CHECKOUT
from crawler.errors import NotLocalLinks
from crawler.local_links import Imported, read_local_links
from crawler.records import Council, Task
from crawler.register import read_register

TODAY = date(2026, 11, 23)
OLD = "Authority Name,SNAC,GSS,Description,LGSL,LGIL,URL,Supported by GOV.UK"
NEW = "Authority Name,GSS,Description,LGSL,LGIL,URL,Title,Supported by GOV.UK"
COUNCILS = read_register(CHECKOUT / "councils.csv")


def council(slug: str, name: str, **fields: object) -> Council:
    values: dict[str, object] = {
        "nation": "England",
        "region": "London",
        "type": "unitary",
        "gss_code": f"E06{sum(slug.encode()):06}",
        "website": f"https://www.{slug}.gov.uk/",
    }
    return Council(slug=slug, name=name, **(values | fields))  # type: ignore[arg-type]


BARNET = council("barnet", "London Borough of Barnet", gss_code="E09000003")
TASKS = (
    Task(slug="council-tax", title="Council tax", tiers=("unitary",), english_terms=(), lgsl=(57,)),
    Task(slug="school", title="Schools", tiers=("unitary",), english_terms=(), lgsl=(13, 14)),
)


def read(
    *lines: str, header: str = NEW, councils: tuple[Council, ...] = (BARNET,), on: date = TODAY
) -> Imported:
    return read_local_links(
        [f"{line}\n" for line in (header, *lines)], "links.csv", councils, TASKS, on=on
    )


def row(
    name: str = "London Borough of Barnet",
    code: str = "E09000003",
    lgsl: str = "57",
    lgil: str = "8",
    url: str = "https://www.barnet.gov.uk/council-tax",
) -> str:
    return f'"{name}",{code},"Council tax: Find out about",{lgsl},{lgil},{url},A title,true'


def urls(found: Imported) -> list[str]:
    return [link.url for link in found.links]


def test_newer_columns() -> None:
    found = read(row(), row(lgsl="13", url="http://schools.example/"))
    assert [(link.council, link.lgsl, link.lgil) for link in found.links] == [
        ("barnet", 57, 8),
        ("barnet", 13, 8),
    ]
    assert urls(found)[1] == "http://schools.example/"
    assert (found.rows, found.by_code, found.by_name, found.unmatched) == (2, 1, 0, ())


def test_older_columns_in_any_case_and_order_with_a_byte_order_mark() -> None:
    old = read(
        "Barnet,00AC,E09000003,Council tax,57,8,https://www.barnet.gov.uk/tax,true", header=OLD
    )
    moved = read(
        "https://www.barnet.gov.uk/tax,x,8,E09000003,57,Barnet",
        header="\ufeffurl,Status, LGIL ,gss,lgsl,AUTHORITY  NAME",
    )
    assert urls(old) == urls(moved) == ["https://www.barnet.gov.uk/tax"]


def test_a_service_may_have_several_links_and_each_is_kept_once() -> None:
    other = "https://www.barnet.gov.uk/pay"
    found = read(row(), row(lgil="0", url=other), row())
    assert urls(found) == ["https://www.barnet.gov.uk/council-tax", other]


def test_the_newer_address_is_taken_where_a_file_has_one() -> None:
    header = "Authority Name,GSS,Description,LGSL,LGIL,URL,Supported by GOV.UK,Status,New URL"
    start = "Barnet,E09000003,Tax,57,8,https://old.example/,true"
    found = read(
        f"{start},broken,https://new.example/", f"{start},ok,", header=header, councils=(BARNET,)
    )
    assert urls(found) == ["https://new.example/", "https://old.example/"]


def test_rows_that_give_no_link_are_counted_by_why() -> None:
    found = read(
        row(lgsl="999"),
        row(url=""),
        row(url="ftp://files.example/"),
        row(url="javascript:alert(1)"),
        row(url="https://user:pass@barnet.gov.uk/"),
        row(url="https://barnet.gov.uk/a b"),
        row(lgsl="57a"),
        row(name="Greater London Authority", code="E12000007"),
        "Barnet,E09000003",
        "",
    )
    assert found.links == ()
    assert found.rows == 9, "a blank line is no row"
    assert found.skipped == {
        local_links.NO_WEB_ADDRESS: 4,
        local_links.OTHER_SERVICE: 1,
        local_links.NO_ADDRESS: 1,
        local_links.NO_NUMBER: 1,
        local_links.NO_AUTHORITY: 1,
        local_links.WRONG_LENGTH: 1,
    }
    assert found.unmatched == ("Greater London Authority",)


# --- Whose link it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Barnet", "barnet"),
        ("Barnet London Borough Council", "barnet"),
        ("Kensington & Chelsea", "kensington-and-chelsea"),
        ("Royal Borough of Kensington and Chelsea", "kensington-and-chelsea"),
        (
            "King\N{RIGHT SINGLE QUOTATION MARK}s Lynn and West Norfolk Borough Council",
            "kings-lynn-and-west-norfolk",
        ),
        ("Bristol, City of", "bristol"),
        ("City of Bristol", "bristol"),
        ("Kingston upon Hull, City of", "kingston-upon-hull"),
        ("Hull City Council", "kingston-upon-hull"),
        ("Saint Helens Metropolitan Borough Council", "st-helens"),
        ("St. Albans District Council", "st-albans"),
        ("Southend-on-Sea Borough Council", "southend-on-sea"),
        ("Milton Keynes Council", "milton-keynes"),
        ("City of London", "city-of-london"),
        ("City of Westminster", "westminster"),
        ("Somerset County Council", "somerset"),
        ("Durham County Council", "county-durham"),
        ("Newcastle upon Tyne City Council", "newcastle-upon-tyne"),
        ("Cambridge City Council", "cambridge"),
        ("Cambridgeshire County Council", "cambridgeshire"),
    ],
)
def test_a_stale_code_falls_back_on_the_name(name: str, slug: str) -> None:
    found = read(row(name=name, code="E99999999"), councils=COUNCILS)
    assert [link.council for link in found.links] == [slug]
    assert (found.by_code, found.by_name) == (0, 1)


@pytest.mark.parametrize(
    "name",
    [
        *("Greater London Authority", "London", "Borough Council", "", "Durham City Council"),
        *("Bedfordshire County Council", "South Tyne Council", "Newcastle upon Thames"),
    ],
)
def test_what_is_no_council_of_ours_is_none(name: str) -> None:
    councils = tuple(each for each in COUNCILS if each.slug != "city-of-london")
    found = read(row(name=name, code=""), councils=councils)
    assert found.links == ()
    assert found.unmatched == (name,)


def test_every_council_of_the_register_is_found_by_its_own_name_alone() -> None:
    found = read(*(row(name=each.name, code="") for each in COUNCILS), councils=COUNCILS)
    assert [link.council for link in found.links] == [each.slug for each in COUNCILS]


def test_a_name_of_two_councils_is_neither_s() -> None:
    twins = (council("ash", "Ash City Council"), council("ash-2", "Ash Borough Council"))
    assert read(row(name="Ash", code=""), councils=twins).links == ()


def test_the_code_goes_before_the_name_and_its_links_before_those_by_name() -> None:
    other = council("ealing", "London Borough of Ealing", gss_code="E09000009")
    by_name = row(code="E00000000", url="https://old.example/")
    also = row(code="E00000000", lgsl="14", url="https://only.example/")
    wrong_name = row(name="London Borough of Ealing")
    found = read(by_name, also, wrong_name, councils=(BARNET, other))
    assert {link.council for link in found.links} == {"barnet"}
    assert urls(found) == ["https://www.barnet.gov.uk/council-tax", "https://only.example/"]


def test_the_links_of_a_council_that_is_no_more_are_its_successors() -> None:
    ended = date(2026, 3, 31)
    old = council("ash", "Ash Council", gss_code="E07000001", valid_to=ended, succeeded_by="oak")
    lost = council("elm", "Elm Council", gss_code="E07000002", valid_to=ended, succeeded_by="fir")
    new = council("oak", "Oak Council", gss_code="E06000001")
    lines = (
        row("Ash Council", "E07000001", url="https://ash.example/tax"),
        row("Ash Council", "E07000001", "13", url="https://ash.example/school"),
        row("Elm Council", "E07000002", url="https://elm.example/tax"),
        row("Oak Council", "E06000001", url="https://oak.example/tax"),
    )
    found = read(*lines, councils=(old, lost, new))
    assert [(link.council, link.url) for link in found.links] == [
        ("oak", "https://oak.example/tax"),
        ("oak", "https://ash.example/school"),
        ("elm", "https://elm.example/tax"),
    ]
    assert (found.by_code, found.by_successor) == (2, 1)
    before = read(*lines, councils=(old, lost, new), on=ended)
    assert {link.council for link in before.links} == {"ash", "elm", "oak"}


# --- Files that are something else --------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "no column authority name or lgsl or lgil or url"),
        (["<!doctype html><title>x</title>"], "no column"),
        ([f"{NEW.replace(',', ';')}"], "no column"),
        (["Authority Name,LGSL,URL"], "no column lgil"),
        ([NEW, 'Barnet,E09000003,"cut off'], "line 2 is not CSV"),
    ],
)
def test_another_file_is_one_sentence(lines: list[str], problem: str) -> None:
    with pytest.raises(NotLocalLinks, match=problem) as caught:
        read_local_links(lines, "page.html", (BARNET,), TASKS, on=TODAY)
    assert str(caught.value).startswith("page.html is not GOV.UK's Local Links export")


def test_a_whole_export_is_read_in_one_pass() -> None:
    def lines() -> list[str]:
        written = [f"{NEW}\n"]
        for each in COUNCILS:
            for lgsl in range(1, 261):
                line = row(each.name, each.gss_code, str(lgsl), url=f"{each.website}{lgsl}")
                written.append(f"{line}\n")
        return written

    found = read_local_links(iter(lines()), "links.csv", COUNCILS, TASKS, on=TODAY)
    assert found.rows == 382 * 260
    assert len(found.links) == 382 * 3
    assert found.by_code == 382
