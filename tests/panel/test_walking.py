from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.panel.titles import Titles
from crawler.panel.walking import Walking
from crawler.records import EndState, PageRole
from tests.facts import MARKUP, sound_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import PageFacts

HOME, TASK, ROTATING = PageRole.HOME, PageRole.TASK, PageRole.ROTATING


def crawled(pages: Sequence[tuple[PageRole, str]], most: int = 4, killed: int = 0) -> list[int]:
    """Visit pages of these templates and return which were walked; a crawl that is `killed` before
    that page goes on in another run."""
    walking = Walking(most)
    kept: list[PageFacts] = []
    for number, (role, template) in enumerate(pages):
        if number == killed:
            walking = Walking(most)
            for facts in kept:
                walking.keep(facts)
        walked = walking.wish(role)(template)
        kept.append(sound_facts(template=template, walked=walked))
        walking.keep(kept[-1])
    return [number for number, facts in enumerate(kept) if facts.walked]


def test_the_first_page_of_each_template_is_walked() -> None:
    pages = [(HOME, "a"), (TASK, "b"), (TASK, "a"), (TASK, "b"), (TASK, "c"), (TASK, "c")]
    assert crawled(pages) == [0, 1, 4]


def test_at_most_so_many_are() -> None:
    pages = [(HOME, "a"), *((TASK, name) for name in "bcdefg")]
    assert crawled(pages) == [0, 1, 2, 3]
    assert crawled(pages, most=1) == [0]
    assert crawled(pages, most=0) == []


def test_rotating_pages_are_not() -> None:
    assert crawled([(ROTATING, "x"), (TASK, "b"), (ROTATING, "y")]) == [1]


def test_a_page_whose_template_is_not_known_is_walked_only_if_it_is_the_home_page() -> None:
    assert crawled([(HOME, ""), (TASK, ""), (TASK, "b")]) == [0, 2]


def test_a_crawl_that_was_killed_walks_the_same_pages() -> None:
    pages = [(HOME, "a"), (TASK, "b"), (TASK, "a"), (TASK, "b"), (TASK, "c"), (TASK, "d")]
    whole = crawled(pages)
    assert [crawled(pages, killed=page) for page in range(1, len(pages))] == [whole] * 5


def test_a_page_without_scores_takes_nobodys_place() -> None:
    walking = Walking(2)
    walking.keep(sound_facts(template="b", walked=True, state=EndState.GONE))
    assert walking.wish(TASK)("b")


class TestTitles:
    def page(self, path: str, title: str) -> PageFacts:
        return sound_facts(
            url=f"https://northam.example{path}", markup=replace(MARKUP, title=title)
        )

    def test_the_pages_before_it_with_the_same_title_are_named(self) -> None:
        titles = Titles()
        pages = [
            self.page("/b", "Council tax: Northam"),
            self.page("/a", "council  tax | NORTHAM"),
        ]
        pages += [
            self.page("/c", "Council tax bands | Northam"),
            self.page("/d", "Council tax: Northam"),
        ]
        seen = [titles.compared(page).same_title for page in pages]
        b, a = pages[0].url, pages[1].url
        assert seen == [(), (b,), (), (a, b)]

    def test_a_page_that_was_judged_before_is_not_compared_with_itself(self) -> None:
        titles = Titles()
        titles.keep(self.page("/a", "Council tax"))
        assert titles.compared(self.page("/a", "Council tax")).same_title == ()

    def test_no_title_is_like_no_other(self) -> None:
        titles = Titles()
        titles.keep(self.page("/a", " - "))
        assert titles.compared(self.page("/b", "")).same_title == ()
