from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.findability.verdict import judge, none_by_hand, not_this_councils
from crawler.records import (
    EndState,
    FirstStep,
    SearchOutcome,
    SearchState,
    Step,
    Tabbing,
    Verdict,
    Viewport,
    WideElement,
)
from tests.facts import layout_with
from tests.findability.pages import ASKED, NO_FORM, NOT_ASKED, TASK, at, page, panel_page

if TYPE_CHECKING:
    from crawler.records import PageFacts, TaskFindability

SOUND = page("/council-tax", h1="Council tax")
FIRST = replace(ASKED, position=1)
STUCK = FirstStep(
    kind="button",
    text="Pay now",
    selector="main button",
    why="The focus skips it",
    end=Tabbing.STUCK,
)


def steps(*texts: str) -> tuple[Step, ...]:
    paths = ["/", *(f"/{number}" for number in range(1, len(texts))), "/council-tax"]
    return tuple(
        Step(on=at(paths[number]), text=text, url=at(paths[number + 1]))
        for number, text in enumerate(texts)
    )


def unclear(*texts: str) -> tuple[Step, ...]:
    """The first text does not say where it leads."""
    first, *rest = steps(*texts)
    return (replace(first, clear=False), *rest)


ONE = steps("Council tax")
TWO = steps("Bills", "Council tax")
THREE = steps("Residents", "Bills", "Council tax")


def judged(
    path: tuple[Step, ...] | None = ONE,
    facts: PageFacts | None = SOUND,
    search: SearchOutcome = NOT_ASKED,
    **fields: Any,
) -> TaskFindability:
    values: dict[str, Any] = {"page": panel_page(), "looked": True} | fields
    return judge(TASK, values.pop("page"), facts, path, search, **values)


def told(found: TaskFindability) -> tuple[Verdict | None, str]:
    return found.verdict, found.reason


TOO_WIDE = layout_with(
    SOUND,
    Viewport.NARROW,
    content_width=500,
    wide_elements=(WideElement(selector="p", html="<p>", left=0, right=500),),
)
WIDE_TABLE = layout_with(
    SOUND,
    Viewport.NARROW,
    content_width=500,
    wide_elements=(WideElement(selector="table", html="", left=0, right=500, exempt=True),),
)
GONE = replace(SOUND, state=EndState.GONE)
SILENT = replace(SOUND, state=EndState.UNREACHABLE)
NO_KEYBOARD = replace(SOUND, first_step=STUCK)

E, F, H, N = Verdict.EASY, Verdict.FINDABLE, Verdict.HARD, Verdict.NOT_FOUND

NO_PATH = "no path of three clicks over the pages that we loaded leads there"
RULES = [
    # Easy
    ((), SOUND, NOT_ASKED, E, "It is on the home page itself."),
    (ONE, SOUND, NOT_ASKED, E, "One click from the home page, by a link that says where it leads."),
    (TWO, SOUND, NOT_ASKED, E, "Two clicks from the home page, by links that say where they lead."),
    (ONE, WIDE_TABLE, NOT_ASKED, E, "One click from the home page, by a link that says where it "
     "leads."),
    # Findable
    (THREE, SOUND, NOT_ASKED, F, "Three clicks from the home page; two is easy."),
    (unclear("Click here", "Council tax"), SOUND, NOT_ASKED, F,
     "Two clicks from the home page, but the link “Click here” does not say where it leads."),
    (unclear("Residents", "Council tax"), SOUND, NOT_ASKED, F,
     "Two clicks from the home page, but the link “Residents” does not say where it leads."),
    (unclear(" "), SOUND, NOT_ASKED, F,
     "One click from the home page, but a link on the way has no text."),
    (ONE, TOO_WIDE, NOT_ASKED, F,
     "One click from the home page, but its page is too wide for a screen of 320 pixels."),
    (None, SOUND, FIRST, F, "No path of three clicks over the pages that we loaded leads "
     "there, but the site's own search has it first."),
    (THREE, TOO_WIDE, NOT_ASKED, F, "Three clicks from the home page; two is easy."),
    # Hard
    (None, SOUND, replace(ASKED, position=2), H, f"There is a page for it, but {NO_PATH}, and the "
     "site's own search has it in place 2, not first."),
    (None, SOUND, ASKED, H, f"There is a page for it, but {NO_PATH}, and the site's own search "
     "does not have it among its first ten."),
    (None, SOUND, NO_FORM, H, f"There is a page for it, but {NO_PATH}, and the home page has no "
     "search form that we can ask."),
    (ONE, NO_KEYBOARD, NOT_ASKED, H, "The first thing to do on its page, “Pay now”, is out of a "
     "keyboard's reach."),
    (None, NO_KEYBOARD, FIRST, H, "The first thing to do on its page, “Pay now”, is out of a "
     "keyboard's reach."),
    (ONE, GONE, NOT_ASKED, H, "One click from the home page, but that page is gone."),
    (TWO, SILENT, NOT_ASKED, H, "Two clicks from the home page, but that page does not answer."),
    (ONE, replace(SOUND, final_url=at("/")), NOT_ASKED, H,
     "One click from the home page, but its link leads back to the home page."),
    (None, SILENT, FIRST, H, "The site's own search has its page first, but that page does not "
     "answer."),
    (None, SILENT, NOT_ASKED, H, "No path of three clicks over the pages that we loaded leads "
     "there, and that page does not answer."),
    # Not found
    (None, GONE, NOT_ASKED, N, "Its page is gone, and no other was found."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "facts", "search", "verdict", "reason"), RULES)
def test_the_rules(
    path: tuple[Step, ...] | None,
    facts: PageFacts,
    search: SearchOutcome,
    verdict: Verdict,
    reason: str,
) -> None:
    assert told(judged(path, facts, search)) == (verdict, reason)


def test_no_page_is_not_found_only_where_we_looked() -> None:
    assert told(judged(None, None, page=None)) == (
        N, "No page of the council or of a supplier was found for it.",
    )  # fmt: skip
    found = judged(None, None, page=None, looked=False)
    assert told(found) == (None, "We could not look for it in this crawl.")


@pytest.mark.parametrize("state", [EndState.BLOCKED, EndState.DISALLOWED, EndState.FAILED])
@pytest.mark.parametrize("path", [ONE, None])
def test_what_we_could_not_see_has_no_verdict(
    state: EndState, path: tuple[Step, ...] | None
) -> None:
    found = judged(path, replace(SOUND, state=state), FIRST)
    assert found.verdict is None
    assert found.loads is None
    assert found.reason.endswith(".")
    assert judged(path, None).reason == "Its page was not loaded in this crawl."


def test_unknown_facts_never_lower() -> None:
    unknown = replace(SOUND, layout=(), first_step=None, markup=None, state=EndState.PARTIAL)
    found = judged(ONE, unknown)
    assert found.verdict is E
    assert (found.loads, found.reflows, found.keyboard) == (True, None, None)
    nothing_to_do = replace(SOUND, first_step=None, no_first_step=True)
    assert judged(ONE, nothing_to_do).verdict is E
    assert judged(ONE, WIDE_TABLE).reflows is None


def test_the_evidence_is_kept() -> None:
    search = replace(ASKED, position=4)
    found = judged(TWO, SOUND, search, page=panel_page(supplier="pay.example.com"))
    assert (found.task, found.title, found.importance) == (TASK.slug, TASK.title, 3)
    assert (found.url, found.supplier) == (at("/council-tax"), "pay.example.com")
    assert (found.clicks, found.search) == (2, search)
    assert found.path == TWO
    assert (found.loads, found.reflows, found.keyboard) == (True, True, True)
    assert found.first_step == "Pay now"
    assert found.reading_age is None


def test_the_reading_age_is_shown_and_decides_nothing() -> None:
    assert SOUND.markup is not None
    hard = "Notwithstanding aforementioned considerations, determinations remain discretionary. "
    facts = replace(SOUND, markup=replace(SOUND.markup, prose=hard * 20))
    found = judged(ONE, facts)
    assert found.reading_age == 22
    assert found.verdict is E
    assert SOUND.markup is not None
    welsh = replace(SOUND, markup=replace(SOUND.markup, prose=hard * 20, language="cy"))
    assert judged(ONE, welsh).reading_age is None


def test_a_search_that_was_not_seen_leaves_a_page_without_a_way_open() -> None:
    unasked = {
        SearchState.NOT_ASKED: "was not asked",
        SearchState.FAILED: "did not answer",
        SearchState.DISALLOWED: "is closed to robots",
    }
    for state, words in unasked.items():
        found = judged(None, SOUND, SearchOutcome(state=state))
        assert told(found) == (
            None,
            "There is a page for it, but no path of three clicks over the pages that we loaded "
            f"leads there, and the site's own search {words}.",
        )
        assert judged(ONE, SOUND, SearchOutcome(state=state)).verdict is E
        assert judged(None, SILENT, SearchOutcome(state=state)).verdict is H


def test_a_way_that_was_not_looked_for_is_not_missing() -> None:
    for search in (NO_FORM, ASKED, FIRST):
        found = judged(None, SOUND, search, looked=False)
        assert told(found) == (None, "We could not look at all pages that may lead to it.")
    assert judged(ONE, SOUND, NO_FORM, looked=False).verdict is E


def test_only_a_trap_is_out_of_a_keyboards_reach() -> None:
    late = FirstStep(kind="link", text="Pay", selector="a", why="it is far", end=Tabbing.GAVE_UP)
    found = judged(ONE, replace(SOUND, first_step=late))
    assert (found.verdict, found.keyboard) == (E, None)
    assert judged(ONE, NO_KEYBOARD).keyboard is False
    assert judged(ONE).keyboard is True


def test_a_task_that_a_person_found_no_page_for_says_so() -> None:
    assert told(none_by_hand(TASK, "")) == (
        N, "A person looked, and says that there is no page for it.",
    )  # fmt: skip
    assert none_by_hand(TASK, "Done by post.").reason.endswith("no page for it: Done by post.")


def test_another_councils_task_does_not_count() -> None:
    found = not_this_councils(TASK)
    assert told(found) == (Verdict.NOT_THIS_COUNCILS_JOB, "Another council or body does this here.")
    assert (found.task, found.title, found.importance) == (TASK.slug, TASK.title, TASK.importance)


ORDER = list(Verdict)
PATHS = st.sampled_from(
    [(), ONE, TWO, THREE, unclear("Click here"), unclear("More", "Bills", "x"), None]
)
FACTS = st.sampled_from(
    [SOUND, TOO_WIDE, WIDE_TABLE, NO_KEYBOARD, GONE, SILENT, replace(SOUND, first_step=None)]
)
SEARCHES = st.sampled_from([FIRST, ASKED, NOT_ASKED, replace(ASKED, position=3)])


@settings(deadline=None)
@given(PATHS, FACTS, SEARCHES)
def test_every_verdict_has_a_reason_and_repeats(
    path: tuple[Step, ...] | None, facts: PageFacts, search: SearchOutcome
) -> None:
    found = judged(path, facts, search)
    assert found.verdict in (*ORDER[:4], None)
    assert found.reason.endswith(".")
    assert found.reason[0].isupper()
    assert judged(path, facts, search) == found


@settings(deadline=None)
@given(PATHS, FACTS, SEARCHES)
def test_what_helps_a_resident_never_lowers_a_verdict(
    path: tuple[Step, ...] | None, facts: PageFacts, search: SearchOutcome
) -> None:
    worst = judged(path, facts, search).verdict
    before = ORDER.index(worst) if worst is not None else ORDER.index(H)
    better = [
        judged(path, facts, FIRST),
        judged(ONE, facts, search),
        judged(path, SOUND, search),
        judged(path, replace(facts, first_step=None), search),
        judged(path, replace(facts, layout=()), search),
    ]
    if path is None:
        better.append(judged(THREE, facts, search))
    assert all(ORDER.index(found.verdict or H) <= before for found in better)
