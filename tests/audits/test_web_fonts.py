from __future__ import annotations

from crawler.audits.web_fonts import web_fonts
from crawler.facts.loading import WebFont
from crawler.records import Outcome, Savings
from tests.audits.loads import EMPTY, judged, verdict
from tests.facts import URL

HIDING = WebFont(url=f"{URL}bold.woff2", bytes=30_000, hides=True, ms=900)
SWAPPED = WebFont(url=f"{URL}light.woff2", bytes=40_000)


def sums(count: int, size: int, hiding: int = 0) -> dict[str, int]:
    """The numbers of all fonts, of which the worst are named."""
    return {"font_count": count, "font_bytes": size, "hiding_count": hiding}


def test_one_that_hides_the_text() -> None:
    found = judged(web_fonts, fonts=(HIDING, SWAPPED), **sums(25, 900_000, 1))
    assert (found.outcome, found.failing) == (Outcome.FAIL, 1)
    assert found.title == "25 web fonts of 900 kB: text stays invisible until 1 font arrived"
    assert found.saves == Savings(ms=900)


def test_many_or_heavy_ones() -> None:
    assert judged(web_fonts, fonts=(SWAPPED,) * 7, **sums(7, 280_000)).outcome is Outcome.FAIL
    heavy = WebFont(url=URL, bytes=400_000)
    assert judged(web_fonts, fonts=(heavy,), **sums(1, 400_000)).saves is None


def test_few_that_swap_and_none_at_all() -> None:
    found = judged(web_fonts, fonts=(SWAPPED,), **sums(1, 40_000))
    assert (found.outcome, found.title) == (Outcome.PASS, "The page fetches 1 web font of 40 kB")
    assert verdict(web_fonts, EMPTY).outcome is Outcome.NOT_APPLICABLE
