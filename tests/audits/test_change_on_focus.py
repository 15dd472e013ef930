"""What the focus may set off."""

from __future__ import annotations

import pytest

from crawler.audits.change_on_focus import change_on_focus
from crawler.audits.registry import Verdict
from crawler.records import Outcome
from tests.walks import stop, walked


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"caused": "window"}, Outcome.FAIL),
        ({"caused": "address"}, Outcome.FAIL),
        ({"caused": "form"}, Outcome.FAIL),
        ({"moved": "lost"}, Outcome.FAIL),
        ({"moved": "lost", "hidden": "without size"}, Outcome.PASS),
        ({"moved": "elsewhere"}, Outcome.REVIEW),
        ({}, Outcome.PASS),
    ],
)
def test_what_happened_decides(changes: dict[str, str], outcome: Outcome) -> None:
    verdict = change_on_focus(walked([stop(0, **changes)]))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is outcome
