"""A fictional site's own search: pages ranked by how often the query's words stand in them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")
# A word of the title is worth this many in the text, as most councils' search engines have it.
TITLE_WORTH = 5
MOST = 10


class SiteSearch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[behaviour.search]]`: the path that answers, and the parameter that holds the query."""

    path: str
    parameter: str

    def asked(self, query: str) -> str:
        """What is searched for in this query of an address; "" for nothing."""
        return " ".join(parse_qs(query).get(self.parameter, [""])[0].split())


def results(asked: str, pages: Mapping[str, str]) -> str:
    """A results page (a title, then content): the first ten of the pages, by path, that hold any of
    the words, best first."""
    words = [_stem(word) for word in WORD.findall(asked.lower())]
    scored = sorted((-_worth(text, words), path) for path, text in pages.items())
    found = [path for worth, path in scored if worth < 0][:MOST]
    items = "\n".join(
        f'<li><a href="{html.escape(path)}">{_title(pages[path])}</a></li>' for path in found
    )
    said = f"<p>Results for “{html.escape(asked)}”</p>"
    listed = f"<ol>\n{items}\n</ol>" if found else "<p>Nothing was found.</p>"
    return f"<title>Search results</title>\n<h1>Search results</h1>\n{said}\n{listed}\n"


def _worth(text: str, words: list[str]) -> int:
    title = [_stem(word) for word in WORD.findall(_title(text).lower())]
    body = [_stem(word) for word in WORD.findall(TAG.sub(" ", text).lower())]
    return sum(body.count(word) + TITLE_WORTH * title.count(word) for word in words)


def _title(text: str) -> str:
    found = TITLE.search(text)
    return found[1] if found else ""


def _stem(word: str) -> str:
    return word.removesuffix("s")
