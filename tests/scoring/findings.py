"""Findings for tests of the scores, and Hypothesis strategies that make them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from crawler.records import (
    EndState,
    Finding,
    Impact,
    Outcome,
    PageFacts,
    PageResult,
    PageRole,
    PageScore,
    PanelPage,
    Pillar,
    PillarScores,
)
from crawler.scoring.method import METHOD
from crawler.scoring.page import pillar_scores

COUNTED = (Pillar.ACCESSIBILITY, Pillar.MOBILE)


def failure(audit: str = "image-alt", **fields: Any) -> Finding:
    values: dict[str, Any] = {
        "pillar": Pillar.ACCESSIBILITY,
        "outcome": Outcome.FAIL,
        "title": audit,
        "impact": Impact.SERIOUS,
        "failing": 1,
    }
    return Finding(audit=audit, **(values | fields))


failures = st.builds(
    failure,
    st.from_regex(r"[a-z]{1,6}", fullmatch=True),
    pillar=st.sampled_from(COUNTED),
    impact=st.sampled_from([*Impact, None]),
    failing=st.integers(1, 500),
    passing=st.integers(0, 500),
)
harmless = st.one_of(
    st.builds(
        failure,
        st.from_regex(r"[a-z]{1,6}", fullmatch=True),
        pillar=st.sampled_from(Pillar),
        outcome=st.sampled_from([Outcome.PASS, Outcome.REVIEW, Outcome.NOT_APPLICABLE]),
        failing=st.integers(0, 500),
        advice=st.booleans(),
    ),
    st.builds(
        failure,
        st.from_regex(r"[a-z]{1,6}", fullmatch=True),
        pillar=st.sampled_from(Pillar),
        outcome=st.sampled_from(Outcome),
        advice=st.just(True),
    ),
)
pages_of_failures = st.lists(failures, max_size=12, unique_by=lambda finding: finding.audit)


def scores_of(
    accessibility: float | None, speed: float | None, mobile: float | None
) -> PillarScores:
    return pillar_scores(
        {Pillar.ACCESSIBILITY: accessibility, Pillar.SPEED: speed, Pillar.MOBILE: mobile}
    )


def page(
    scores: PillarScores, role: PageRole = PageRole.TASK, state: EndState = EndState.AUDITED
) -> PageResult:
    url = "https://www.northam.example/"
    return PageResult(
        page=PanelPage(url=url, role=role, reason=""),
        facts=PageFacts(
            url=url, final_url=url, state=state, visited_at=datetime(2026, 11, 23, tzinfo=UTC)
        ),
        findings=(),
        score=PageScore(method=METHOD.number, scores=scores),
    )
