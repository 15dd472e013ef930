"""When looking at a website, or at a supplier's, comes to an end before the budget does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
from typing_extensions import override

from crawler.config import Config
from crawler.records import Council, EndState, PageFacts, PageRole, PageVisit, PanelPage, Website
from crawler.spiders.budget import Budget
from crawler.spiders.errand import Errand
from crawler.spiders.visits import FAILURES, Visits

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

pytestmark = pytest.mark.asyncio

SITE = "https://www.eastmere.example/"
PAYMENTS = "https://pay.example/"
FINE = (EndState.AUDITED, 200)
BUSY = (EndState.BLOCKED, 429)
REFUSED = (EndState.BLOCKED, 403)
CHALLENGE = (EndState.BLOCKED, 202)
PASSWORD = (EndState.BLOCKED, 401)
GONE = (EndState.GONE, 404)
DOWN = (EndState.UNREACHABLE, 503)
OURS = (EndState.FAILED, None)
Answer = tuple[EndState, "int | None"]


class Answered(Visits):
    """Visits whose pages are answered from a list, in turn, and fine from then on."""

    def __init__(self, budget: Budget, *answers: Answer) -> None:
        council = Council(
            slug="eastmere",
            name="Eastmere",
            nation="England",
            region="London",
            type="unitary",
            gss_code="E06990001",
            website=SITE,
        )
        errand = Errand(website=Website(url=SITE, councils=(council,)), config=Config())
        super().__init__(cast("Crawler", None), errand, lambda *_: None, budget)
        self.asked: list[str] = []
        self._answers = list(answers)

    @override
    async def _load(self, url: str, how: dict[str, Any]) -> PageVisit:
        self.asked.append(url)
        state, status = self._answers.pop(0) if self._answers else FINE
        at = datetime.now(UTC)
        facts = PageFacts(url=url, final_url=url, state=state, status=status, visited_at=at)
        return PageVisit(facts=facts)


@pytest.mark.parametrize(
    ("answers", "looks"),
    [
        ([BUSY], 1),
        ([FINE, REFUSED], 2),
        ([CHALLENGE], 1),
        ([DOWN, DOWN, DOWN], FAILURES),
        ([DOWN, OURS, DOWN], FAILURES),
        ([DOWN, DOWN, GONE, DOWN, DOWN, FINE], 10),
        ([PASSWORD, GONE, PASSWORD, PASSWORD], 10),
    ],
)
@pytest.mark.parametrize("search", [False, True])
async def test_a_website_that_refuses_or_fails_is_looked_at_no_more(
    answers: list[Answer], looks: int, search: bool
) -> None:
    budget = Budget(Config(discovery_pages=10, searches=10))
    visits = Answered(budget, *answers)
    while budget.take_search() if search else budget.take_look():
        url = f"{SITE}page-{visits.looks}"
        await (visits.ask(url) if search else visits.look(url))
    assert len(visits.asked) == visits.looks == looks
    stopped = looks < 10
    assert budget.closed is stopped
    assert budget.take_look() is budget.take_search() is False or not stopped
    assert budget.late or not stopped


async def test_an_audit_is_told_that_we_ask_too_often() -> None:
    page = PanelPage(url=f"{SITE}bins", role=PageRole.TASK, reason="")
    for answer, stops in ((DOWN, False), (REFUSED, False), (BUSY, True)):
        budget = Budget(Config())
        visits = Answered(budget, answer)
        await visits.audit(page)
        assert budget.closed is stops


async def test_a_supplier_that_refuses_costs_the_website_nothing() -> None:
    budget = Budget(Config())
    visits = Answered(budget, BUSY)
    for number in range(3):
        facts = await visits.look(f"{PAYMENTS}{number}")
        assert facts.state is EndState.BLOCKED
    assert visits.asked == [f"{PAYMENTS}0"]
    assert "looked no further" in facts.reason
    assert (await visits.look(f"{SITE}bins")).state is EndState.AUDITED
    assert budget.take_look()
