"""One task's verdict, by the published rules, from what a crawl saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.reflow import reflow
from crawler.audits.registry import Verdict as Judgement
from crawler.findability import clarity
from crawler.findability.method import METHOD
from crawler.findability.reading import reading_age
from crawler.panel.address import page_key
from crawler.records import (
    EndState,
    Outcome,
    SearchOutcome,
    SearchState,
    Step,
    TaskFindability,
    Verdict,
    Viewport,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import PageFacts, PanelPage, Task

# A resident may well get in where we are not let in, and our own failure is nobody's fault.
_UNKNOWN = {
    EndState.BLOCKED: "Its page refused us, so we cannot say how residents fare.",
    EndState.DISALLOWED: "The site asks robots to keep away from its page, and we do.",
    EndState.FAILED: "We failed to load its page; the site is not to blame.",
}
_BROKEN = {
    EndState.GONE: "that page is gone",
    EndState.UNREACHABLE: "that page does not answer",
}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def not_this_councils(task: Task) -> TaskFindability:
    """Return a task that another council, or none, is responsible for. It does not count."""
    return TaskFindability(
        task=task.slug,
        title=task.title,
        importance=task.importance,
        verdict=Verdict.NOT_THIS_COUNCILS_JOB,
        reason="Another council or body does this here.",
    )


def judge(
    task: Task,
    page: PanelPage | None,
    facts: PageFacts | None,
    path: tuple[Step, ...] | None,
    search: SearchOutcome,
    *,
    looked: bool,
    nation: str,
) -> TaskFindability:
    """Judge one task that is the council's job.

    `page` is the one that was chosen for it, and `facts` what this crawl saw of it. `path` is that
    of `paths.shortest_path`. `looked` is False when no page could be looked for: the home page did
    not load, or the budget was spent.
    """
    found = TaskFindability(
        task=task.slug,
        title=task.title,
        importance=task.importance,
        verdict=None,
        reason="",
        search=search,
    )
    if page is None:
        if not looked:
            return replace(found, reason="We could not look for it in this crawl.")
        reason = "No page of the council or of a supplier was found for it."
        return replace(found, verdict=Verdict.NOT_FOUND, reason=reason)
    steps = _with_clarity(path or (), facts, task, nation)
    found = replace(
        found,
        url=page.url,
        supplier=page.supplier,
        clicks=None if path is None else len(path),
        path=steps,
    )
    if facts is None:
        return replace(found, reason="Its page was not loaded in this crawl.")
    if facts.state in _UNKNOWN:
        return replace(found, reason=_UNKNOWN[facts.state])
    found = _with_facts(found, facts)
    verdict, reason = _decide(found, facts)
    return replace(found, verdict=verdict, reason=reason)


# --- Evidence -----------------------------------------------------------------------------------


def _with_clarity(
    path: Sequence[Step], facts: PageFacts | None, task: Task, nation: str
) -> tuple[Step, ...]:
    """Say of each step whether its text says where it leads, now that the task is known.

    On the way, a text is clear that names the task, its page, or the part of the site that the task
    is filed under. The last step must name the task, or a page that calls itself by the task: that
    a page is named after its supplier's product helps nobody to recognise the link.
    """
    markup = facts.markup if facts is not None else None
    told = clarity.page_names_task(markup, task, nation)
    return tuple(
        replace(
            step,
            clear=clarity.names_task(step.text, task, nation)
            or (step.clear and (told or number < len(path)))
            or (number < len(path) and clarity.names_category(step.text, task)),
        )
        for number, step in enumerate(path, start=1)
    )


def _with_facts(found: TaskFindability, facts: PageFacts) -> TaskFindability:
    loads = facts.state.scored and not _leads_home(found, facts)
    if not loads:
        return replace(found, loads=False)
    markup = facts.markup
    return replace(
        found,
        loads=True,
        reflows=_reflows(facts),
        keyboard=None if facts.first_step is None else facts.first_step.tabs is not None,
        first_step="" if facts.first_step is None else facts.first_step.text,
        reading_age=None if markup is None else reading_age(markup.prose, markup.language),
    )


def _leads_home(found: TaskFindability, facts: PageFacts) -> bool:
    """Whether the page's link leads back to the home page: what it promised is not there."""
    if not found.path:
        return False
    home = page_key(found.path[0].on)
    return page_key(facts.final_url) == home != page_key(facts.url)


def _reflows(facts: PageFacts) -> bool | None:
    """The judgement of the audit `reflow`; None where it could not be made, or a person must."""
    if facts.layout_at(Viewport.NARROW) is None:
        return None
    judgement = reflow(facts)
    outcome = judgement.outcome if isinstance(judgement, Judgement) else None
    return {Outcome.PASS: True, Outcome.FAIL: False}.get(outcome) if outcome else None


# --- The rules ----------------------------------------------------------------------------------


def _decide(found: TaskFindability, facts: PageFacts) -> tuple[Verdict, str]:
    """Return the verdict and the fact that decided it."""
    first = found.search.position == 1
    if found.loads is False:
        problem = _BROKEN.get(facts.state, "its link leads back to the home page")
        if found.clicks is not None:
            return Verdict.HARD, f"{_way(found.clicks)}, but {problem}."
        if first:
            return Verdict.HARD, f"The site's own search has its page first, but {problem}."
        if facts.state is EndState.GONE:
            return Verdict.NOT_FOUND, "Its page is gone, and no other was found."
        return (
            Verdict.HARD,
            f"No link from the home page leads to it within {_most()}, and {problem}.",
        )
    if found.clicks is None and not first:
        return Verdict.HARD, (
            f"There is a page for it, but no path of {_most()} leads there from the home page, and "
            f"{_searched(found.search)}."
        )
    if found.keyboard is False:
        named = f", \u201c{found.first_step}\u201d," if found.first_step else ""
        return (
            Verdict.HARD,
            f"The first thing to do on its page{named} is out of a keyboard's reach.",
        )
    if found.clicks is None:
        return Verdict.FINDABLE, (
            f"No path of {_most()} leads there from the home page, but the site's own search has "
            "it first."
        )
    way = _way(found.clicks)
    if found.clicks > METHOD.easy_clicks:
        return Verdict.FINDABLE, f"{way}; {_number(METHOD.easy_clicks).lower()} is easy."
    unclear = next((step for step in found.path if not step.clear), None)
    if unclear is not None:
        return Verdict.FINDABLE, f"{way}, but {_unclear(unclear)}."
    if found.reflows is False:
        return Verdict.FINDABLE, f"{way}, but its page is too wide for a screen of 320 pixels."
    if not found.path:
        return Verdict.EASY, f"{way}."
    links = (
        "a link that says where it leads" if found.clicks == 1 else "links that say where they lead"
    )
    return Verdict.EASY, f"{way}, by {links}."


# --- Words --------------------------------------------------------------------------------------


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _way(clicks: int) -> str:
    if clicks == 0:
        return "It is on the home page itself"
    return f"{_number(clicks)} click{'s' if clicks > 1 else ''} from the home page"


def _most() -> str:
    return f"{_number(METHOD.most_clicks).lower()} clicks"


def _unclear(step: Step) -> str:
    text = " ".join(step.text.split())
    if not text:
        return "a link on the way has no text"
    return f"the link \u201c{text}\u201d does not say where it leads"


def _searched(search: SearchOutcome) -> str:
    own = "the site's own search"
    if search.state is SearchState.ASKED:
        if search.position is None:
            return (
                f"{own} does not have it among the first {_number(METHOD.results).lower()} results"
            )
        return f"{own} has it in place {search.position}, not first"
    return {
        SearchState.NO_FORM: "the home page has no search form that we can ask",
        SearchState.DISALLOWED: f"{own} is closed to robots",
        SearchState.FAILED: f"{own} did not answer",
        SearchState.NOT_ASKED: f"{own} was not asked",
    }[search.state]
