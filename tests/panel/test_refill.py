"""An empty seat of a panel is filled when its page is found; nothing else makes way."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.panel.assemble import assemble, page_for, renew
from crawler.panel.discover import Discovered
from crawler.panel.refill import refill
from crawler.records import PageRole, PanelPage, Source, StoredPanel
from tests.panel.council_pages import HOME, TASKS

HOME_PAGE = PanelPage(url=HOME, role=PageRole.HOME, reason="", source=Source.REGISTER)
BINS, JOBS, NOISE = (
    PanelPage(url=HOME + slug, role=PageRole.TASK, task=slug, reason="")
    for slug in ("bin-day", "jobs", "noise")
)
FILLER = PanelPage(url=HOME + "history", role=PageRole.OTHER, reason="")


def of(role: PageRole, path: str | None = None) -> PanelPage:
    return PanelPage(url=HOME + (path or role.value), role=role, reason="")


CONTACT, FORM = of(PageRole.CONTACT), of(PageRole.FORM)


def urls(panel: StoredPanel) -> list[str]:
    return [page.url.removeprefix(HOME) for page in panel.pages]


@pytest.mark.parametrize("lost", [CONTACT, FORM])
def test_a_page_that_comes_back_gets_its_place_back(lost: PanelPage) -> None:
    found = Discovered(pages=(HOME_PAGE, lost, BINS, JOBS))
    panel = assemble(found, TASKS, 3)
    without = Discovered(pages=(HOME_PAGE, BINS, JOBS))
    later = renew(panel, without, TASKS, 3, [lost.url])
    assert urls(later) == ["", "jobs", "bin-day"]
    left = {lost.role: [lost.url]}
    assert refill(later, without, TASKS, 3, (), left) == later
    back = refill(later, found, TASKS, 3, (), left)
    assert urls(back) == urls(panel)
    assert back.pages[1].replaces == JOBS.url
    assert back.beyond == (JOBS,)
    assert refill(back, found, TASKS, 3, (), left) == back


def test_a_filler_makes_way_before_a_task_and_no_choice_by_hand_does() -> None:
    by_hand = replace(BINS, source=Source.OVERRIDE)
    found = Discovered(pages=(HOME_PAGE, CONTACT))
    stored = StoredPanel(pages=(HOME_PAGE, FILLER, JOBS, by_hand))
    assert urls(refill(stored, found, TASKS, 4, (), {})) == ["", "contact", "jobs", "bin-day"]
    stored = StoredPanel(pages=(HOME_PAGE, by_hand))
    full = refill(stored, found, TASKS, 2, (), {})
    assert full.pages == stored.pages
    assert page_for("contact", full) == CONTACT


def test_a_form_that_the_panel_never_had_only_takes_a_free_place() -> None:
    found = Discovered(pages=(HOME_PAGE, FORM))
    stored = StoredPanel(pages=(HOME_PAGE, BINS))
    assert refill(stored, found, TASKS, 2, (), {}) == stored
    assert urls(refill(stored, found, TASKS, 3, (), {})) == ["", "bin-day", "form"]


def test_a_welsh_page_comes_on_top_and_a_task_beyond() -> None:
    welsh = of(PageRole.WELSH, "cy")
    found = Discovered(pages=(HOME_PAGE, JOBS, welsh), others=(FILLER,))
    panel = refill(StoredPanel(pages=(HOME_PAGE, BINS)), found, TASKS, 2, (), {})
    assert urls(panel) == ["", "bin-day", "cy"]
    assert panel.beyond == (JOBS,)


def test_what_has_its_seat_and_what_is_gone_stays_out() -> None:
    other = of(PageRole.CONTACT, "other")
    stored = StoredPanel(pages=(HOME_PAGE, CONTACT, BINS), beyond=(NOISE,))
    found = Discovered(pages=(HOME_PAGE, other))
    assert refill(stored, found, TASKS, 12, (), {}) == stored
    assert refill(stored, found, TASKS, 12, [NOISE.url], {}).beyond == ()
    stored = StoredPanel(pages=(HOME_PAGE, BINS))
    assert refill(stored, Discovered(pages=(CONTACT,)), TASKS, 12, [CONTACT.url], {}) == stored


def test_contact_without_room_in_the_panel_is_kept_beyond() -> None:
    found = Discovered(pages=(HOME_PAGE, CONTACT, of(PageRole.ACCESSIBILITY_STATEMENT), BINS))
    panel = assemble(found, TASKS, 2)
    assert urls(panel) == ["", "contact"]
    statement = page_for("accessibility-statement", panel)
    assert statement is not None
    assert statement.role is PageRole.ACCESSIBILITY_STATEMENT


def test_a_reopened_seat_goes_to_the_page_that_was_found() -> None:
    better = replace(JOBS, url=HOME + "vacancies")
    stored = StoredPanel(pages=(HOME_PAGE, BINS, JOBS))
    only = Discovered(pages=(better,))
    seat = (PageRole.TASK, "jobs")
    assert renew(stored, only, TASKS, 0, ()) == stored
    after = renew(stored, only, TASKS, 0, (), reopened=[seat])
    assert urls(after) == ["", "bin-day", "vacancies"]
    assert after.pages[2].replaces == JOBS.url
