from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.cookie_refuse import cookie_refuse
from crawler.records import Outcome
from tests.audits.covered import banner, judged

ACCEPT = ("accept", "Accept all")
REFUSE = ("refuse", "Reject additional cookies")


@pytest.mark.parametrize(
    ("controls", "fields", "outcome"),
    [
        ((ACCEPT, REFUSE), {}, Outcome.PASS),
        ((ACCEPT, ("settings", "Manage")), {}, Outcome.FAIL),
        ((ACCEPT, ("close", "Close")), {}, Outcome.REVIEW),
        ((ACCEPT, ("save", "Save choices")), {"boxes": 2}, Outcome.REVIEW),
        ((ACCEPT, ("save", "Save choices")), {}, Outcome.FAIL),
        ((ACCEPT, ("", "Weiter")), {}, Outcome.REVIEW),
        ((("close", "OK"),), {"implied": True}, Outcome.FAIL),
        ((("close", "Hide"),), {}, Outcome.NOT_APPLICABLE),
        ((), {"frame": True}, Outcome.REVIEW),
    ],
)
def test_what_shows(
    controls: tuple[tuple[str, str], ...], fields: dict[str, Any], outcome: Outcome
) -> None:
    assert judged(cookie_refuse, banner=banner(*controls, **fields)).outcome is outcome


def test_it_names_what_shows() -> None:
    verdict = judged(cookie_refuse, banner=banner(ACCEPT, ("link", "Cookies")))
    assert "“Accept all”, “Cookies”" in verdict.elements[0].message


def test_without_a_banner() -> None:
    assert judged(cookie_refuse).outcome is Outcome.NOT_APPLICABLE
