"""The numbers of method 4. A change here is a new method: raise its number and date it."""

from __future__ import annotations

import math
from datetime import date

import pytest

from crawler.audits import legible_text, page_weight, reflow, viewport
from crawler.audits.evidence import Evidence
from crawler.audits.registry import all_audits
from crawler.records import Impact, Metrics, PageRole, Pillar
from crawler.scoring.method import METHOD


def test_its_number_and_date() -> None:
    assert (METHOD.number, METHOD.date) == (4, date(2026, 11, 23))


def test_what_failures_take() -> None:
    assert dict(METHOD.base) == {
        Impact.CRITICAL: 0.20,
        Impact.SERIOUS: 0.12,
        Impact.MODERATE: 0.05,
        Impact.MINOR: 0.02,
    }
    assert METHOD.smallest_share == 0.5
    assert METHOD.unstated_impact is Impact.MINOR


def test_the_speed_curves_and_weights() -> None:
    assert [
        (part.field, part.weight, part.curve.p10, part.curve.median) for part in METHOD.speed
    ] == [
        ("fcp_ms", 0.10, 1800, 3000),
        ("lcp_ms", 0.25, 2500, 4000),
        ("tbt_ms", 0.30, 200, 600),
        ("cls", 0.25, 0.1, 0.25),
        ("speed_index_ms", 0.10, 3387, 5800),
    ]
    assert math.fsum(part.weight for part in METHOD.speed) == 1
    assert {part.field for part in METHOD.speed} <= set(Metrics.__struct_fields__)


def test_what_pages_and_pillars_count() -> None:
    assert dict(METHOD.role_weights) == {
        PageRole.HOME: 1,
        PageRole.CONTACT: 1,
        PageRole.ACCESSIBILITY_STATEMENT: 0.5,
        PageRole.FORM: 1,
        PageRole.DOCUMENTS: 1,
        PageRole.TASK: 1,
        PageRole.WELSH: 1,
        PageRole.OTHER: 1,
    }
    assert dict(METHOD.pillar_weights) == dict.fromkeys(Pillar, 1 / 3)
    assert set(METHOD.evidence) == set(Pillar)
    assert (METHOD.minimum_pages, METHOD.decimals, METHOD.good) == (3, 1, 0.9)


def test_no_score_asks_for_a_page_to_be_acted_on() -> None:
    """Most pages of a crawl are not."""
    asked = {part for parts in METHOD.evidence.values() for part in parts}
    assert not any(part.walks for part in asked)
    assert set(METHOD.evidence[Pillar.ACCESSIBILITY]) >= {
        *(Evidence.AXE_MOBILE, Evidence.TEXT, Evidence.LINKS, Evidence.FIELDS, Evidence.TABLES),
        *(
            Evidence.FRAMES,
            Evidence.STYLE,
            Evidence.RESIZING,
            Evidence.MOTION,
            Evidence.CODESNIFFER,
        ),
    }


def test_a_score_needs_all_that_its_audits_need() -> None:
    """Else a page whose evidence is missing would score better than one that has it."""
    for pillar in Pillar:
        for audit in all_audits():
            if audit.pillar is pillar and audit.decides and not (audit.advice or audit.walks):
                assert set(audit.needs) <= set(METHOD.evidence[pillar]), audit.id


def test_the_thresholds_of_its_audits() -> None:
    assert (legible_text.SMALLEST, legible_text.ENOUGH, legible_text.TOO_LITTLE) == (12, 0.6, 0.3)
    assert (viewport.ENOUGH_ZOOM, viewport.COMFORTABLE_ZOOM) == (2, 5)
    assert reflow.TOLERANCE == 3
    assert (page_weight.WEIGHT.p10, page_weight.WEIGHT.median) == (2667 * 1024, 4000 * 1024)


def test_nothing_can_change_it_while_it_runs() -> None:
    with pytest.raises(AttributeError):
        METHOD.number = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        METHOD.base[Impact.MINOR] = 0.0  # type: ignore[index]
