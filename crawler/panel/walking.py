"""Which pages of a website a crawl also acts on: walking costs more than all the rest of a visit.

It is a rule, so that the same website is walked in the same places from crawl to crawl: the home
page, and the first page of each other template in the panel's order, up to a number of pages.
Rotating pages never are: there would be others each week, and they count in no score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import PageRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.records import PageFacts


class Walking:
    """What is left to walk of one website in one crawl. `most` counts pages, the home page too."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._walked = 0
        self._templates: set[str] = set()

    def wish(self, role: PageRole) -> Callable[[str], bool]:
        """Return what a visit asks, with the page's template, before it walks a page."""
        return lambda template: self._wanted(role, template)

    def keep(self, facts: PageFacts) -> None:
        """Take account of a visit that has its scores, in this run or in one before."""
        if facts.walked and facts.state.scored:
            self._walked += 1
            self._templates.add(facts.template)

    def _wanted(self, role: PageRole, template: str) -> bool:
        if not role.headline or self._walked >= self._most:
            return False
        if role is PageRole.HOME:
            return True
        return template != "" and template not in self._templates
