from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.panel.address import normalise, page_key, same_site


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("https://www.northam.example", "https://www.northam.example/"),
        ("HTTPS://WWW.Northam.Example:443/Bins", "https://www.northam.example/Bins"),
        ("http://northam.example:80/", "http://northam.example/"),
        ("http://127.0.0.1:8801/a", "http://127.0.0.1:8801/a"),
        ("http://[::1]:8801/", "http://[::1]:8801/"),
        ("https://northam.example./a", "https://northam.example/a"),
        (" https://northam.example/a#main ", "https://northam.example/a"),
        ("https://northam.example/a/../b/./c", "https://northam.example/b/c"),
        ("https://northam.example/a/..", "https://northam.example/"),
        ("https://northam.example/../../a", "https://northam.example/a"),
        ("https://northam.example/.well-known/x", "https://northam.example/.well-known/x"),
        ("https://northam.example/a/b/../", "https://northam.example/a/"),
        ("https://northam.example/bins/", "https://northam.example/bins/"),
        ("https://northam.example/%7ebins%2fa b", "https://northam.example/~bins%2Fa%20b"),
        ("https://northam.example/sŵn", "https://northam.example/s%C5%B5n"),
        ("https://northam.example/s%c5%b5n", "https://northam.example/s%C5%B5n"),
        ("https://northam.example/100%", "https://northam.example/100%25"),
        ("https://cyngor-môn.example/", "https://xn--cyngor-mn-n7a.example/"),
        ("https://northam.example/a?b=2&a=1", "https://northam.example/a?b=2&a=1"),
        ("https://northam.example/a?", "https://northam.example/a"),
        ("https://northam.example/a?utm_source=x&id=3&fbclid=y", "https://northam.example/a?id=3"),
    ],
)
def test_one_spelling(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bins",
        "/bins",
        "mailto:info@northam.example",
        "tel:01234567890",
        "javascript:void(0)",
        "ftp://northam.example/",
        "https:///bins",
        "https://user:word@northam.example/",
        "https://northam.example:99999/",
        "https://[northam/",
        "https://nor tham.example/",
        "https://-/",
        "https://" + "a" * 70 + "ŵ.example/",
        "https://northam.example/" + "a" * 3000,
    ],
)
def test_what_is_no_web_address(address: str) -> None:
    assert normalise(address) is None
    assert page_key(address) is None
    assert not same_site(address, "https://northam.example/")


@given(st.text(max_size=60))
def test_no_text_raises_and_a_normal_address_stays_as_it_is(text: str) -> None:
    for address in (text, f"https://northam.example/{text}", f"https://northam.example/?{text}"):
        normal = normalise(address)
        assert normal is None or normalise(normal) == normal


@pytest.mark.parametrize(
    "twin",
    [
        "http://northam.example/bins",
        "https://www.northam.example/bins/",
        "https://northam.example/bins/index.html",
        "https://northam.example/bins/Default.aspx",
        "https://northam.example/bins#when",
        "https://northam.example/bins?utm_campaign=spring",
    ],
)
def test_twins_have_one_key(twin: str) -> None:
    assert page_key(twin) == page_key("https://northam.example/bins")


@pytest.mark.parametrize(
    "other",
    [
        "https://northam.example/Bins",
        "https://northam.example/bins?page=2",
        "https://my.northam.example/bins",
        "https://northam.example:8443/bins",
    ],
)
def test_different_pages_have_different_keys(other: str) -> None:
    assert page_key(other) != page_key("https://northam.example/bins")


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://www.northam.example/a", True),
        ("http://northam.example/", True),
        ("https://NORTHAM.example:443/", True),
        ("https://my.northam.example/", False),
        ("https://northam.example.evil.example/", False),
        ("https://notnortham.example/", False),
        ("https://northam.example:8443/", False),
    ],
)
def test_a_site_is_its_host_and_port(address: str, same: bool) -> None:
    assert same_site(address, "https://www.northam.example/") is same
