"""The tasks that residents come for, as a table: the verdict, the way there and the evidence.

Link texts, controls and addresses are the council's own words: each goes in as text. A verdict is
a word with a mark whose shape, not only its colour, says how good it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from crawler.records import SearchState
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.records import Step, TaskFindability, Verdict

# A link may hold a whole card of text.
_LONGEST_TEXT = 100


def kind(verdict: Verdict) -> str:
    """Return the CSS class of a verdict's mark."""
    return verdict.name.lower().replace("_", "-")


def as_table(judged: Sequence[TaskFindability]) -> Markup:
    searched = any(task.search.state is SearchState.ASKED for task in judged)
    columns = [
        Column(key="task", label="Task", header=True, stacked=""),
        Column(key="judged", label="Verdict", stacked=""),
        Column(key="why", label="Why, and the shortest way there", stacked=""),
        *((Column(key="search", label="Site search"),) if searched else ()),
        Column(key="loads", label="Page loads"),
        Column(key="fits", label="Fits 320 px"),
        Column(key="keyboard", label="By keyboard"),
        Column(key="reading", label="Reading age", number=True),
    ]
    rows = (
        (
            _task(task),
            _verdict(task),
            _why(task),
            *((words.searched(task.search),) if searched else ()),
            _yes(task.loads),
            _yes(task.reflows),
            _keyboard(task),
            words.NOTHING if task.reading_age is None else f"{task.reading_age:.0f}",
        )
        for task in judged
    )
    return table.render(
        "Task by task, the most important first", columns, rows, name="tasks", caption_hidden=False
    )


def row_id(task: TaskFindability) -> str:
    return f"task-{task.task}"


def _task(task: TaskFindability) -> Markup:
    page: Markup | str = ""
    if task.url is not None:
        page = Markup('<span class="age">{}</span>').format(
            table.outward(task.url, _address(task.url, whole=task.supplier is not None))
        )
    supplier: Markup | str = ""
    if task.supplier is not None:
        supplier = Markup('<span class="age">Run by a supplier: {}</span>').format(task.supplier)
    return Markup('<span id="{}">{}</span>{}{}').format(row_id(task), task.title, page, supplier)


def _address(url: str, *, whole: bool) -> str:
    """Say an address without what goes without saying: its scheme, and the council's own host."""
    if not table.is_web_address(url):
        return url
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc if whole else ''}{parts.path or '/'}{query}"


def _verdict(task: TaskFindability) -> Markup:
    if task.verdict is None:
        return Markup("{}").format(words.NOTHING)
    clicks = words.NOTHING if task.clicks is None else words.count(task.clicks, "click")
    return Markup('<span class="verdict {}">{}</span>{}').format(
        kind(task.verdict),
        words.VERDICTS[task.verdict],
        Markup('<span class="age">{}</span>').format(clicks) if task.clicks is not None else "",
    )


def _why(task: TaskFindability) -> Markup:
    parts = [table.paragraphs(words.sentence(task.reason))]
    if task.path:
        steps = [Markup("Home page"), *(part for step in task.path for part in _step(step))]
        parts.append(
            Markup('<ol class="way" role="list">{}</ol>').format(
                Markup("").join(Markup("<li>{}</li>").format(step) for step in steps)
            )
        )
    return Markup("").join(parts)


def _step(step: Step) -> Iterable[Markup]:
    for control in step.controls:
        yield Markup("open {}").format(_quoted(control, "a control without a name"))
    unclear = (
        "" if step.clear else Markup('<span class="unclear"> (does not say where it leads)</span>')
    )
    yield _quoted(step.text, "a link without words") + unclear


def _quoted(text: str, without: str) -> Markup:
    text = " ".join(text.split())
    if not text:
        return Markup("{}").format(without)
    return Markup("<q>{}</q>").format(words.cut(text, _LONGEST_TEXT))


def _yes(value: bool | None) -> Markup:
    if value is None:
        return Markup('{}<span class="visually-hidden"> not known</span>').format(words.NOTHING)
    return Markup("Yes") if value else Markup("<strong>No</strong>")


def _keyboard(task: TaskFindability) -> Markup:
    step = " ".join(task.first_step.split())
    told = Markup('<span class="age"><q>{}</q></span>').format(words.cut(step, 60)) if step else ""
    return _yes(task.keyboard) + told
