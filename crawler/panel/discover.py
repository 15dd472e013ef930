"""Which pages stand for a website's roles and tasks: a search that asks for one look at a time.

Candidates come from the links of the home page, from those of the pages looked at, from imported
Local Links and from the sitemap. Each has a score for each task. The search looks at the pages from
which it can learn most: the best candidates that are not yet certain, and pages that lead on to
tasks that have no page yet. The same answers always lead to the same result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.gathering import read_links, read_local_links, read_sitemap
from crawler.panel.known import Known
from crawler.panel.lessons import learn
from crawler.panel.outcome import Discovered, outcome
from crawler.panel.promise import Promise
from crawler.panel.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from crawler.panel.evidence import Place
    from crawler.panel.overrides import Override
    from crawler.records import LocalLink, PageFacts, Task

__all__ = ["Discovered", "Discovery"]


def _everything(_url: str) -> bool:
    return True


class Discovery:
    """The search for a website's pages: ask `next()` which address to look at, answer with
    `saw()`, until it is None; then take the `result()`.

    `tasks` are those that are the councils' job. `known` are pages that this crawl has loaded
    already, `gone` addresses of pages that are no more, `other_hosts` the hosts of other councils.
    `allowed` says which addresses may be loaded; `looks` is the most that `next()` asks for.
    """

    def __init__(
        self,
        home: PageFacts,
        *,
        home_url: str,
        tasks: Sequence[Task],
        nation: str,
        sitemap: Sequence[str] = (),
        local_links: Sequence[LocalLink] = (),
        overrides: Sequence[Override] = (),
        known: Sequence[PageFacts] = (),
        gone: Collection[str] = (),
        other_hosts: Collection[str] = (),
        allowed: Callable[[str], bool] = _everything,
        looks: int = 20,
    ) -> None:
        site = Site(
            home, home_url, tasks, nation, gone=gone, other_hosts=other_hosts, allowed=allowed
        )
        self._overrides = {
            (item.role, item.task): item
            for item in overrides
            if item.url is None or not site.is_gone(item.url)
        }
        self._known = Known(site)
        self._promise = Promise(self._known, self._overrides)
        self._looks = max(looks, 0)
        self._asked: Place | None = None
        read_links(self._known, home, level=1, home=True)
        read_local_links(self._known, local_links)
        read_sitemap(self._known, sitemap)
        for facts in known:
            learn(self._known, facts, None)

    def next(self) -> str | None:
        """Return the next address to look at, or None when the looks are spent or nothing more is
        worth one."""
        place = self._promise.best() if self._looks > 0 else None
        if place is None:
            return None
        self._looks -= 1
        self._asked = place
        self._known.tried.add(place.key)
        return place.url

    def saw(self, facts: PageFacts) -> None:
        """Take in what the look at the last `next()` found, whatever its end state."""
        asked, self._asked = self._asked, None
        learn(self._known, facts, asked)

    def result(self) -> Discovered:
        """Return the pages found so far, with all that was considered."""
        return outcome(self._known, self._overrides)
