"""Which pages stand for a website's roles and tasks: a search that asks for one look at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.panel.address import normalise
from crawler.records import Candidate, PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from crawler.panel.overrides import Override
    from crawler.records import LocalLink, PageFacts, Task


class Discovered(Struct, frozen=True, kw_only=True):
    """What a discovery found. `pages` are the best page for each role and task that has one; a page
    may stand for two. `others` are further lasting pages, in a stable order, to fill a panel with.
    `nothing` are the roles and tasks of which a person said that the site has no page."""

    pages: tuple[PanelPage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    others: tuple[PanelPage, ...] = ()
    nothing: tuple[tuple[PageRole, str | None], ...] = ()


def _everything(_url: str) -> bool:
    return True


class Discovery:
    """The search for a website's pages: ask `next()` which address to look at, answer with
    `saw()`, until it is None; then take the `result()`."""

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
        self._home_url = normalise(home_url) or home_url

    def next(self) -> str | None:
        return None

    def saw(self, facts: PageFacts) -> None:
        pass

    def result(self) -> Discovered:
        home = PanelPage(
            url=self._home_url,
            role=PageRole.HOME,
            reason="The address in the register.",
            source=Source.REGISTER,
        )
        return Discovered(pages=(home,))
