"""One task's verdict, by the published rules, from what a crawl saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.reflow import reflow
from crawler.audits.registry import Verdict as Judgement
from crawler.findability.reading import reading_age
from crawler.findability.rules import decide
from crawler.panel.address import page_key
from crawler.records import (
    EndState,
    Outcome,
    SearchOutcome,
    Tabbing,
    TaskFindability,
    Verdict,
    Viewport,
)

if TYPE_CHECKING:
    from crawler.records import PageFacts, PanelPage, Step, Task

# A resident may well get in where we are not let in, and our own failure is nobody's fault.
_UNKNOWN = {
    EndState.BLOCKED: "Its page refused us, so we cannot say how residents fare.",
    EndState.DISALLOWED: "The site asks robots to keep away from its page, and we do.",
    EndState.FAILED: "We failed to load its page; the site is not to blame.",
}


def not_this_councils(task: Task) -> TaskFindability:
    """Return a task that another council, or none, is responsible for. It does not count."""
    return TaskFindability(
        task=task.slug,
        title=task.title,
        importance=task.importance,
        verdict=Verdict.NOT_THIS_COUNCILS_JOB,
        reason="Another council or body does this here.",
    )


def none_by_hand(task: Task, why: str) -> TaskFindability:
    """Return a task of which a person said that the site has no page, and `why` ("" for no
    reason)."""
    said = "A person looked, and says that there is no page for it"
    return TaskFindability(
        task=task.slug,
        title=task.title,
        importance=task.importance,
        verdict=Verdict.NOT_FOUND,
        reason=f"{said}: {why.rstrip('.')}." if why else f"{said}.",
    )


def judge(
    task: Task,
    page: PanelPage | None,
    facts: PageFacts | None,
    path: tuple[Step, ...] | None,
    search: SearchOutcome,
    *,
    looked: bool,
) -> TaskFindability:
    """Judge one task that is the council's job.

    `page` is the one that was chosen for it, and `facts` what this crawl saw of it. `path` is that
    of `Ways.shortest`. `looked` is False when the budget was spent before all pages were looked at
    that may be the task's, or that may be on the way to it.
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
    found = replace(
        found,
        url=page.url,
        supplier=page.supplier,
        clicks=None if path is None else len(path),
        path=path or (),
    )
    if facts is None:
        return replace(found, reason="Its page was not loaded in this crawl.")
    if facts.state in _UNKNOWN:
        return replace(found, reason=_UNKNOWN[facts.state])
    if path is None and not looked:
        return replace(found, reason="We could not look at all pages that may lead to it.")
    found = _with_facts(found, facts)
    verdict, reason = decide(found, facts.state)
    return replace(found, verdict=verdict, reason=reason)


# --- Evidence -----------------------------------------------------------------------------------


def _with_facts(found: TaskFindability, facts: PageFacts) -> TaskFindability:
    loads = facts.state.scored and not _leads_home(found, facts)
    if not loads:
        return replace(found, loads=False)
    markup = facts.markup
    return replace(
        found,
        loads=True,
        reflows=_reflows(facts),
        keyboard=_keyboard(facts),
        first_step="" if facts.first_step is None else facts.first_step.text,
        reading_age=None if markup is None else reading_age(markup.prose, markup.language),
    )


def _keyboard(facts: PageFacts) -> bool | None:
    """Whether the focus gets to the first step; None where there is none, or we gave up."""
    step = facts.first_step
    if step is None:
        return None
    if step.tabs is not None:
        return True
    return False if step.end is Tabbing.STUCK else None


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
