"""Good pages are not accused: the first example of each of govuk-frontend's components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.registry import all_audits
from crawler.browser.pool import Lane
from crawler.records import Outcome, Pillar
from crawler.scoring.method import METHOD
from tests.truth.good_pages import GoodPageServer, definite, good_pages
from tests.truth.judging import CONFIG, steps_of

if TYPE_CHECKING:
    from crawler.audits.registry import Audit

# What moves by itself is watched for seconds, and the examples do not; nor are they acted on here.
# `python -m bench.good_pages` measures with both.
LEFT_OUT = frozenset({Evidence.MOTION, Evidence.NETWORK})
# Right as findings, and no fault of the package: what the example leaves out.
EXPLAINED = {
    ("skip-link: default", "skip-link"): "its target is not on the page of the example",
    ("table: default", "data-table-headers"): "the example is a table without header cells",
}
MOST = 0.06  # of the pages may have a definite failure


def measured() -> tuple[Audit, ...]:
    """The audits of accessibility and mobile usability that only read the page."""
    return tuple(
        audit
        for audit in all_audits()
        if audit.pillar is not Pillar.SPEED
        and not audit.walks
        and not LEFT_OUT.intersection(audit.needs)
    )


async def test_hardly_any_good_page_is_accused() -> None:
    audits = measured()
    steps = set().union(*(steps_of(audit) for audit in audits))
    pages = good_pages(most=1)
    accused: dict[tuple[str, str], str] = {}
    with GoodPageServer(pages) as server:
        async with Lane(CONFIG) as lane:
            for page in pages:
                visit = await lane.visit(server.url(page), only=steps)
                assert visit.facts.state.scored, visit.facts.reason
                findings = tuple(each for audit in audits for each in audit.findings(visit.facts))
                errors = [each.title for each in findings if each.outcome is Outcome.ERROR]
                assert not errors, f"{page.name}: {errors}"
                for finding in definite(findings):
                    accused[page.name, finding.audit] = finding.title
    assert accused.keys() <= EXPLAINED.keys(), accused
    assert len({name for name, _ in accused}) <= MOST * len(pages)


def test_all_that_scores_rest_on_is_measured() -> None:
    needs = {need for audit in measured() for need in audit.needs}
    for pillar in (Pillar.ACCESSIBILITY, Pillar.MOBILE):
        assert set(METHOD.evidence[pillar]) - LEFT_OUT <= needs
