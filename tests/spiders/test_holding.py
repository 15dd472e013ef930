"""Too much gone at once is not believed until the next crawl."""

from __future__ import annotations

import pytest

from crawler.database.store import LastCrawl
from crawler.spiders.holding import held_back

GONE = ("a", "b", "c")


@pytest.mark.parametrize(
    ("gone", "pages", "last", "held"),
    [
        (GONE[:2], 3, (), ()),
        (GONE, 9, (), ()),
        (GONE, 8, (), GONE),
        (GONE, 8, ("a", "x"), ("b", "c")),
        (GONE, 8, GONE, ()),
    ],
)
def test_what_is_held(
    gone: tuple[str, ...], pages: int, last: tuple[str, ...], held: tuple[str, ...]
) -> None:
    before = LastCrawl(panel_size=pages, gone=frozenset(last))
    assert held_back(gone, pages, before) == held


def test_the_first_crawl_holds_too() -> None:
    assert held_back(GONE, 8, None) == GONE
