"""Which signs of the focus are pale."""

from __future__ import annotations

import pytest

from crawler.audits.focus_contrast import focus_contrast
from crawler.audits.registry import Verdict
from crawler.facts.keyboard import Look
from crawler.records import Outcome
from tests.walks import stop, walked


@pytest.mark.parametrize(
    ("contrast", "outcome"),
    [
        (1.4, Outcome.NOT_APPLICABLE),  # focus-visible says so
        (1.5, Outcome.REVIEW),
        (2.9, Outcome.REVIEW),
        (3.0, Outcome.PASS),
        (None, Outcome.NOT_APPLICABLE),
    ],
)
def test_the_measured_contrast_decides(contrast: float | None, outcome: Outcome) -> None:
    verdict = focus_contrast(walked([stop(0)], [Look(shows="picture", contrast=contrast)]))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is outcome
