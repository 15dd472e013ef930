from __future__ import annotations

from crawler.audits.web_fonts import web_fonts
from crawler.facts.loading import WebFont
from crawler.records import Outcome, Savings
from tests.audits.loads import EMPTY, judged, verdict
from tests.facts import URL

HIDING = WebFont(url=f"{URL}bold.woff2", bytes=30_000, hides=True, ms=900)
SWAPPED = WebFont(url=f"{URL}light.woff2", bytes=40_000)


def test_one_that_hides_the_text() -> None:
    found = judged(web_fonts, fonts=(HIDING, SWAPPED), font_count=2)
    assert (found.outcome, found.failing) == (Outcome.FAIL, 1)
    assert found.title == "2 web fonts of 70 KB: text stays invisible until 1 font arrived"
    assert found.saves == Savings(ms=900)


def test_many_or_heavy_ones() -> None:
    assert judged(web_fonts, fonts=(SWAPPED,) * 7, font_count=7).outcome is Outcome.FAIL
    heavy = WebFont(url=URL, bytes=400_000)
    assert judged(web_fonts, fonts=(heavy,), font_count=1).saves is None


def test_few_that_swap_and_none_at_all() -> None:
    found = judged(web_fonts, fonts=(SWAPPED,), font_count=1)
    assert (found.outcome, found.title) == (Outcome.PASS, "The page fetches 1 web font of 40 KB")
    assert verdict(web_fonts, EMPTY).outcome is Outcome.NOT_APPLICABLE
