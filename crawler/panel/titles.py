"""Pages of one website that have the same title: a list of open tabs does not tell them apart."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from crawler.records import PageFacts

_NO_WORD = re.compile(r"[\W_]+")


class Titles:
    """The titles that the pages of a panel had so far in a crawl."""

    def __init__(self) -> None:
        self._pages: dict[str, set[str]] = {}

    def keep(self, facts: PageFacts) -> None:
        """Remember the title of a page that has its scores."""
        if title := _title(facts):
            self._pages.setdefault(title, set()).add(facts.url)

    def compared(self, facts: PageFacts) -> PageFacts:
        """Return the facts with the addresses of the pages before it that have its title, and
        remember it."""
        before = self._pages.get(_title(facts), set()) - {facts.url}
        self.keep(facts)
        return replace(facts, same_title=tuple(sorted(before))) if before else facts


def _title(facts: PageFacts) -> str:
    """The title without what nobody hears: case, space and punctuation. "" for none."""
    if not facts.state.scored or facts.markup is None:
        return ""
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", facts.markup.title).casefold()).strip()
