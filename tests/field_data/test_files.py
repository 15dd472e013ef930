"""Files of Chrome UX Report data: what is read, and what is refused with its place and remedy."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crawler.errors import UsabilityError
from crawler.field_data import files
from crawler.field_data.files import COLUMNS, OF_ONE_PAGE, WITHOUT_FIGURES, read_file
from crawler.field_data.origins import candidates, origin_of
from crawler.records import FormFactor
from tests.crux_server import answer, error

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)
HEADER = ",".join(COLUMNS)
ROW = "https://www.ashby.gov.example,phone,2216,184,0.05,2026-10-25,2026-11-21"
ASHBY = "https://www.ashby.gov.example"


def written(folder: Path, text: str, name: str = "field.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def table(folder: Path, *rows: str) -> Path:
    return written(folder, "\n".join((HEADER, *rows)))


def test_a_table(tmp_path: Path) -> None:
    read = read_file(
        table(
            *(tmp_path, ROW, ROW.replace("2216", "2300"), ROW.replace("phone", "DESKTOP")),
            "https://None.example:443/,phone,,,,2026-10-25,2026-11-21",
            "HTTP://Brill.example/,,,200.5,,2026-10-01,2026-10-31",
        ),
        on=TODAY,
    )
    phone, desktop, brill = read.records
    assert phone.lcp_p75_ms == 2300.0, "the last of its period counts"
    assert (phone.origin, phone.form_factor, phone.cls_p75) == (ASHBY, FormFactor.PHONE, 0.05)
    assert desktop.form_factor is FormFactor.DESKTOP
    assert (brill.origin, brill.form_factor) == ("http://brill.example", FormFactor.ALL)
    assert (brill.lcp_p75_ms, brill.inp_p75_ms, brill.cls_p75) == (None, 200.5, None)
    assert read.skipped == {WITHOUT_FIGURES: 1}


@pytest.mark.parametrize("layout", ["array", "lines", "pretty", "bare"])
def test_answers_of_the_api(tmp_path: Path, layout: str) -> None:
    page = answer(ASHBY)
    page["record"]["key"] = {"url": f"{ASHBY}/bins"}
    given: list[Any] = [answer(ASHBY), answer(ASHBY, None), page, error(404, "not found")]
    if layout == "bare":
        given[0] = given[0]["record"]
    text = {
        "array": json.dumps(given),
        "lines": "\n".join(map(json.dumps, given)),
        "pretty": "\ufeff  " + "\n".join(json.dumps(each, indent=2) for each in given),
        "bare": "\n".join(map(json.dumps, given)),
    }[layout]
    read = read_file(written(tmp_path, text), on=TODAY)
    assert [each.form_factor for each in read.records] == [FormFactor.PHONE, FormFactor.ALL]
    assert {each.cls_p75 for each in read.records} == {0.05}
    assert read.skipped == {OF_ONE_PAGE: 1, WITHOUT_FIGURES: 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "2216",
            "2.2",
            "lcp_p75_ms is '2.2', not a number from 20 to 600,000 milliseconds",
        ),
        ("2216", "fast", "lcp_p75_ms is 'fast'"),
        ("2216", "nan", "lcp_p75_ms is 'nan'"),
        ("184", "-1", "inp_p75_ms is '-1'"),
        ("0.05", "1e9", "cls_p75 is '1e9', not a number from 0 to 1,000."),
        ("phone", "watch", "form_factor is 'watch'. Use one of: phone, tablet, desktop, all."),
        (".example,", ".example/bins,", "scheme and host only, as in https://www.example.gov.uk."),
        ("https://www", "www", "origin is 'www.ashby.gov.example'"),
        ("https:", "javascript:", "origin is 'javascript://www"),
        ("https://www", "https://a@www", "origin is 'https://a@www"),
        ("https://www", "https://<b>", "origin is 'https://<b>"),
        ("2026-11-21", "21/11/2026", "last_date is '21/11/2026'. Write days as 2026-11-23."),
        ("2026-11-21", "2026-12-24", "is not one of past days, at most a year long"),
        ("2026-10-25", "2026-11-22", "the period from 2026-11-22 to 2026-11-21"),
        ("2026-10-25", "2025-10-25", "at most a year long"),
        (",2026-11-21", "", "there are 6 values for 7 columns"),
        ("\n", "\n\n\n", ""),
    ],
)
def test_a_table_with_a_fault_is_refused_by_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = written(tmp_path, f"{HEADER}\n{ROW}".replace(old, new))
    if not said:
        assert len(read_file(path, on=TODAY).records) == 1
        return
    with pytest.raises(UsabilityError) as caught:
        read_file(path, on=TODAY)
    assert said in str(caught.value)
    assert f"{path}, line 2: " in str(caught.value)
    assert str(caught.value).endswith(".")
    assert caught.value.exit_code == 2


def _without(*path: str) -> dict[str, Any]:
    given = answer(ASHBY)
    place = given["record"]
    for name in path[:-1]:
        place = place[name]
    del place[path[-1]]
    return given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "the file is empty"),
        ("[", "line 1 is not JSON"),
        ("[[[" * 50_000, "it is not JSON (maximum recursion depth"),
        ('{"record": NaN}', "it is not JSON (NaN is no number)"),
        ("[1]", "in record 1, the answer is '1', not an object"),
        (answer(ASHBY, largest_contentful_paint=True), "lcp_p75_ms is 'True'"),
        (answer(ASHBY, largest_contentful_paint=10**400), "lcp_p75_ms is '1000"),
        (answer(ASHBY, cumulative_layout_shift=["0.1"]), "cls_p75 is \"['0.1']\""),
        (answer("https://www.ashby.gov.example/a b"), "origin is "),
        (answer(ASHBY, "WATCH"), "form_factor is 'WATCH'"),
        (_without("collectionPeriod"), "record.collectionPeriod is 'None', not an object"),
        (_without("collectionPeriod", "lastDate", "day"), "collectionPeriod.lastDate is"),
        (_without("metrics", "largest_contentful_paint", "percentiles"), "percentiles is 'None'"),
        (error(429, "Quota exceeded"), "it is the API's refusal, not an answer"),
    ],
    ids=range(14),
)
def test_other_files_are_refused(tmp_path: Path, given: Any, said: str) -> None:
    path = written(tmp_path, given if isinstance(given, str) else json.dumps([given]))
    with pytest.raises(UsabilityError) as caught:
        read_file(path, on=TODAY)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert len(str(caught.value)) < 500


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, said in (
        (tmp_path / "nowhere.json", "There is no file"),
        (tmp_path, "cannot be read: Is a directory"),
    ):
        with pytest.raises(UsabilityError, match=said):
            read_file(path, on=TODAY)
    (tmp_path / "latin.json").write_bytes(b'["\xe9"]')
    with pytest.raises(UsabilityError, match="it is not UTF-8 text"):
        read_file(tmp_path / "latin.json", on=TODAY)
    monkeypatch.setattr(files, "LARGEST", 3)
    with pytest.raises(UsabilityError, match="it is larger than"):
        read_file(table(tmp_path, ROW), on=TODAY)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://www.Ashby.gov.uk:443/home?x#y", "https://www.ashby.gov.uk"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://caf\u00e9.example/", "https://xn--caf-dma.example"),
        ("http://[::1]:80/", "http://[::1]"),
        ("ftp://ashby.example/", None),
        ("https:///nowhere", None),
        ("https://a\x00b.example/", None),
        ("https://<script>.example/", None),
        ("https://ashby.example:99999/", None),
        (f"https://{'x.' * 200}example/", None),
        ("ashby.example", None),
    ],
)
def test_an_origin_of_an_address(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


def test_where_else_a_website_may_be() -> None:
    assert candidates(("https://new.example/a", "https://www.old.example/", "no address")) == (
        *("https://new.example", "https://www.old.example"),
        *("https://www.new.example", "http://new.example", "http://www.new.example"),
        *("https://old.example", "http://www.old.example", "http://old.example"),
    )
