"""Whether residents get to what they came for: the sum, a picture of it, and each task."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import SearchState, Verdict
from dashboard import words
from dashboard.content.methodology import FINDABILITY
from dashboard.content.tasks import as_table, kind, row_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from crawler.database.queries import FindabilityDetail
    from crawler.records import TaskFindability

ANCHOR = "findability"
HEADING = "Can residents do what they came for?"

# Best first, as the bar shows them.
_COUNTED = (Verdict.EASY, Verdict.FINDABLE, Verdict.HARD, Verdict.NOT_FOUND)
_GOOD = (Verdict.EASY, Verdict.FINDABLE)
_UNASKED_ANYWHERE = {
    SearchState.NO_FORM: "We found no search form of the website’s own on its home page.",
    SearchState.DISALLOWED: "The website’s robots.txt asks us not to use its search.",
    SearchState.FAILED: "The website’s own search did not answer us.",
    SearchState.NOT_ASKED: "We did not ask the website’s own search.",
}


def good_of_judged(found: FindabilityDetail) -> tuple[int, int]:
    """Return how many tasks are easy or findable, and how many have a verdict that counts."""
    verdicts = Counter(task.verdict for task in found.findability.tasks)
    return sum(verdicts[v] for v in _GOOD), sum(verdicts[v] for v in _COUNTED)


def section(found: FindabilityDetail | None, latest: datetime, now: datetime) -> Markup:
    """Return the section of a council whose newest audit ended at `latest`."""
    heading = Markup('<h2 id="{}">{}</h2>').format(ANCHOR, HEADING)
    if found is None or not found.findability.tasks:
        return heading + Markup(
            "<p>Not yet measured for this website: the crawls so far did not look for the way to "
            'each task. <a href="{}">What findability is</a></p>'
        ).format(FINDABILITY)
    tasks = sorted(found.findability.tasks, key=_by_importance)
    judged = [task for task in tasks if task.verdict in _COUNTED]
    return Markup("").join(
        (
            heading,
            _summary(found, judged, now, older=found.tested_at != latest),
            _picture(tasks, judged),
            as_table(judged) if judged else Markup(""),
            _unexamined(task for task in tasks if task.verdict is None),
            _others([task for task in tasks if task.verdict is Verdict.NOT_THIS_COUNCILS_JOB]),
            _notes(found, judged),
        )
    )


def _by_importance(task: TaskFindability) -> tuple[int, int, str]:
    """Most important first; among equals the worst first, as those need someone."""
    worst = -_COUNTED.index(task.verdict) if task.verdict in _COUNTED else 0
    return -task.importance, worst, task.title.casefold()


# --- At a glance ---------------------------------------------------------------------------------


def _summary(
    found: FindabilityDetail, judged: Sequence[TaskFindability], now: datetime, *, older: bool
) -> Markup:
    when = ""
    if older:
        when = (
            f" This is from the test of {words.day(found.tested_at)} "
            f"({words.age(found.tested_at, now)}): the newest test could not look."
        )
    if not judged:
        return Markup("<p>We could not look for any of the tasks.{}</p>").format(when)
    good, of = good_of_judged(found)
    share = found.findability.figure
    figure = None if share is None else words.share(share)
    return Markup(
        "<p>We looked for {} that residents come to do on this website, from its home page, as on "
        "a phone.{}</p><p><strong>{} {} easy or findable.</strong>{}</p>"
    ).format(
        words.count(of, "thing"),
        when,
        f"{good} of {words.count(of, 'task')}",
        "is" if of == 1 else "are",
        "" if figure is None else f" Weighted by importance, that is {figure}.",
    )


def _picture(tasks: Sequence[TaskFindability], judged: Sequence[TaskFindability]) -> Markup:
    """Return the shares of the verdicts: a bar to look at, and its meaning as a list to read."""
    if not judged:
        return Markup("")
    groups = [
        (kind(verdict), words.VERDICTS[verdict], [t for t in judged if t.verdict is verdict])
        for verdict in _COUNTED
    ]
    groups.append(("unexamined", "Not examined", [t for t in tasks if t.verdict is None]))
    present = [group for group in groups if group[2]]
    bar = Markup("").join(
        Markup('<span class="{}" style="flex-grow:{}"></span>').format(mark, len(held))
        for mark, _, held in present
    )
    told = Markup("").join(
        Markup('<li><span class="verdict {}">{} {}</span>{}</li>').format(
            mark,
            len(held),
            label.lower(),
            _named(held) if mark in ("hard", "not-found") else "",
        )
        for mark, label, held in present
    )
    return Markup(
        '<div class="shares" aria-hidden="true">{}</div><ul class="verdicts" role="list">{}</ul>'
    ).format(bar, told)


def _named(tasks: Iterable[TaskFindability]) -> Markup:
    return Markup(": ") + Markup(", ").join(
        Markup('<a href="#{}">{}</a>').format(row_id(task), task.title) for task in tasks
    )


# --- What has no row -----------------------------------------------------------------------------


def _unexamined(tasks: Iterable[TaskFindability]) -> Markup:
    """Return the tasks that nobody can judge yet, once for each reason."""
    held: dict[str, list[str]] = {}
    for task in tasks:
        held.setdefault(words.sentence(task.reason), []).append(task.title)
    return Markup("").join(
        Markup("<p>Not examined, so neither good nor bad: {}. {}</p>").format(
            ", ".join(titles), reason
        )
        for reason, titles in held.items()
    )


def _others(tasks: Sequence[TaskFindability]) -> Markup:
    if not tasks:
        return Markup("")
    return Markup("<p>Not this council’s job, and not counted: {}.</p>").format(
        ", ".join(task.title for task in tasks)
    )


def _notes(found: FindabilityDetail, judged: Sequence[TaskFindability]) -> Markup:
    states = Counter(task.search.state for task in judged)
    search = ""
    if judged and not states[SearchState.ASKED]:
        search = f"{_UNASKED_ANYWHERE[states.most_common(1)[0][0]]} "
    cost = ""
    if found.findability.requests:
        cost = (
            f"To look, we loaded {words.count(found.findability.requests, 'page')} beside those "
            "tested below. "
        )
    reading = "Reading age is in years, of the page’s main text, and decides nothing. "
    return Markup('<p class="age">{}{}{}<a href="{}">How we judge tasks</a></p>').format(
        search, reading if judged else "", cost, FINDABILITY
    )
