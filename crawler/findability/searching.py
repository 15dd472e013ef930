"""Asking a website's own search for a task, and reading what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.findability.method import METHOD
from crawler.panel.address import page_key, same_site
from crawler.panel.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.records import Link, PageFacts, SearchForm, Task

_AROUND = frozenset({"header", "nav", "aside", "footer"})

_Presented = tuple[str | None, tuple[str, ...], tuple[str, ...]]


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


class Results:
    """The pages of results that a website's search gave in one crawl, `answers`, each to another
    query. `home` is the page with the search form."""

    def __init__(self, home: PageFacts, answers: Sequence[PageFacts]) -> None:
        markup = home.markup
        form = markup.search if markup is not None else None
        self._field = form.field if form is not None else None
        self._homes = {page_key(home.url), page_key(home.final_url)}
        self._at_home = {_presented(link) for link in markup.links} if markup is not None else set()
        self._on_all = _on_all(answers)

    def position(self, answer: PageFacts, target: str, *also: str) -> int | None:
        """Return the place of a page among the results, 1 for the first; None when it is not among
        the first ten.

        `also` are further addresses of the same page, such as the one that it redirects to. What
        stands around the results, on each of the answers, or leads back to them (pages, filters)
        is none.
        """
        wanted = {page_key(url) for url in (target, *also)} - {None}
        found = list(dict.fromkeys(self._results(answer)))[: METHOD.results]
        return next((place for place, key in enumerate(found, start=1) if key in wanted), None)

    def _results(self, answer: PageFacts) -> Iterator[str]:
        markup = answer.markup
        if markup is None:
            return
        has_main = _has_main(answer)
        elsewhere = {page_key(language.url) for language in markup.languages}
        for link in markup.links:
            if not link.visible or (link.region != "main" if has_main else link.region in _AROUND):
                continue
            presented = _presented(link)
            # Where no part is marked as main, the menu's links stand among the results.
            if presented in self._on_all or (not has_main and presented in self._at_home):
                continue
            url = _led_to(link.url, answer.final_url)
            key = page_key(url)
            if key is None or key in self._homes or key in elsewhere or self._asks(url, answer):
                continue
            yield key

    def _asks(self, url: str, answer: PageFacts) -> bool:
        """Whether an address is the search's own: without a query, or with one for the form's
        field, as further pages and filters have. Some sites have all their pages on one path."""
        path, _, query = (page_key(url) or "").partition("?")
        own = (page_key(other) or "" for other in (answer.url, answer.final_url))
        if path not in [key.partition("?")[0] for key in own]:
            return False
        return not query or self._field in dict(parse_qsl(query, keep_blank_values=True))


def _on_all(answers: Sequence[PageFacts]) -> frozenset[_Presented]:
    """What stands on all answers, such as help with searching; nothing where they are too few."""
    shown = [
        frozenset(_presented(link) for link in answer.markup.links if link.visible)
        for answer in answers
        if answer.markup is not None
    ]
    if len(shown) < METHOD.alike:
        return frozenset()
    return frozenset.intersection(*shown)


def _has_main(answer: PageFacts) -> bool:
    return answer.markup is not None and any(link.region == "main" for link in answer.markup.links)


def _presented(link: Link) -> _Presented:
    """What a link is to those who see it: the same one stands on many pages of a site, while a
    result stands under a heading of its own."""
    return page_key(link.url), words(link.text), words(link.heading)


def _led_to(url: str, results_url: str) -> str:
    """The page behind a link that counts the clicks on results: …/redirect?url=https://…"""
    if not same_site(url, results_url):
        return url
    given = [value for _, value in parse_qsl(urlsplit(url).query)]
    return next((value for value in given if value.startswith(("https://", "http://"))), url)
