"""Whose host it is: the council's, a supplier's, everybody's."""

from __future__ import annotations

import pytest

from crawler.panel.hosts import same_organisation
from crawler.panel.suppliers import is_known, supplier_of

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
