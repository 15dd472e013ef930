"""Google's words for a 75th percentile of visits, and their bounds.

https://web.dev/articles/vitals; the same numbers are in the web-vitals library (`src/on*.ts`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from crawler.records import FieldData


class Judgement(StrEnum):
    GOOD = "good"
    NEEDS_IMPROVEMENT = "needs improvement"
    POOR = "poor"


class Vital(Struct, frozen=True, kw_only=True):
    """A measure of what visitors meet: good up to `good`, poor above `poor`, each in its unit
    (milliseconds, or none). `field` is its name in `FieldData`."""

    field: str
    name: str
    short: str
    good: float
    poor: float

    def of(self, data: FieldData) -> float | None:
        """Return the 75th percentile of a period; None where Chrome had too few visits."""
        value: float | None = getattr(data, self.field)
        return value

    def judge(self, value: float) -> Judgement:
        """Return Google's word for a 75th percentile."""
        if value <= self.good:
            return Judgement.GOOD
        return Judgement.NEEDS_IMPROVEMENT if value <= self.poor else Judgement.POOR


LCP = Vital(
    field="lcp_p75_ms", name="Largest Contentful Paint", short="LCP", good=2_500, poor=4_000
)
INP = Vital(field="inp_p75_ms", name="Interaction to Next Paint", short="INP", good=200, poor=500)
CLS = Vital(field="cls_p75", name="Cumulative Layout Shift", short="CLS", good=0.1, poor=0.25)
VITALS = (LCP, INP, CLS)
