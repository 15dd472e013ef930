"""Sitemaps, including those that mean harm."""

from __future__ import annotations

import gzip

import pytest
from scrapy.http import Response

from crawler.spiders import sitemap
from crawler.spiders.sitemap import read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def response(body: bytes) -> Response:
    return Response("https://www.example.gov.uk/sitemap.xml", body=body)


def urlset(*addresses: str) -> bytes:
    entries = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f'<?xml version="1.0"?><urlset {NAMESPACE}>{entries}</urlset>'.encode()


def test_pages_are_read_in_order() -> None:
    pages, further = read_sitemap(response(urlset("https://a.uk/1", " https://a.uk/2 ")))
    assert pages == ["https://a.uk/1", "https://a.uk/2"]
    assert further == []


def test_an_index_names_further_sitemaps() -> None:
    body = (
        f"<sitemapindex {NAMESPACE}><sitemap><loc>https://a.uk/1.xml</loc></sitemap></sitemapindex>"
    )
    assert read_sitemap(response(body.encode())) == ([], ["https://a.uk/1.xml"])


def test_a_compressed_sitemap_is_unpacked() -> None:
    assert read_sitemap(response(gzip.compress(urlset("https://a.uk/1"))))[0] == ["https://a.uk/1"]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(urlset("https://a.uk/1") + b" " * (sitemap.LARGEST_FILE + 1))
    assert len(bomb) < 20_000
    assert read_sitemap(response(bomb)) == ([], [])


def test_the_number_of_addresses_is_bounded() -> None:
    many = urlset(*(f"https://a.uk/{number}" for number in range(sitemap.MOST_ADDRESSES + 10)))
    assert len(read_sitemap(response(many))[0]) == sitemap.MOST_ADDRESSES


def test_entities_are_not_expanded() -> None:
    body = f"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/hostname">]>
    <urlset {NAMESPACE}><url><loc>https://a.uk/&f;</loc></url></urlset>"""
    pages, _ = read_sitemap(response(body.encode()))
    assert pages in ([], ["https://a.uk/"])


@pytest.mark.parametrize(
    "body",
    [b"", b"nonsense", b"<html><body>Not found</body></html>", b"\x1f\x8b\x08broken", b"<urlset>"],
)
def test_what_is_no_sitemap_names_nothing(body: bytes) -> None:
    assert read_sitemap(response(body)) == ([], [])


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/relative", ""])
def test_only_web_addresses_are_taken(address: str) -> None:
    assert read_sitemap(response(urlset(address)))[0] == []


def test_a_damaged_end_keeps_the_beginning() -> None:
    body = urlset("https://a.uk/1", "https://a.uk/2")[:-20]
    assert "https://a.uk/1" in read_sitemap(response(body))[0]
