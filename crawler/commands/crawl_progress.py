"""A crawl's progress: a line for each website as it ends, a bar below them on a terminal, and a
table of end states at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text
from typing_extensions import override

from crawler.commands.terminal import clean, console, count, duration, points
from crawler.jobs.messages import PageEnded, PageSeen, Planned
from crawler.jobs.reporter import Reporter
from crawler.records import EndState
from crawler.words import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from crawler.browser.machine import Machine
    from crawler.jobs.messages import Progress as Message
    from crawler.jobs.reporter import CrawlOutcome, PanelReport, SiteReport
    from crawler.records import Website

STATE_STYLES = {EndState.AUDITED: "green", EndState.PARTIAL: "yellow"}
NAME_WIDTH = 36
BAR_WIDTH = 12


def reporter_for(pages: int) -> Reporter:
    """Lines and a bar on a terminal, lines only in a pipe. `pages` are a website's, at most."""
    out = console()
    return LiveReporter(out, pages) if out.is_terminal else LineReporter(out)


class Lines(Reporter):
    """A line for each website as it ends."""

    def __init__(self, console: Console) -> None:
        self._out = console
        self._todo = 0
        self._ended = 0
        self._troubled = False

    @override
    def waiting(self) -> None:
        self._say("Waiting for the processes of a crawl that was killed.")

    @override
    def stopping(self) -> None:
        self._say("Stopping: waiting for the browsers to close.")

    def _say(self, sentence: str) -> None:
        self._out.print(Text(sentence), soft_wrap=True)

    def _place(self) -> str:
        width = len(str(self._todo))
        return f"{self._ended:>{width}}/{self._todo}  "

    def _say_end(self, report: SiteReport | PanelReport, state: str, figures: str) -> None:
        self._ended += 1
        ended = report.ended
        line = Text(self._place())
        line.append(f"{state:<24}  ", STATE_STYLES.get(ended.state, "red"))
        line.append(f"{clean(names(report.website), NAME_WIDTH):<{NAME_WIDTH}}  ")
        line.append(f"{figures}{duration(report.seconds)}")
        if ended.reason:
            line.append(f"  {clean(ended.reason, 200)}")
        if ended.state is EndState.FAILED:
            line.append(f"  (log: {report.log})")
        self._out.print(line, soft_wrap=True)


class LineReporter(Lines):
    """Lines only, for pipes and logs."""

    @override
    def measured(self, machine: Machine) -> None:
        if machine.trouble:
            sentence = machine.sentence
            self._say(
                f"{sentence[0].upper()}{sentence[1:]}. Until that is over, pages will have no "
                "speed score."
            )
        elif self._troubled:
            self._say("From here on speed is measured: the machine's trouble is over.")
        self._troubled = bool(machine.trouble)

    @override
    def crawl_started(self, todo: Sequence[Website], kept: int, resumed: bool) -> None:
        self._todo = len(todo)
        if resumed:
            done = f"{count(kept, 'website')} finished before" if kept else "none finished before"
            self._say(f"Going on with the unfinished crawl ({done}).")
        self._say(f"Auditing {count(len(todo), 'website')}.")

    @override
    def site_ended(self, report: SiteReport) -> None:
        ended, scores = report.ended, report.ended.scores
        figures = f"{ended.pages_scored}/{count(ended.pages_planned, 'page')}  "
        if ended.state.scored:
            figures = (
                f"total {points(scores.total):>5}  accessibility {points(scores.accessibility):>5}"
                f"  speed {points(scores.speed):>5}  mobile {points(scores.mobile):>5}  {figures}"
            )
        self._say_end(report, STATES[ended.state], figures)

    @override
    def crawl_ended(self, outcome: CrawlOutcome) -> None:
        ended: Counter[EndState] = Counter(report.ended.state for report in outcome.sites)
        kept: Counter[EndState] = Counter(outcome.kept.values())
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("End state")
        table.add_column("Websites", justify="right")
        for state in EndState:
            if number := ended[state] + kept[state]:
                table.add_row(STATES[state], str(number))
        if open_ := outcome.planned - ended.total() - kept.total():
            table.add_row("Not finished", str(open_))
        self._out.print()
        self._out.print(table)
        self._out.print()
        if outcome.repeated:
            self._say(
                f"{count(outcome.repeated, 'page')} measured again for speed: "
                f"{count(outcome.repeats, 'more load')}, {duration(outcome.repeat_seconds)} in all."
            )
        in_run = " in this run" if outcome.resumed else ""
        verb = "stopped" if outcome.interrupted else "ended"
        self._say(
            f"Crawl {outcome.crawl_id} {verb} after {duration(outcome.seconds)}: "
            f"{count(outcome.pages_scored, 'page')} scored{in_run}."
        )


class WorkerLines(LineReporter):
    """The lines of a worker, which does not know how many websites will come."""

    @override
    def worker_started(self, executor: str, lanes: int) -> None:
        self._say(f"The worker {executor} takes jobs, {lanes} at once. Ctrl-C gives them back.")

    @override
    def _place(self) -> str:
        return f"{self._ended:>4}  "


class LiveReporter(LineReporter):
    """The lines, and below them a bar: websites, pages, and the time that is left."""

    def __init__(self, console: Console, pages: int) -> None:
        super().__init__(console)
        self._most = pages
        self._planned: dict[str, int] = {}
        self._pages = 0
        self._progress = Progress(
            TextColumn("{task.fields[sites]}", table_column=Column(no_wrap=True)),
            BarColumn(BAR_WIDTH),
            MofNCompleteColumn(table_column=Column(no_wrap=True)),
            TextColumn("pages", table_column=Column(no_wrap=True)),
            TimeRemainingColumn(table_column=Column(no_wrap=True)),
            TextColumn("left", table_column=Column(no_wrap=True)),
            # The newest address takes the room that is left, so that nothing else is cut.
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            expand=True,
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, sites="")

    @override
    def crawl_started(self, todo: Sequence[Website], kept: int, resumed: bool) -> None:
        super().crawl_started(todo, kept, resumed)
        self._planned = {website.url: self._most for website in todo}
        self._update()
        self._progress.start()

    @override
    def site_progress(self, website: Website, progress: Message) -> None:
        if isinstance(progress, Planned):
            self._planned[website.url] = progress.pages - progress.kept
        elif isinstance(progress, PageEnded):
            self._pages += 1
            self._update(clean(progress.url))
        elif isinstance(progress, PageSeen):
            self._update(f"looked at {clean(progress.url)}")

    @override
    def site_ended(self, report: SiteReport) -> None:
        super().site_ended(report)
        self._update()

    @override
    def crawl_ended(self, outcome: CrawlOutcome) -> None:
        self._progress.stop()
        super().crawl_ended(outcome)

    @override
    def close(self) -> None:
        self._progress.stop()

    def _update(self, newest: str = "") -> None:
        self._progress.update(
            self._task,
            completed=self._pages,
            total=max(sum(self._planned.values()), self._pages),
            sites=f"{self._ended}/{self._todo} websites",
            description=newest,
        )


def names(website: Website) -> str:
    """The councils that a website serves: `Adur and Worthing`."""
    return " and ".join(council.name for council in website.councils)
