from __future__ import annotations

import re

import pytest

from crawler.audits.wcag import CRITERIA
from dashboard.content import criteria


@pytest.mark.parametrize(
    ("number", "page"),
    [
        ("1.4.3", "contrast-minimum"),
        ("1.2.1", "audio-only-and-video-only-prerecorded"),
        ("2.2.2", "pause-stop-hide"),
        ("2.2.5", "re-authenticating"),
        ("3.3.4", "error-prevention-legal-financial-data"),
        ("4.1.2", "name-role-value"),
    ],
)
def test_leads_to_w3cs_explanation(number: str, page: str) -> None:
    assert criteria.understanding(number) == (
        f"https://www.w3.org/WAI/WCAG22/Understanding/{page}.html"
    )


@pytest.mark.parametrize("number", CRITERIA)
def test_every_criterion_has_a_plain_address(number: str) -> None:
    address = criteria.understanding(number) or ""
    assert re.fullmatch(r"https://www\.w3\.org/WAI/WCAG22/Understanding/[a-z-]+\.html", address)


def test_what_is_no_criterion_is_only_text() -> None:
    assert criteria.link("9.9.9<b>") == "9.9.9&lt;b&gt;"


def test_its_own_links_are_known() -> None:
    assert criteria.explains(CRITERIA["1.4.3"].url)
    assert not criteria.explains("https://dequeuniversity.com/rules/axe/4.11/color-contrast")
