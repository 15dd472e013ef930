"""Whose host it is: the council's, a supplier's, everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.errors import BadRegister
from crawler.panel.hosts import same_organisation
from crawler.panel.suppliers import is_known, read_suppliers, supplier_of

if TYPE_CHECKING:
    from pathlib import Path

HOME = "https://www.northam.gov.uk/"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://northam.gov.uk/x", None),
        ("https://planning.northam.gov.uk/x", None),
        ("https://northam-self.achieveservice.com/x", "northam-self.achieveservice.com"),
        ("https://pay.example.com:8443/x", "pay.example.com:8443"),
        ("https://www.gov.uk/pay", None),
        ("https://www.tax.service.gov.uk/x", None),
        ("https://www.gov.wales/x", None),
        ("https://www.nidirect.gov.uk/x", None),
        ("https://m.facebook.com/northam", None),
        ("https://southam.gov.uk/x", None),
        ("mailto:a@northam.gov.uk", None),
    ],
)
def test_whose_host_it_is(url: str, host: str | None) -> None:
    assert supplier_of(url, HOME, frozenset({"southam.gov.uk"})) == host


def test_councils_under_one_government_are_not_one() -> None:
    carmarthenshire, anglesey = (
        "https://www.carmarthenshire.gov.wales",
        "https://anglesey.gov.wales",
    )
    assert not same_organisation(carmarthenshire, anglesey)
    assert same_organisation("https://x.anglesey.gov.wales", anglesey)


def test_known_suppliers_stand_for_their_subdomains() -> None:
    assert is_known("https://northam-self.achieveservice.com/x")
    assert not is_known("https://achieveservice.com.example/x")


@pytest.mark.parametrize(
    "row", ["PayLink.example,payments", "https://a.example,x", "a.example,", "paylink,payments"]
)
def test_a_bad_supplier_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_text(f"domain,what\ngood.example,planning\n{row}\n", encoding="utf-8")
    with pytest.raises(BadRegister, match=r"suppliers\.csv, line 3: "):
        read_suppliers(path)


def test_a_supplier_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_text("domain,what\na.example,x\na.example,y\n", encoding="utf-8")
    with pytest.raises(BadRegister, match="already used on line 2"):
        read_suppliers(path)
