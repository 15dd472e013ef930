"""robots.txt, as we read it."""

from __future__ import annotations

import pytest

from crawler.records import EndState
from crawler.spiders.rules import LONGEST_CRAWL_DELAY, Robots, robots_url

URL = "https://www.example.gov.uk/robots.txt"
PAGE = "https://www.example.gov.uk/contact"


def answered(text: str, status: int = 200) -> Robots:
    return Robots.answered(URL, status, text.encode())


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /contact", False),
        ("User-agent: *\nDisallow: /news", True),
        ("User-agent: *\nDisallow: /\nAllow: /contact", True),
        ("User-agent: SomeOtherBot\nDisallow: /", True),
        ("User-agent: CouncilUsabilityBot\nDisallow: /", False),
        ("User-agent: councilusabilitybot\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: CouncilUsabilityBot\nAllow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<html><body>Not a robots.txt</body></html>", True),
        ("\x00\xff nonsense", True),
    ],
)
def test_our_own_group_is_followed_before_that_for_all(text: str, allowed: bool) -> None:
    refusal = answered(text).refusal(PAGE)
    assert (refusal is None) is allowed
    if refusal is not None:
        assert refusal.state is EndState.DISALLOWED
        assert refusal.reason == "robots.txt disallows /contact"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_missing_file_allows_everything(status: int) -> None:
    assert answered("User-agent: *\nDisallow: /", status).refusal(PAGE) is None


@pytest.mark.parametrize(
    ("status", "state"),
    [(429, EndState.BLOCKED), (500, EndState.UNREACHABLE), (503, EndState.UNREACHABLE)],
)
def test_a_file_that_cannot_be_had_allows_nothing(status: int, state: EndState) -> None:
    refusal = answered("", status).refusal(PAGE)
    assert refusal is not None
    assert refusal.state is state
    assert str(status) in refusal.reason


def test_no_answer_allows_nothing_and_says_why() -> None:
    refusal = Robots.unanswered(URL, "could not be fetched (no answer in time)").refusal(PAGE)
    assert refusal is not None
    assert refusal.state is EndState.UNREACHABLE
    assert "no answer in time" in refusal.reason


@pytest.mark.parametrize(
    ("wish", "delay"),
    [("5", 5.0), ("0.5", 0.5), ("86400", LONGEST_CRAWL_DELAY), ("soon", 0.0), ("-3", 0.0)],
)
def test_crawl_delay_is_kept_within_bounds(wish: str, delay: float) -> None:
    assert answered(f"User-agent: *\nCrawl-delay: {wish}").delay == delay


def test_sitemaps_are_absolute_and_named_once() -> None:
    robots = answered("Sitemap: /a.xml\nSitemap: https://www.example.gov.uk/a.xml\nSitemap: b.xml")
    assert robots.sitemaps == (
        "https://www.example.gov.uk/a.xml",
        "https://www.example.gov.uk/b.xml",
    )


def test_each_host_and_port_has_its_own_file() -> None:
    assert robots_url("http://127.0.0.1:8080/a/b?c#d") == "http://127.0.0.1:8080/robots.txt"


def test_a_sitemap_address_that_cannot_be_read_is_skipped() -> None:
    body = b"Sitemap: https://[yourdomain]/sitemap.xml\nSitemap: /map.xml\nDisallow:\n"
    robots = Robots.answered("https://a.example/robots.txt", 200, body)
    assert robots.sitemaps == ("https://a.example/map.xml",)
