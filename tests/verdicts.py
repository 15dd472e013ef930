"""Reading what an audit's function returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.registry import Verdict

if TYPE_CHECKING:
    from crawler.audits.registry import Judgement
    from crawler.records import Finding, Outcome


def verdict_of(judgement: Judgement) -> Verdict:
    """The one verdict that an audit gave."""
    assert isinstance(judgement, Verdict)
    return judgement


def findings_of(judgement: Judgement) -> tuple[Finding, ...]:
    """The findings that an audit gave, one for each rule of an engine."""
    assert isinstance(judgement, tuple)
    return judgement


def outcome_and_messages(judgement: Judgement) -> tuple[Outcome, list[str]]:
    """Its outcome, and what it says of each element."""
    verdict = verdict_of(judgement)
    return verdict.outcome, [element.message for element in verdict.elements]
