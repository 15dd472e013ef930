"""How easily residents reach each task: what is looked at and asked for after the panel's audits,
and the judgement of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from crawler.database import queries
from crawler.findability.paths import shortest_path
from crawler.findability.searching import position, query_of, search_url
from crawler.findability.site import findability
from crawler.findability.verdict import judge, not_this_councils
from crawler.panel.address import page_key
from crawler.panel.assemble import ROLE_OF_TASK
from crawler.records import EndState, SearchOutcome, SearchState
from crawler.spiders.redirects import settle_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.session import Database
    from crawler.records import Findability, PageFacts, Step, Task, TaskFindability
    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand
    from crawler.spiders.panel import Panel
    from crawler.spiders.visits import Visits

NOT_WALKED = "The way to it that was found before was not walked in this crawl."


class Finder:
    """Finds out for one website. The pages of the panel were loaded before."""

    def __init__(
        self, errand: Errand, database: Database, visits: Visits, budget: Budget, panel: Panel
    ) -> None:
        self._errand = errand
        self._database = database
        self._visits = visits
        self._budget = budget
        self._panel = panel
        # What most residents come for is looked at first.
        self._tasks = sorted(errand.applicable, key=lambda task: -task.importance)
        self._unwalked: set[str] = set()

    async def findability(self, home: PageFacts) -> Findability:
        """Look, ask and judge, within the budget."""
        with self._budget.spending():
            await self._look_beyond()
        unseen = await self._look_for_the_rest(home)
        with self._budget.spending():
            searches = await self._ask_the_search(home)
        own = {task.slug for task in self._tasks}
        judged = [
            self._judge(task, home, searches[task.slug], task.slug not in unseen)
            if task.slug in own
            else not_this_councils(task)
            for task in self._errand.tasks
        ]
        return findability(judged, self._visits.looks)

    async def _look_beyond(self) -> None:
        """Look at the tasks' pages that were not audited, and at the pages on the way to them: a
        way that an earlier crawl found is walked again, so that it is not lost."""
        ways = self._ways_before()
        for task in self._tasks:
            page = self._panel.page_for(task)
            if page is None:
                continue
            walked = [await self._seen(step.on) for step in ways.get(task.slug, ())]
            if not all(walked):
                self._unwalked.add(task.slug)
            if await self._seen(page.url) and (facts := self._visits.of(page.url)) is not None:
                settled, facts = settle_facts(page, facts, self._errand)
                self._visits.remember(facts)
                if settled.supplier != page.supplier:
                    self._panel.mark(settled)

    async def _seen(self, url: str) -> bool:
        """Whether a page was loaded in this crawl, now if not before."""
        if self._visits.of(url) is not None:
            return True
        if not self._budget.take_look():
            return False
        await self._visits.look(url)
        return True

    def _ways_before(self) -> dict[str, Sequence[Step]]:
        slug = self._errand.website.councils[0].slug
        before = queries.findability(self._database, slug)
        tasks = before.findability.tasks if before is not None else ()
        return {task.task: task.path for task in tasks}

    async def _look_for_the_rest(self, home: PageFacts) -> set[str]:
        """Look again for tasks without a page. Returns the tasks that were not looked for: of which
        a likely page was not looked at, or all where time was short or looks were few."""
        beyond = {page_key(page.url) for page in self._panel.stored.beyond}
        gone = {
            facts.url: f"It is gone: {facts.reason}."
            for facts in self._visits.loaded
            if facts.state is EndState.GONE and page_key(facts.url) in beyond
        }
        if not gone and all(self._panel.page_for(task) for task in self._tasks):
            return set()
        searched = await self._panel.fill_beyond(home, gone)
        with self._budget.spending():
            for task in self._tasks:
                if (page := self._panel.page_for(task)) is not None:
                    await self._seen(page.url)
        if searched.complete:
            return set()
        if not searched.thorough:
            return {task.slug for task in self._tasks}
        own = {role: slug for slug, role in ROLE_OF_TASK.items()}
        return {
            candidate.task or own.get(candidate.role, "")
            for candidate in searched.discovered.candidates
            if self._visits.of(candidate.url) is None
        }

    async def _ask_the_search(self, home: PageFacts) -> dict[str, SearchOutcome]:
        """One query for each task that has a page, while the site answers."""
        outcomes: dict[str, SearchOutcome] = {}
        form = home.markup.search if home.markup is not None else None
        closed = False
        for task in self._tasks:
            page = self._panel.page_for(task)
            outcome = SearchOutcome(state=SearchState.NOT_ASKED)
            if form is None:
                outcome = SearchOutcome(state=SearchState.NO_FORM)
            elif page is not None and not closed:
                query = query_of(task, self._errand.nation)
                address = search_url(form, query)
                if not self._visits.robots.allows(address):
                    outcome = SearchOutcome(state=SearchState.DISALLOWED, query=query)
                elif self._budget.take_search():
                    results = await self._visits.ask(address)
                    closed = results.state is EndState.BLOCKED  # it wants no more questions
                    outcome = self._outcome(query, results, home, page.url)
            outcomes[task.slug] = outcome
        return outcomes

    def _outcome(
        self, query: str, results: PageFacts, home: PageFacts, target: str
    ) -> SearchOutcome:
        if results.state is EndState.DISALLOWED:
            return SearchOutcome(state=SearchState.DISALLOWED, query=query)
        if not results.state.scored:
            return SearchOutcome(state=SearchState.FAILED, query=query)
        facts = self._visits.of(target)
        also = [facts.final_url] if facts is not None else []
        place = position(results, home, target, *also)
        return SearchOutcome(state=SearchState.ASKED, query=query, position=place)

    def _judge(
        self, task: Task, home: PageFacts, search: SearchOutcome, looked: bool
    ) -> TaskFindability:
        page = self._panel.page_for(task)
        facts = self._visits.of(page.url) if page is not None else None
        path = shortest_path(home, self._visits.loaded, page.url) if page is not None else None
        judged = judge(task, page, facts, path, search, looked=looked, nation=self._errand.nation)
        if path is None and task.slug in self._unwalked:
            return msgspec.structs.replace(judged, verdict=None, reason=NOT_WALKED)
        return judged
