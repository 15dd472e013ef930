from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.cookie_trap import cookie_trap
from crawler.records import Outcome
from tests.audits.covered import banner, judged

ACCEPT = ("accept", "Accept all")


@pytest.mark.parametrize(
    ("controls", "fields", "outcome"),
    [
        ((ACCEPT, ("link", "Policy")), {"blocks": True}, Outcome.FAIL),
        ((ACCEPT,), {}, Outcome.PASS),
        ((ACCEPT, ("refuse", "No")), {"blocks": True}, Outcome.PASS),
        ((ACCEPT, ("settings", "Choose")), {"blocks": True}, Outcome.PASS),
        ((ACCEPT, ("close", "Close")), {"blocks": True}, Outcome.PASS),
        ((ACCEPT, ("", "Weiter")), {"blocks": True}, Outcome.REVIEW),
        ((ACCEPT,), {"blocks": True, "native": True}, Outcome.REVIEW),
        ((), {"blocks": True, "frame": True}, Outcome.REVIEW),
    ],
)
def test_ways_out(
    controls: tuple[tuple[str, str], ...], fields: dict[str, Any], outcome: Outcome
) -> None:
    assert judged(cookie_trap, banner=banner(*controls, **fields)).outcome is outcome


def test_without_a_banner() -> None:
    assert judged(cookie_trap).outcome is Outcome.NOT_APPLICABLE
