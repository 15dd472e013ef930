from __future__ import annotations

import pytest

from crawler.browser.ending import from_answer, from_error
from crawler.browser.soft import from_markup
from crawler.records import EndState, Link, Markup

LINKS = tuple(Link(url=f"https://x.example/{number}", text="x") for number in range(20))


def page(
    title: str = "Eastmere Council", h1: str = "", text: str = "", links: tuple[Link, ...] = LINKS
) -> Markup:
    return Markup(
        title=title,
        language="en",
        viewport=(),
        links=links,
        headings=((1, h1),) if h1 else (),
        text_excerpt=text,
        element_count=10,
    )


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Page not found",
            "404",
            "404 - Page not found",
            "404 Not Found",
            "Error 404",
            "404 error",
        ),
        *("Sorry, the page you requested could not be found", "The page cannot be found"),
        *("Page Not Found!", "Oops! That page can\u2019t be found.", "This page was not found"),
        *("Sorry, we can't find that page", "This page does not exist", "This page doesn't exist"),
        *("The page you are looking for is no longer available", "File not found"),
        *("Ni chafwyd hyd i'r dudalen", "Tudalen heb ei chanfod", "This page no longer exists"),
        *("Sorry, we couldn\u2019t find the page you were looking for", "Web page not found"),
        *("Sorry, we can't find the page you're looking for", "Page not found (404)", "Not Found"),
        *("This page has been removed", "Page unavailable", "The page cannot be displayed"),
        *("404: Sorry, page not found", "The page you\u2019re trying to reach cannot be found"),
        *("We\u2019re sorry, this page is unavailable", "The page has been moved or deleted"),
    ],
)
def test_a_heading_or_title_that_says_so_means_gone(words: str) -> None:
    by_title = from_markup(page(title=f"{words} | Eastmere Council"))
    by_heading = from_markup(page(h1=words))
    assert by_title is not None
    assert by_heading is not None
    assert by_title.state == by_heading.state == EndState.GONE


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Lost and found",
            "Report a page not found by search",
            "Page",
            "Content",
            "Planning files",
        ),
        *(
            "Find a page",
            "Dogs found straying",
            "Route 404 bus timetable",
            "Missing bin collections",
        ),
        *("The file is available", "Page found", "What to do when a page is not found", "Access"),
        *(
            "We cannot find your application",
            "Bins not collected",
            "This page is available in Welsh",
        ),
        *(
            "Pages removed from the register",
            "Trees that have been removed",
            "Dog found: not chipped",
        ),
        *("We're sorry for the delay", "Removed pages", "Page 404 of the constitution"),
        *("Unavailable", "This service is unavailable", "How a planning page is displayed"),
        *("Items not found in the catalogue", "Report that a page has been removed"),
        *("Security checks for taxi drivers", "Domain names", "Buy this", "A page of content"),
    ],
)
def test_ordinary_headings_do_not(words: str) -> None:
    assert from_markup(page(title=f"{words} - Eastmere Council", h1=words)) is None


def test_404_alone_counts_only_on_a_page_that_says_little() -> None:
    assert from_markup(page(title="404 | Buses", h1="404", text="Timetable. " * 300)) is None
    assert from_markup(page(title="404 | Buses", text="Not here.")) is not None


def test_404_beside_the_councils_name_alone_is_no_bus_route() -> None:
    text = "Bins, roads and council tax. " * 300
    assert from_markup(page(title="404 | Eastmere Council", text=text)) is not None
    assert from_markup(page(title="404 | Eastmere Council", h1="Buses", text=text)) is None
    assert from_markup(page(title="404 | Buses | Eastmere Council", text=text)) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Checking"),
        ("Attention Required! | Cloudflare", "Sorry, you have been blocked"),
        ("Access Denied", "You don't have permission to access this server"),
        ("Request Rejected", "The requested URL was rejected. Please consult"),
        ("Pardon Our Interruption", "As you were browsing something"),
        ("", "Request unsuccessful. Incapsula incident ID: 877000"),
        ("eastmere.gov.uk", "Verify you are human by completing the action below."),
    ],
)
def test_a_challenge_is_blocked(title: str, text: str) -> None:
    ending = from_markup(page(title=title, text=text, links=()))
    assert ending is not None
    assert ending.state == EndState.BLOCKED


def test_an_article_about_challenges_is_not_one() -> None:
    text = "To pay online you may have to verify you are human. " + "Ask us for help. " * 200
    assert from_markup(page(title="Security check", text=text)) is None
    assert from_markup(page(title="Access denied", text="Short, but with the site's menu.")) is None


def test_a_parked_domain_is_gone() -> None:
    for text in ("This domain is for sale", "The domain name eastmere.uk has expired"):
        ending = from_markup(page(text=text, links=LINKS[:2]))
        assert ending is not None
        assert ending.state == EndState.GONE
    assert from_markup(page(text="This domain is for sale, says our auction list")) is None


@pytest.mark.parametrize(
    ("status", "headers", "kind", "state"),
    [
        (200, {}, "text/html", None),
        (200, {}, "application/xhtml+xml", None),
        (200, {}, "", None),
        (203, {}, "text/html", None),
        (202, {"x-amzn-waf-action": "challenge"}, "text/html", EndState.BLOCKED),
        (200, {"cf-mitigated": "challenge"}, "text/html", EndState.BLOCKED),
        (204, {}, "", EndState.GONE),
        (200, {}, "text/calendar", EndState.GONE),
        (451, {}, "text/html", EndState.UNREACHABLE),
    ],
)
def test_an_answer(status: int, headers: dict[str, str], kind: str, state: EndState | None) -> None:
    ending = from_answer(status, headers, kind)
    assert (ending.state if ending else None) == state


def test_an_error_is_explained_in_words() -> None:
    assert from_error("ERR_CERT_DATE_INVALID").reason.startswith("its certificate")
    assert "refuses connections" in from_error("ERR_CONNECTION_REFUSED").reason
    assert "ERR_SOMETHING_NEW" in from_error("ERR_SOMETHING_NEW").reason
