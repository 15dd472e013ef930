"""A panel stays as it is, except for what is gone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.panel.address import page_key
from crawler.panel.assemble import assemble, page_for, renew
from crawler.panel.discover import Discovered
from crawler.records import PageRole, PanelPage, Source, StoredPanel
from tests.panel.council_pages import HOME, TASKS

HOME_PAGE = PanelPage(url=HOME, role=PageRole.HOME, reason="", source=Source.REGISTER)
ROLES = (PageRole.CONTACT, PageRole.ACCESSIBILITY_STATEMENT, PageRole.FORM, PageRole.DOCUMENTS)
SLUGS = [task.slug for task in TASKS if task.slug not in ("contact", "accessibility-statement")]


def for_task(slug: str, path: str | None = None) -> PanelPage:
    return PanelPage(url=HOME + (path or slug), role=PageRole.TASK, task=slug, reason="")


def filler(number: int) -> PanelPage:
    return PanelPage(url=f"{HOME}other-{number}", role=PageRole.OTHER, reason="")


@st.composite
def discoveries(draw: st.DrawFn) -> Discovered:
    """What a search may find: some roles, some tasks (which may share pages), some fillers."""
    roles = draw(st.sets(st.sampled_from(ROLES)))
    tasks = draw(st.dictionaries(st.sampled_from(SLUGS), st.integers(0, 12)))
    pages = [HOME_PAGE]
    pages += [PanelPage(url=HOME + role, role=role, reason="") for role in ROLES if role in roles]
    pages += [for_task(slug, f"page-{number}") for slug, number in tasks.items()]
    others = tuple(filler(number) for number in range(draw(st.integers(0, 4))))
    return Discovered(pages=tuple(pages), others=others)


def keys(panel: StoredPanel) -> list[str | None]:
    return [page_key(page.url) for page in panel.pages]


@settings(deadline=None)
@given(discoveries(), st.integers(1, 20))
def test_a_panel_is_bounded_and_no_page_stands_in_it_twice(found: Discovered, size: int) -> None:
    panel = assemble(found, TASKS, size)
    assert panel.pages[0] == HOME_PAGE
    assert len(panel.pages) <= size
    assert len(keys(panel)) == len(set(keys(panel)))
    tasks = {page.task for page in (*panel.pages, *panel.beyond) if page.role is PageRole.TASK}
    assert tasks == {page.task for page in found.pages if page.role is PageRole.TASK}


@settings(deadline=None)
@given(discoveries(), discoveries(), st.integers(1, 20))
def test_nothing_gone_nothing_changed(found: Discovered, later: Discovered, size: int) -> None:
    panel = assemble(found, TASKS, size)
    again = renew(panel, later, TASKS, size, ())
    assert again.pages[: len(panel.pages)] == panel.pages
    assert renew(panel, found, TASKS, size, ()) == panel


@settings(deadline=None)
@given(discoveries(), st.integers(2, 20), st.data())
def test_one_page_gone_is_one_change(found: Discovered, size: int, data: st.DataObject) -> None:
    panel = assemble(found, TASKS, size)
    if len(panel.pages) < 2:
        return
    lost = data.draw(st.sampled_from(panel.pages[1:]))
    after = renew(panel, found, TASKS, size, [lost.url])
    before = set(panel.pages) - {lost}
    assert before <= set(after.pages)
    new = set(after.pages) - before
    assert len(new) <= 1
    assert all(page.replaces == lost.url for page in new)
    if new:
        place = panel.pages.index(lost)
        assert after.pages[place].replaces == lost.url
        assert [page for page in after.pages if not page.replaces] == [
            page for page in panel.pages if page != lost
        ]


def test_roles_come_first_then_tasks_by_importance() -> None:
    pages = (for_task("jobs"), for_task("noise"), for_task("bin-day"), HOME_PAGE)
    panel = assemble(Discovered(pages=pages, others=(filler(1),)), TASKS, 4)
    assert [page.task for page in panel.pages] == [None, "bin-day", "jobs", "noise"]
    panel = assemble(Discovered(pages=pages, others=(filler(1),)), TASKS, 3)
    assert [page.task for page in panel.beyond] == ["noise"]
    assert assemble(Discovered(pages=pages[3:], others=(filler(1),)), TASKS, 3).pages[1] == filler(
        1
    )


def test_a_task_that_shares_a_page_is_kept_beyond() -> None:
    pages = (HOME_PAGE, for_task("pothole", "report"), for_task("street-light", "report"))
    panel = assemble(Discovered(pages=pages), TASKS, 12)
    assert [page.task for page in panel.pages] == [None, "pothole"]
    assert [page.task for page in panel.beyond] == ["street-light"]
    assert page_for("street-light", panel) == pages[2]


def test_a_page_chosen_by_hand_takes_its_place_at_once() -> None:
    stored = StoredPanel(pages=(HOME_PAGE, for_task("bin-day"), for_task("jobs")))
    hand = PanelPage(
        url=HOME + "mine", role=PageRole.TASK, task="bin-day", reason="", source=Source.OVERRIDE
    )
    after = renew(stored, Discovered(pages=(HOME_PAGE, hand)), TASKS, 3, ())
    assert after.pages[1].url == hand.url
    assert after.pages[1].replaces == HOME + "bin-day"
    nothing = Discovered(pages=(HOME_PAGE,), nothing=((PageRole.TASK, "bin-day"),))
    assert [page.task for page in renew(stored, nothing, TASKS, 3, ()).pages] == [None, "jobs"]


def test_the_welsh_pages_come_on_top() -> None:
    welsh = PanelPage(url=HOME + "cy", role=PageRole.WELSH, reason="")
    task = PanelPage(url=HOME + "cy/biniau", role=PageRole.WELSH, task="bin-day", reason="")
    found = Discovered(pages=(HOME_PAGE, for_task("bin-day"), for_task("jobs"), welsh, task))
    panel = assemble(found, TASKS, 2)
    assert [page.role.value for page in panel.pages] == ["home", "task", "welsh", "welsh"]
    assert renew(panel, found, TASKS, 2, ()) == panel
