"""Method 4: every constant that turns findings into scores, with a number and a date.

A published score names its method. Any change to a constant here, to a formula of this package or
to a threshold of an audit is a new method, and `tests/scoring/test_method.py` holds the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from crawler.audits import curves
from crawler.audits.curves import Curve
from crawler.audits.evidence import Evidence
from crawler.records import Impact, PageRole, Pillar


class SpeedMetric(Struct, frozen=True, kw_only=True):
    """A metric of the speed pillar: the field of `Metrics` it reads, and its share of the score."""

    audit: str
    name: str
    field: str
    unit: str
    weight: float
    curve: Curve


class Method(Struct, frozen=True, kw_only=True):
    """The constants of a method.

    `base`: the share of what remains of 100 points that a failing audit takes when all of its
    elements fail. `smallest_share`: the part of that base that it takes however few fail.
    `unstated_impact`: for a failure whose engine gave no impact.
    `role_weights`: what a page counts in its site; a role without a weight never counts.
    `pillar_weights`: what a pillar counts in the total. `evidence`: what a visit must have gathered
    for a pillar to be scored; nothing for which it must act on the page.
    `minimum_pages`: scored pages that a site needs for a rank. `decimals`: of a published score.
    """

    number: int
    date: date
    base: Mapping[Impact, float]
    smallest_share: float
    unstated_impact: Impact
    speed: tuple[SpeedMetric, ...]
    good: float
    role_weights: Mapping[PageRole, float]
    pillar_weights: Mapping[Pillar, float]
    evidence: Mapping[Pillar, tuple[Evidence, ...]]
    minimum_pages: int
    decimals: int


METHOD = Method(
    number=4,
    date=date(2026, 11, 23),
    base=MappingProxyType(
        {
            Impact.CRITICAL: 0.20,
            Impact.SERIOUS: 0.12,
            Impact.MODERATE: 0.05,
            Impact.MINOR: 0.02,
        }
    ),
    smallest_share=0.5,
    unstated_impact=Impact.MINOR,
    speed=(
        SpeedMetric(
            audit="first-contentful-paint",
            name="First Contentful Paint",
            field="fcp_ms",
            unit="ms",
            weight=0.10,
            curve=curves.FIRST_CONTENTFUL_PAINT,
        ),
        SpeedMetric(
            audit="largest-contentful-paint",
            name="Largest Contentful Paint",
            field="lcp_ms",
            unit="ms",
            weight=0.25,
            curve=curves.LARGEST_CONTENTFUL_PAINT,
        ),
        SpeedMetric(
            audit="total-blocking-time",
            name="Total Blocking Time",
            field="tbt_ms",
            unit="ms",
            weight=0.30,
            curve=curves.TOTAL_BLOCKING_TIME,
        ),
        SpeedMetric(
            audit="cumulative-layout-shift",
            name="Cumulative Layout Shift",
            field="cls",
            unit="",
            weight=0.25,
            curve=curves.CUMULATIVE_LAYOUT_SHIFT,
        ),
        SpeedMetric(
            audit="speed-index",
            name="Speed Index",
            field="speed_index_ms",
            unit="ms",
            weight=0.10,
            curve=curves.SPEED_INDEX,
        ),
    ),
    good=curves.GOOD,
    role_weights=MappingProxyType(
        {
            PageRole.HOME: 1.0,
            PageRole.CONTACT: 1.0,
            PageRole.ACCESSIBILITY_STATEMENT: 0.5,
            PageRole.FORM: 1.0,
            PageRole.DOCUMENTS: 1.0,
            PageRole.TASK: 1.0,
            PageRole.WELSH: 1.0,
            PageRole.OTHER: 1.0,
        }
    ),
    pillar_weights=MappingProxyType(
        {Pillar.ACCESSIBILITY: 1 / 3, Pillar.SPEED: 1 / 3, Pillar.MOBILE: 1 / 3}
    ),
    evidence=MappingProxyType(
        {
            Pillar.ACCESSIBILITY: (
                Evidence.AXE_MOBILE,
                Evidence.CODESNIFFER,
                Evidence.MARKUP,
                Evidence.TEXT,
                Evidence.LINKS,
                Evidence.FIELDS,
                Evidence.TABLES,
                Evidence.FRAMES,
                Evidence.STYLE,
                Evidence.RESIZING,
                Evidence.MOTION,
            ),
            Pillar.SPEED: (Evidence.METRICS,),
            Pillar.MOBILE: (
                Evidence.MARKUP,
                Evidence.LAYOUT_MOBILE,
                Evidence.LAYOUT_NARROW,
                Evidence.TARGETS,
                Evidence.HOVER_MENUS,
                Evidence.FIT,
                Evidence.CONTACTS,
                Evidence.COVERING,
            ),
        }
    ),
    minimum_pages=3,
    decimals=1,
)
