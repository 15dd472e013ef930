"""Which documents of a website are read: a few, by a rule that chooses the same in each crawl."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from crawler.facts.document import DocumentState
from crawler.panel.address import normalise, page_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crawler.facts.document import Document
    from crawler.records import Link, PageFacts

_FRAME = ("header", "nav", "footer")
# What a link says of a file whose address does not: "(PDF, 200 KB)".
_SAID = re.compile(r"\bpdf\b\W{0,3}[\d.,]+\s*[km]b\b|[\[(]\s*pdf\b", re.IGNORECASE)
_MISSING = (DocumentState.GONE, DocumentState.NOT_PDF)


class Linked(NamedTuple):
    """A document as a page links to it."""

    url: str
    on: str
    text: str


def linked_documents(
    pages: Iterable[PageFacts], ours: Callable[[str], bool]
) -> tuple[tuple[Linked, ...], ...]:
    """Return for each page that links to PDFs those that no page before it does: what its main part
    links to first. `ours` says whether an address is the council's or a supplier's."""
    known: set[str] = set()
    found = []
    for facts in pages:
        if not facts.state.scored or facts.markup is None:
            continue
        links = [link for link in facts.markup.links if link.visible and _is_pdf(link)]
        here = []
        for link in sorted(links, key=lambda link: link.region in _FRAME):
            key, url = page_key(link.url), normalise(link.url)
            if key is None or url is None or key in known or not ours(link.url):
                continue
            known.add(key)
            here.append(Linked(url, facts.final_url, link.text))
        if here:
            found.append(tuple(here))
    return tuple(found)


def chosen(linked: Sequence[Sequence[Linked]], before: Sequence[Document]) -> tuple[Linked, ...]:
    """Return the documents in the order of wanting: those of the crawl `before`, unless they were
    not there or no PDFs; then the first of each page, the second of each page, and so on."""
    kept = [Linked(each.url, each.on, each.text) for each in before if each.state not in _MISSING]
    deepest = max(map(len, linked), default=0)
    rest = [page[at] for at in range(deepest) for page in linked if at < len(page)]
    now = {page_key(each.url): each for each in rest}
    order = [now.get(page_key(each.url), each) for each in kept] + rest
    return tuple({page_key(each.url): each for each in order}.values())


def _is_pdf(link: Link) -> bool:
    try:
        path = urlsplit(link.url).path
    except ValueError:
        return False
    return path.lower().endswith(".pdf") or _SAID.search(link.text) is not None
