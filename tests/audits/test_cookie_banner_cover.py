from __future__ import annotations

from crawler.audits.cookie_banner_cover import cookie_banner_cover
from crawler.records import Outcome
from tests.audits.covered import banner, judged, screen


def test_its_share_of_the_worst_screen() -> None:
    screens = (screen(banner=31), screen("landscape", banner=80))
    verdict = judged(cookie_banner_cover, screens=screens, banner=banner())
    assert verdict.outcome is Outcome.FAIL
    assert verdict.title is not None
    assert verdict.title.startswith("The cookie banner covers 80% of a phone on its side")


def test_a_part_of_the_screen_accuses_nobody() -> None:
    shown = {"screens": (screen(banner=90),), "banner": banner(), "complete": False}
    assert judged(cookie_banner_cover, **shown).outcome is Outcome.REVIEW


def test_a_bar_leaves_room() -> None:
    screens = (screen(banner=30), screen("landscape", banner=50))
    verdict = judged(cookie_banner_cover, screens=screens, banner=banner())
    assert verdict.outcome is Outcome.PASS


def test_in_the_flow_it_covers_nothing() -> None:
    verdict = judged(cookie_banner_cover, screens=(screen(banner=90),), banner=banner(floats=False))
    assert verdict.outcome is Outcome.PASS


def test_a_page_behind_it_is_shut() -> None:
    verdict = judged(cookie_banner_cover, screens=(screen(banner=20),), banner=banner(blocks=True))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.title is not None
    assert "before the cookie banner is answered" in verdict.title


def test_without_a_banner() -> None:
    assert judged(cookie_banner_cover).outcome is Outcome.NOT_APPLICABLE
    assert judged(cookie_banner_cover, complete=False).outcome is Outcome.REVIEW
