"""The website that is searched: what is settled before its pages are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.address import normalise, page_key
from crawler.panel.evidence import prose_of
from crawler.panel.hosts import host_of, same_organisation
from crawler.panel.places import page_address
from crawler.panel.spelling import meaning, title_parts
from crawler.panel.suppliers import supplier_of
from crawler.panel.wording import Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from crawler.records import PageFacts, Task


class Site:
    """A website with the tasks of its councils. `title` are the parts of its home page's title,
    which stand in every title; `lexicon` reads texts for its tasks; `everywhere` are
    the home page's lines of text and the keys of the pages that it links to."""

    def __init__(
        self,
        home: PageFacts,
        home_url: str,
        tasks: Sequence[Task],
        nation: str,
        *,
        gone: Collection[str],
        other_hosts: Collection[str],
        allowed: Callable[[str], bool],
    ) -> None:
        self.home = home
        self.home_url = normalise(home_url) or home_url
        self.home_keys = {page_key(self.home_url), page_key(home.url), page_key(home.final_url)}
        self.tasks = tuple(tasks)
        self.nation = nation
        parts = title_parts(home.markup.title) if home.markup else ()
        self.title = frozenset(part.casefold().strip() for part in parts)
        markup = home.markup
        self.everywhere = frozenset(
            (*prose_of(markup).splitlines(), *(page_key(link.url) for link in markup.links))
            if markup
            else ()
        )
        names = {word for part in parts for word in meaning(part)}
        self.lexicon = Lexicon(self.tasks, nation, names)
        self._gone = {page_key(url) for url in gone}
        self._other_hosts = frozenset(host_of(f"https://{host}/") for host in other_hosts)
        self._allowed = allowed

    def owns(self, url: str) -> bool:
        """Whether an address is the council's own."""
        return same_organisation(url, self.home_url)

    def supplier(self, url: str) -> str | None:
        """The host of another organisation that may serve this council; None for all others."""
        return supplier_of(url, self.home_url, self._other_hosts)

    def is_gone(self, url: str) -> bool:
        return page_key(url) in self._gone

    def refusal(self, url: str) -> str:
        """Why a page cannot be chosen, whatever it is about; "" where it can."""
        if self.is_gone(url):
            return "the page is gone"
        return "" if self._allowed(url) else "robots.txt does not let us look at it"

    def is_front(self, url: str) -> bool:
        """Whether an address is the start of the website's own host, by another name than the
        home page's."""
        path, _, query = url.partition("://")[2].partition("/")[2].partition("?")
        return not path and not query and host_of(url) == host_of(self.home_url)

    def another(self, address: str, key: str) -> bool | None:
        """Whether a link leads from the page with this key to another page of the website (True)
        or of a supplier (False), or to neither (None)."""
        url = page_address(address)
        to = page_key(url) if url else None
        if url is None or to in (key, *self.home_keys):
            return None
        if self.owns(url):
            return True
        return None if self.supplier(url) is None else False
