"""Good pages are not accused: the first example of each of govuk-frontend's components."""

from __future__ import annotations

from crawler.audits.registry import judge
from crawler.browser.pool import Lane
from tests.truth.good_pages import GoodPageServer, definite, good_pages
from tests.truth.judging import CONFIG

# Of what is needed to judge them; the walks are measured by `python -m bench.good_pages`.
STEPS = frozenset(
    {"axe_mobile", "codesniffer", "text", "links", "fields", "tables", "frames", "style", "layout"}
)
# Right as findings, and no fault of the package: what the example leaves out.
EXPLAINED = {
    ("skip-link: default", "skip-link"): "its target is not on the page of the example",
    ("table: default", "data-table-headers"): "the example is a table without header cells",
}
MOST = 0.06  # of the pages may have a definite failure


async def test_hardly_any_good_page_is_accused() -> None:
    pages = good_pages(most=1)
    accused: dict[tuple[str, str], str] = {}
    with GoodPageServer(pages) as server:
        async with Lane(CONFIG) as lane:
            for page in pages:
                visit = await lane.visit(server.url(page), only=STEPS)
                assert visit.facts.state.scored, visit.facts.reason
                for finding in definite(judge(visit.facts)):
                    accused[page.name, finding.audit] = finding.title
    assert accused.keys() <= EXPLAINED.keys(), accused
    assert len({name for name, _ in accused}) <= MOST * len(pages)
