"""Asking a website's own search for a task, and reading what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.findability.method import METHOD
from crawler.panel.address import page_key, same_site
from crawler.panel.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.records import Link, PageFacts, SearchForm, Task

_AROUND = frozenset({"header", "nav", "aside", "footer"})


def query_of(task: Task, nation: str) -> str:
    """Return what a resident would type: the first of the task's terms, in lower case.

    It is English in Wales too, since the addresses in the register are those of the English sites;
    a task that has only Welsh terms is asked for in Welsh there.
    """
    terms = task.english_terms or (task.welsh_terms if nation == "Wales" else ())
    return (terms[0] if terms else task.title).lower()


def search_url(form: SearchForm, query: str) -> str:
    """Return the address that a browser would ask for when the form is sent with this query."""
    address = urlsplit(form.action)
    # Sending a form by GET replaces the query that its action has.
    sent = urlencode([*form.others, (form.field, query)])
    return address._replace(query=sent, fragment="").geturl()


def position(results: PageFacts, home: PageFacts, target: str, *also: str) -> int | None:
    """Return the place of a page among the results, 1 for the first; None when it is not among
    the first ten.

    `also` are further addresses of the same page, such as the one that it redirects to. What stands
    on the home page as well, around the results, or leads back to them (pages, filters) is none.
    """
    wanted = {page_key(url) for url in (target, *also)} - {None}
    found = list(dict.fromkeys(_results(results, home)))[: METHOD.results]
    return next((place for place, key in enumerate(found, start=1) if key in wanted), None)


def _results(results: PageFacts, home: PageFacts) -> Iterator[str]:
    markup = results.markup
    if markup is None:
        return
    has_main = any(link.region == "main" for link in markup.links)
    chrome = {_presented(link) for link in home.markup.links} if home.markup is not None else set()
    homes = {page_key(home.url), page_key(home.final_url)}
    elsewhere = {page_key(language.url) for language in markup.languages}
    for link in markup.links:
        if not link.visible or (link.region != "main" if has_main else link.region in _AROUND):
            continue
        # In the main part, what stands under no heading on both pages may still be a result.
        if _presented(link) in chrome and (link.heading or not has_main):
            continue
        url = _led_to(link.url, results.final_url)
        key = page_key(url)
        if key is None or key in homes or key in elsewhere or _same_path(url, results):
            continue
        yield key


def _presented(link: Link) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """What a link is to those who see it: the same one stands on many pages of a site, while a
    result stands under a heading of its own."""
    return page_key(link.url), words(link.text), words(link.heading)


def _same_path(url: str, results: PageFacts) -> bool:
    """Whether an address is the results page's own, whatever its query: further pages, filters."""
    path = page_key(url) or ""
    own = {page_key(results.url), page_key(results.final_url)} - {None}
    return path.partition("?")[0] in {(key or "").partition("?")[0] for key in own}


def _led_to(url: str, results_url: str) -> str:
    """The page behind a link that counts the clicks on results: …/redirect?url=https://…"""
    if not same_site(url, results_url):
        return url
    given = [value for _, value in parse_qsl(urlsplit(url).query)]
    return next((value for value in given if value.startswith(("https://", "http://"))), url)
