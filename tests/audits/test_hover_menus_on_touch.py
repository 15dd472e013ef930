from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from crawler.audits.hover_menus_on_touch import hover_menus_on_touch
from crawler.audits.registry import Verdict
from crawler.facts.hover_menus import HoverMenu, HoverMenus
from crawler.facts.pointer import Revealed
from crawler.facts.spot import Spot
from crawler.records import OpenedLink, Outcome
from tests.facts import POINTER, sound_facts

TOP = Spot(selector="#top", html='<li id="top">')
URLS = ("https://www.northam.example/day",)
MENU = HoverMenu(trigger=TOP, text="Bins", links=1, unique=1, urls=URLS)


def judged(menu: HoverMenu, **more: Any) -> Verdict:
    return judged_page(HoverMenus(found=1, menus=(menu,)), **more)


def judged_page(found: HoverMenus, **more: Any) -> Verdict:
    verdict = hover_menus_on_touch(sound_facts(hover_menus=found, **more))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize("fields", [{"leads": "here"}, {"leads": "outside"}, {}], ids=str)
def test_what_no_tap_can_bring_fails(fields: dict[str, Any]) -> None:
    verdict = judged(replace(MENU, only_mouse=True, **fields))
    assert (verdict.outcome, verdict.failing, verdict.advice) == (Outcome.FAIL, 1, None)
    assert verdict.elements[0].message.startswith("“Bins” shows 1 link or field under a mouse")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"leads": "away"},
        {"leads": "here"},
        {"leads": "outside"},
        {"only_mouse": True, "delegated": True},
        {"leads": "away", "only_mouse": True},
    ],
    ids=str,
)
def test_what_a_tap_may_bring_is_for_a_person(fields: dict[str, Any]) -> None:
    assert judged(replace(MENU, **fields)).outcome is Outcome.REVIEW


@pytest.mark.parametrize("fields", [{"toggle": True}, {"focus": True}, {"unique": 0}], ids=str)
def test_what_is_had_otherwise_passes(fields: dict[str, Any]) -> None:
    assert judged(replace(MENU, leads="outside", **fields)).outcome is Outcome.PASS


def test_links_that_a_menu_button_brings_pass() -> None:
    opened = (OpenedLink(url=URLS[0], text="Your day", controls=("Menu",)),)
    assert judged(replace(MENU, leads="outside"), opened=opened).outcome is Outcome.PASS


def test_what_is_failed_for_the_keyboard_costs_once() -> None:
    same = Revealed(trigger=TOP, content=TOP, text="Your day", usable=1, unique=1)
    desk = Spot(selector="#desk-menu", html="<li>")
    rebuilt = replace(same, trigger=desk, urls=URLS)
    for shown in (same, rebuilt):
        walked = replace(POINTER, revealed=(shown,))
        verdict = judged(replace(MENU, only_mouse=True), pointer=walked)
        assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)
    other = replace(POINTER, revealed=(replace(same, trigger=desk),))
    assert judged(replace(MENU, only_mouse=True), pointer=other).advice is None


def test_nothing_on_hover_is_not_applicable_and_part_of_a_page_no_pass() -> None:
    assert judged_page(HoverMenus()).outcome is Outcome.NOT_APPLICABLE
    assert judged_page(HoverMenus(unread=2)).title == (
        "No menu shows by hovering, as far as style sheets could be read"
    )
    assert judged_page(HoverMenus(complete=False)).outcome is Outcome.REVIEW
