"""What the audits really say of the pages of the ground truth, in the real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.registry import all_audits
from crawler.config import Config
from crawler.records import Outcome
from tests.truth.cases import cases_of

if TYPE_CHECKING:
    from crawler.audits.registry import Audit
    from crawler.browser.pool import Lane
    from crawler.records import Finding
    from tests.truth.cases import Case, CaseServer

CONFIG = Config(allow_loopback=True, quiet=0.05, quiet_timeout=1.0, watch_time=2.5)
STEPS = {
    Evidence.MARKUP: "markup",
    Evidence.AXE_MOBILE: "axe_mobile",
    Evidence.LAYOUT_MOBILE: "layout_mobile",
    Evidence.LAYOUT_NARROW: "layout",
}
"""The step that gathers a kind of evidence, where it is not named for it."""

ALSO = {"target-size": {"axe_mobile"}}
"""Steps whose results an audit takes in where they are there."""


async def findings_on(lane: Lane, server: CaseServer, case: Case) -> tuple[Finding, ...]:
    """What the case's audit says of its page, with only what that audit needs gathered."""
    audit = next(audit for audit in all_audits() if audit.id == case.audit)
    visit = await lane.visit(server.url(case), only=steps_of(audit), walk=lambda _template: True)
    return audit.findings(visit.facts)


def steps_of(audit: Audit) -> set[str]:
    """The steps of a visit that gather what an audit needs."""
    needs = {STEPS.get(need) or need.name.lower() for need in audit.needs}
    return needs | ALSO.get(audit.id, set())


def acts(audit_id: str) -> bool:
    """Whether an audit needs what only acting on the page shows."""
    audit = next(audit for audit in all_audits() if audit.id == audit_id)
    return any(need.walks for need in audit.needs)


async def wrong_about(lane: Lane, server: CaseServer, audit: str) -> list[str]:
    """Where an audit says something else of its cases than what is known, a line each."""
    wrong = []
    for case in cases_of(audit):
        findings = await findings_on(lane, server, case)
        outcome, ids = outcome_of(findings), ids_in(findings)
        if outcome is not case.outcome or (case.elements and ids != case.elements):
            said = [finding.title for finding in findings]
            wrong.append(f"{case.page}: {outcome} {sorted(ids)} instead of {case.outcome}: {said}")
    return wrong


def outcome_of(findings: tuple[Finding, ...]) -> Outcome:
    """The worst outcome; not applicable when there is nothing."""
    order = (Outcome.ERROR, Outcome.FAIL, Outcome.REVIEW, Outcome.PASS, Outcome.NOT_APPLICABLE)
    found = {finding.outcome for finding in findings}
    return next((outcome for outcome in order if outcome in found), Outcome.NOT_APPLICABLE)


def ids_in(findings: tuple[Finding, ...]) -> frozenset[str]:
    """The ids of the elements that are named as failing, or to review where none fails."""
    outcome = outcome_of(findings)
    return frozenset(
        match[1]
        for finding in findings
        if finding.outcome is outcome
        for element in finding.elements
        if (match := re.search(r"\bid=\"([^\"]+)\"", element.html))
    )
