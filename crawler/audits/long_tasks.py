"""Whose scripts keep the page from reacting, as tasks of 50 ms and more. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, found, many, of_first_load, place, told
from crawler.audits.metric import in_words
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import NONE_SAVED, Part
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

GOOD_MS = 200


@audit(
    id="long-tasks",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="No script keeps the page busy for long",
    title_fail="Scripts keep the page busy for long",
    why="While a task runs, taps and typing have no effect. Here is whose script it is.",
    fix="Remove what residents do not need, load the rest after the content, and let its makers "
    "split tasks into parts of less than 50 milliseconds.",
    limit="Tasks as the simulated phone would take for them. A task is put down to the script that "
    "began it, which may have called another's.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def long_tasks(facts: PageFacts) -> Verdict:
    """A fault from 200 ms on beyond the first 50 of each task: there Lighthouse's Total Blocking
    Time ceases to be good."""
    loading = told(facts, Part.LONG)
    tasks = loading.long_tasks
    if loading.blocking_ms < GOOD_MS:
        return clear(loading)
    count = sum(each.count for each in tasks)
    total = in_words(sum(each.ms for each in tasks))
    elements = (
        place(
            each.host or "the page itself",
            f"{many(each.count, 'long task')}, {in_words(each.ms)} in all, "
            f"the longest {in_words(each.longest_ms)}",
        )
        for each in tasks
    )
    keep = "keeps" if count == 1 else "keep"
    title = f"{many(count, 'long task')} {keep} the page busy for {total}{of_first_load(facts)}"
    return found(title, elements, len(tasks), NONE_SAVED)
