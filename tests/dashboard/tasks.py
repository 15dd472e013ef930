"""What became of the tasks of the sample's websites: every verdict, every outcome of a search."""

from __future__ import annotations

from msgspec.structs import replace

from crawler.findability.site import findability
from crawler.records import (
    Findability,
    SearchOutcome,
    SearchState,
    Step,
    TaskFindability,
    Verdict,
)
from tests.dashboard.hostile import HOSTILE

_HOME = "https://www.northam.example/"
_MENU = ("Menu",)


def _asked(query: str, position: int | None) -> SearchOutcome:
    return SearchOutcome(state=SearchState.ASKED, query=query, position=position)


def _steps(*texts: str, controls: tuple[str, ...] = (), clear: bool = True) -> tuple[Step, ...]:
    return tuple(
        Step(
            on=_HOME,
            text=text,
            url=f"{_HOME}{number}",
            controls=controls if number == 0 else (),
            clear=clear or number > 0,
        )
        for number, text in enumerate(texts)
    )


def _judged(
    slug: str, title: str, importance: int, verdict: Verdict, reason: str
) -> dict[str, object]:
    return {
        "task": slug,
        "title": title,
        "importance": importance,
        "verdict": verdict,
        "reason": reason,
        "url": f"{_HOME}{slug}",
        "loads": True,
        "reflows": True,
        "keyboard": True,
    }


def _task(values: dict[str, object], **more: object) -> TaskFindability:
    return TaskFindability(**(values | more))  # type: ignore[arg-type]


TASKS: tuple[TaskFindability, ...] = (
    _task(
        _judged(
            "council-tax",
            "Pay or query council tax",
            3,
            Verdict.EASY,
            "One click from the home page; every link says where it leads",
        ),
        clicks=1,
        path=_steps("Pay your council tax"),
        search=_asked("council tax", 1),
        first_step="Pay now",
        reading_age=11.6,
    ),
    _task(
        _judged(
            "bin-day",
            "Find bin collection day",
            3,
            Verdict.FINDABLE,
            "Two clicks, but the link “Find out more” does not say where it leads",
        ),
        clicks=2,
        path=_steps("Find out more", "Check your bin day", controls=_MENU, clear=False),
        search=_asked("bin collection", 3),
        first_step="Your postcode",
        reading_age=9.9,
    ),
    _task(
        _judged(
            "planning",
            "View or comment on planning applications",
            2,
            Verdict.HARD,
            "Two clicks away, but its first step cannot be reached by keyboard",
        ),
        url="https://planning.supplier.example/northam/search?area=all",
        supplier="planning.supplier.example",
        clicks=2,
        path=_steps("Planning and building", "View planning applications"),
        search=_asked("planning applications", None),
        reflows=False,
        keyboard=False,
        first_step="Search applications",
        reading_age=16.2,
    ),
    _task(
        _judged(
            "housing",
            "Apply for housing",
            3,
            Verdict.HARD,
            "The sitemap has the page, but no path of three clicks leads to it",
        ),
        search=_asked("apply for housing", 4),
        keyboard=None,
    ),
    _task(
        _judged("fly-tipping", "Report fly-tipping", 2, Verdict.NOT_FOUND, "No page was found"),
        url=None,
        loads=None,
        reflows=None,
        keyboard=None,
        search=_asked("fly-tipping", None),
    ),
    _task(
        _judged("jobs", "Jobs", 1, Verdict.FINDABLE, "Its own search finds it first"),
        search=_asked("jobs", 1),
        reading_age=13.0,
    ),
    _task(
        _judged("noise", "Report noise or pests", 1, Verdict.EASY, "Two clicks from the home page"),
        clicks=2,
        path=_steps("Environment", "Noise", controls=("Menu", "Services A to Z")),
        search=SearchOutcome(state=SearchState.FAILED, query="noise"),
    ),
    _task(
        _judged("elections", "Elections and voting", 2, Verdict.EASY, ""),
        verdict=None,
        reason="robots.txt disallows the only page that may be it",
        loads=None,
        reflows=None,
        keyboard=None,
    ),
    *(
        TaskFindability(
            task=slug,
            title=title,
            importance=2,
            verdict=Verdict.NOT_THIS_COUNCILS_JOB,
            reason="The county council does this",
        )
        for slug, title in (
            ("pothole", "Report a pothole or road problem"),
            ("school-admissions", "Apply for a school place"),
        )
    ),
)


def findability_of(site: str, number: int) -> Findability | None:
    """What a crawl measured of a website: the first did not look, and Westbury's never did."""
    if number == 0 or site == "westbury":
        return None
    if site == "hostile":
        return findability(tuple(_hostile(task) for task in TASKS), 23)
    if site == "eastshire":
        reason = "the crawl’s time for this website was over"
        unseen = (replace(task, verdict=None, reason=reason) for task in TASKS)
        return findability(tuple(unseen), 23)
    if site == "cwmhir":
        unasked = SearchOutcome(state=SearchState.NO_FORM)
        return findability(tuple(replace(t, search=unasked, reading_age=None) for t in TASKS), 23)
    if site == "glenmore":
        return findability(tuple(t for t in TASKS if t.verdict is Verdict.EASY), requests=0)
    return findability(TASKS, 23)


def _hostile(task: TaskFindability) -> TaskFindability:
    return replace(
        task,
        title=f"{task.title} {HOSTILE[0]}",
        reason=" ".join(HOSTILE),
        url="javascript:window.hacked=1"
        if task.task != "planning"
        else f"https://www.supplier.example/?q={HOSTILE[0]}",
        supplier=None if task.supplier is None else HOSTILE[1],
        path=tuple(
            Step(
                on=text, text=text, url="javascript:window.hacked=1", controls=(text,), clear=False
            )
            for text in HOSTILE
        ),
        search=replace(task.search, query=HOSTILE[0]),
        first_step=HOSTILE[1],
    )
