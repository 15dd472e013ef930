"""How easily residents reach each task: what is looked at and asked for after the panel's audits,
and the judgement of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.database import queries
from crawler.findability.leads import leads
from crawler.findability.paths import Ways
from crawler.findability.searching import Results, query_of, search_url
from crawler.findability.site import findability
from crawler.findability.verdict import judge, none_by_hand, not_this_councils
from crawler.panel.address import page_key
from crawler.panel.assemble import seat_of
from crawler.panel.hosts import same_organisation
from crawler.panel.weighing import THRESHOLD, UNSURE
from crawler.records import EndState, PanelPage, SearchOutcome, SearchState
from crawler.spiders.redirects import not_loaded, settle_facts

if TYPE_CHECKING:
    from crawler.database.session import Database
    from crawler.records import Candidate, Findability, PageFacts, Task, TaskFindability
    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand
    from crawler.spiders.panel import Panel
    from crawler.spiders.visits import Visits


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
        self._slugs = {task.slug for task in self._tasks}
        self._decided = {(item.role, item.task): item for item in errand.overrides}
        self._found: tuple[Candidate, ...] = ()
        self._unseen: set[str] = set()
        self._unwalked: set[str] = set()

    async def findability(self, home: PageFacts) -> Findability:
        """Look, ask and judge, within the budget."""
        with self._budget.spending():
            await self._look_beyond()
        self._unseen = await self._look_for_the_rest(home)
        with self._budget.spending():
            await self._look_for_ways(home)
            searches = await self._ask_the_search(home)
        ways = Ways(home, self._visits.loaded)
        judged = [
            self._judge(task, ways, searches[task.slug])
            if task.slug in self._slugs
            else not_this_councils(task)
            for task in self._errand.tasks
        ]
        return findability(judged, self._visits.looks)

    async def _look_beyond(self) -> None:
        """Look at the tasks' pages that were not audited, and at the pages on the way to them: a
        way that an earlier crawl found is walked again, so that it is not lost."""
        ways = queries.ways(self._database, self._errand.website.councils[0].slug)
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
        self._found = searched.discovered.candidates
        with self._budget.spending():
            for task in self._tasks:
                if (page := self._panel.page_for(task)) is not None:
                    await self._seen(page.url)
        if searched.complete:
            return set()
        if not searched.thorough:
            return {task.slug for task in self._tasks}
        unseen = {
            (candidate.role, candidate.task)
            for candidate in self._found
            if self._visits.of(candidate.url) is None
        }
        return {task.slug for task in self._tasks if seat_of(task.slug) in unseen}

    async def _look_for_ways(self, home: PageFacts) -> None:
        """Look at pages that may be on the way to tasks to which no way is known yet: where a page
        was found must not decide whether it counts as linked."""
        ways = Ways(home, self._visits.loaded)
        for task in self._tasks:
            page = self._panel.page_for(task)
            facts = self._visits.of(page.url) if page is not None else None
            if page is None or facts is None or not facts.state.scored:
                continue
            while ways.shortest(page.url, task, self._errand.nation) is None:
                likely = leads(ways, home, facts, task, self._errand.nation)
                url = next((url for url in likely if self._may_look(url)), None)
                if url is None:
                    break
                if not await self._seen(url):
                    self._unwalked.add(task.slug)
                    break
                ways = Ways(home, self._visits.loaded)

    def _may_look(self, url: str) -> bool:
        return self._visits.of(url) is None and self._visits.robots.allows(url)

    async def _ask_the_search(self, home: PageFacts) -> dict[str, SearchOutcome]:
        """One query for each task that has a page, while the site answers."""
        form = home.markup.search if home.markup is not None else None
        # A form that sends its question to a stranger is no search of the council's own.
        if form is None or not self._is_own(form.action):
            return dict.fromkeys(self._slugs, SearchOutcome(state=SearchState.NO_FORM))
        outcomes = dict.fromkeys(self._slugs, SearchOutcome(state=SearchState.NOT_ASKED))
        answers: dict[str, tuple[PanelPage, str, PageFacts]] = {}
        for task in self._tasks:
            page = self._panel.page_for(task)
            if page is None:
                continue
            query = query_of(task, self._errand.nation)
            address = search_url(form, query)
            if not self._visits.robots.allows(address):
                outcomes[task.slug] = SearchOutcome(state=SearchState.DISALLOWED, query=query)
            elif self._budget.take_search():
                answer = await self._visits.ask(address)
                answers[task.slug] = page, query, answer
                if not self._is_own(answer.final_url):
                    break
        shown = Results(home, [facts for *_, facts in answers.values() if self._is_answer(facts)])
        return outcomes | {slug: self._outcome(shown, *each) for slug, each in answers.items()}

    def _outcome(
        self, shown: Results, page: PanelPage, query: str, answer: PageFacts
    ) -> SearchOutcome:
        if answer.state is EndState.DISALLOWED:
            return SearchOutcome(state=SearchState.DISALLOWED, query=query)
        if not self._is_answer(answer):
            return SearchOutcome(state=SearchState.FAILED, query=query)
        facts = self._visits.of(page.url)
        also = [facts.final_url] if facts is not None else []
        place = shown.position(answer, page.url, *also)
        return SearchOutcome(state=SearchState.ASKED, query=query, position=place)

    def _is_answer(self, facts: PageFacts) -> bool:
        """Whether a page of results was loaded, and not a stranger's."""
        return facts.state.scored and self._is_own(facts.final_url)

    def _is_own(self, url: str) -> bool:
        return same_organisation(url, self._errand.website.url)

    def _judge(self, task: Task, ways: Ways, search: SearchOutcome) -> TaskFindability:
        decided = self._decided.get(seat_of(task.slug))
        if decided is not None and decided.url is None:
            return none_by_hand(task, decided.reason)
        page = self._panel.page_for(task)
        facts = self._visits.of(page.url) if page is not None else None
        if page is None and (closed := self._closed(task)) is not None:
            page, facts = closed
        path = ways.shortest(page.url, task, self._errand.nation) if page is not None else None
        looked = task.slug not in (self._unseen if page is None else self._unwalked)
        if path is None and self._budget.closed:
            looked = False
        return judge(task, page, facts, path, search, looked=looked)

    def _closed(self, task: Task) -> tuple[PanelPage, PageFacts] | None:
        """The page that would be the task's, had it let us in or loaded."""
        candidates = [each for each in self._found if (each.role, each.task) == seat_of(task.slug)]
        for each in sorted(candidates, key=lambda each: -each.score):
            facts = self._visits.of(each.url)
            if facts is None and not self._visits.robots.allows(each.url):
                facts = not_loaded(each.url, EndState.DISALLOWED, each.rejected).facts
            unsure = facts is not None and facts.state in (EndState.BLOCKED, EndState.FAILED)
            least = THRESHOLD - UNSURE if unsure else THRESHOLD
            if facts is None or each.score < least or self._was_refuted(facts):
                continue
            page = PanelPage(
                url=each.url,
                role=each.role,
                task=each.task,
                reason=each.reason,
                source=each.source,
                score=each.score,
                supplier=each.supplier,
            )
            return page, facts
        return None

    def _was_refuted(self, facts: PageFacts) -> bool:
        """Whether a page was seen, and is not the task's for what it says itself, or has moved to
        what cannot be the task's. One that leads to the home page breaks what its link promised."""
        final = page_key(facts.final_url)
        if facts.state is EndState.GONE:
            return final != page_key(facts.url)
        return facts.state.scored and final != page_key(self._errand.website.url)
