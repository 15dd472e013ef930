"""A page's report for people, as `usability audit` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawler.audits.curves import POOR
from crawler.audits.registry import all_audits
from crawler.commands.picture_folder import picture_path
from crawler.commands.terminal import (
    clean,
    count,
    duration,
    elements_of,
    points,
    savings_of,
)
from crawler.records import Impact, Outcome, Pillar, Viewport
from crawler.scoring import carbon
from crawler.scoring.fix_first import share_returned
from crawler.scoring.method import METHOD
from crawler.words import FILE_KINDS, SPEED_NAME, STATES, found_by, how_measured, size

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from crawler.records import Element, Finding, Metrics, PageFacts, PageResult, PageScore

BAR = 24
RATING_STYLES = {"good": "green", "needs work": "yellow", "poor": "red"}
IMPACTS = tuple(Impact)
WIDTHS = {
    Viewport.MOBILE: "phone",
    Viewport.SMALL: "360 px",
    Viewport.LANDSCAPE: "phone on its side",
    Viewport.NARROW: "320 px",
    Viewport.DESKTOP: "desktop",
}
PILLAR_NOTES = {
    Pillar.SPEED: SPEED_NAME,
    Pillar.MOBILE: "usability on a phone",
}
STEP_NOTE = "lantern runs beside the steps after it"


class PageReport:
    """Prints pages to a console. `elements` of each finding are shown at most; `pictures` is the
    folder where their pictures are."""

    def __init__(
        self,
        console: Console,
        *,
        elements: int = 3,
        timings: bool = False,
        pictures: Path | None = None,
    ) -> None:
        self._out = console
        self._elements = elements
        self._timings = timings
        self._pictures = pictures
        self._limits = {audit.id: audit.limit for audit in all_audits()}

    def print(self, result: PageResult) -> None:
        facts = result.facts
        self._head(facts)
        if facts.state.scored:
            self._scores(result.score)
            if facts.metrics is not None:
                self._metrics(facts.metrics)
            if facts.measurement is not None:
                for sentence in how_measured(facts.measurement):
                    self._line(sentence, "dim", clip=False)
            self._weight(facts)
            self._findings(result)
        if self._timings:
            self._steps(facts)

    # --- The head -------------------------------------------------------------------------------

    def _head(self, facts: PageFacts) -> None:
        self._line(facts.url, "bold", clip=False)
        if facts.markup is not None and facts.markup.title.strip():
            self._line(facts.markup.title)
        if facts.final_url != facts.url:
            self._line(f"Redirected to {facts.final_url}", clip=False)
        style = "" if facts.state.scored else "red"
        parts = [STATES[facts.state]]
        if total := facts.timings_ms.get("total"):
            parts.append(f"in {duration(total / 1000)}")
        if facts.walked:
            parts.append("and acted on with keyboard and mouse")
        sentence = " ".join(parts)
        if facts.reason:
            sentence += f": {facts.reason}"
        self._line(sentence, style, clip=False)
        if facts.network is not None:
            network = facts.network
            parts = [count(network.requests, "request"), size(network.transfer_bytes)]
            if network.ttfb_ms is not None:
                parts.append(f"first byte after {network.ttfb_ms:.0f} ms here")
            self._line(", ".join(parts), "dim")

    def _scores(self, score: PageScore) -> None:
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column()
        table.add_column(justify="right")
        table.add_column(style="dim")
        for pillar in Pillar:
            value = getattr(score.scores, pillar)
            note = PILLAR_NOTES.get(pillar, "")
            table.add_row(pillar.capitalize(), _bar(value), points(value), note)
        total = score.scores.total
        table.add_row(Text("Total", "bold"), _bar(total), Text(points(total), "bold"), "of 100")
        self._block(table)

    def _metrics(self, metrics: Metrics) -> None:
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column(justify="right")
        table.add_column()
        for metric in METHOD.speed:
            value = getattr(metrics, metric.field)
            share = metric.curve.score(value)
            word = "good" if share >= METHOD.good else "poor" if share < POOR else "needs work"
            shown = f"{value / 1000:.1f} s" if metric.unit == "ms" and value >= 1000 else None
            shown = shown or (f"{value:.0f} ms" if metric.unit == "ms" else f"{value:.2f}")
            table.add_row(metric.name, shown, Text(word, RATING_STYLES[word]))
        self._block(table)

    def _weight(self, facts: PageFacts) -> None:
        """What the page's bytes are, whose they are, and their carbon."""
        parts = []
        loading, network = facts.loading, facts.network
        if loading is not None and loading.bytes:
            heaviest = sorted(loading.types, key=lambda share: (-share.bytes, share.type))[:3]
            shown = [f"{FILE_KINDS[share.type]} {size(share.bytes)}" for share in heaviest]
            parts.append(f"Heaviest: {', '.join(shown)}")
            theirs = 100 * loading.third_bytes / loading.bytes
            parts.append(f"first party {100 - theirs:.0f}%, third parties {theirs:.0f}%")
        if network is not None:
            emitted = carbon.grams(network.transfer_bytes)
            parts.append(
                f"carbon {emitted:.3f} g CO2e a view, grade {carbon.grade(emitted)} "
                "(Sustainable Web Design 4, never scored)"
            )
        for part in parts:
            self._line(f"  {part}", "dim", clip=False)

    # --- Findings -------------------------------------------------------------------------------

    def _findings(self, result: PageResult) -> None:
        gains = result.score.gains
        by_outcome: dict[Outcome, list[Finding]] = {outcome: [] for outcome in Outcome}
        for finding in result.findings:
            by_outcome[finding.outcome].append(finding)
        failed = by_outcome[Outcome.FAIL]
        failed.sort(key=lambda finding: _order(finding, result.score))
        costly = [finding for finding in failed if not finding.advice]
        advice = [finding for finding in failed if finding.advice]
        self._heading("What to fix first" if costly else "Nothing that costs points was found")
        if len(costly) > 1:
            self._line("First what returns most of the points that the page has lost.", "dim")
        for number, finding in enumerate(costly, 1):
            self._failure(number, finding, gains.get(finding.audit, 0.0))
        # Advice that not even the engine is sure of would stand on every page and teach nobody.
        undecided = [f for f in by_outcome[Outcome.REVIEW] if not f.advice]
        if undecided:
            self._heading("For a person to check (costs no points)")
            for finding in undecided:
                self._brief(finding)
        if advice:
            self._heading("Advice beyond the standard (costs no points)")
            for finding in advice:
                self._brief(finding)
        if by_outcome[Outcome.ERROR]:
            self._heading("Not checked")
            for finding in by_outcome[Outcome.ERROR]:
                self._line(f"  {finding.audit}: {finding.title}", clip=False)
        passed, absent = by_outcome[Outcome.PASS], by_outcome[Outcome.NOT_APPLICABLE]
        self._out.print()
        summary = f"{count(len(passed), 'check')} passed"
        summary += f", {len(absent)} did not apply to this page." if absent else "."
        self._line(summary, "green")

    def _failure(self, number: int, finding: Finding, gain: float) -> None:
        self._out.print()
        title = Text(f"{number:>3}. ", "bold")
        title.append(clean(finding.title), "bold")
        self._out.print(title, soft_wrap=True)
        facts = [str(finding.impact)] if finding.impact else []
        facts += [f"WCAG {', '.join(finding.wcag)}"] if finding.wcag else []
        if number_of := elements_of(finding.failing, finding.elements):
            facts.append(number_of)
        if gain >= 0.05:
            facts.append(f"fixing it gains {gain:.1f} {finding.pillar} points")
        if saved := savings_of(finding.saves):
            facts.append(saved)
        self._indented(Text(" · ".join(facts), "yellow"))
        before: Element | None = None
        for element in finding.elements[: self._elements]:
            self._element(element, before)
            before = element
        if (left := finding.failing - self._elements) > 0 and finding.elements:
            self._indented(Text(f"… and {left:,} more", "dim"), 7)
        for label, words in (
            ("Who: ", finding.who),
            ("Why: ", finding.why),
            ("Fix: ", finding.fix),
            ("Found by: ", found_by(finding.engines)),
            ("Limits: ", self._limits.get(finding.audit, "")),
        ):
            if words:
                self._indented(Text.assemble((label, "bold"), clean(words)))
        for address in dict.fromkeys((finding.help_url, finding.rule_url)):
            if address:
                self._indented(Text(clean(address), "dim"), wrap=False)

    def _element(self, element: Element, before: Element | None) -> None:
        """One element; what it has in common with the one before it is not said again."""
        where = Text(clean(element.selector, 200), "cyan")
        where.append(f"  ({WIDTHS[element.viewport]})", "dim")
        self._indented(where, wrap=False)
        if element.html and (before is None or before.html != element.html):
            self._indented(Text(clean(element.html, 200), "dim"), 7, wrap=False)
        if element.message and (before is None or before.message != element.message):
            self._indented(Text(clean(element.message, 300)), 7)
        for name, digest in zip(("Before", "After"), element.pictures, strict=False):
            path = picture_path(self._pictures, digest) if self._pictures else None
            there = str(path) if path and path.is_file() else "a picture, kept with --pictures"
            self._indented(Text(f"{name}: {there}", "dim"), 7, wrap=False)

    def _brief(self, finding: Finding) -> None:
        number = finding.undecided if finding.outcome is Outcome.REVIEW else finding.failing
        number_of = elements_of(number, finding.elements)
        facts = [number_of] if number_of else []
        facts += [f"WCAG {', '.join(finding.wcag)}"] if finding.wcag else []
        facts += [saved] if (saved := savings_of(finding.saves)) else []
        line = Text(f"  - {clean(finding.title)}")
        if facts:
            line.append(f" ({', '.join(facts)})", "dim")
        self._out.print(line, soft_wrap=True)

    def _steps(self, facts: PageFacts) -> None:
        self._heading(f"Steps of the visit ({STEP_NOTE})")
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column(justify="right")
        for step, taken in facts.timings_ms.items():
            table.add_row(step, f"{taken:,.0f} ms")
        for step, problem in facts.errors.items():
            table.add_row(step, clean(problem, 100))
        self._out.print(Padding.indent(table, 2))

    # --- Lines ----------------------------------------------------------------------------------

    def _line(self, text: str, style: str = "", *, clip: bool = True) -> None:
        shown = clean(text, self._out.width if clip else None)
        self._out.print(Text(shown, style), soft_wrap=True)

    def _heading(self, text: str) -> None:
        self._out.print()
        self._out.print(Text(text, "bold underline"))

    def _indented(self, text: Text, by: int = 5, *, wrap: bool = True) -> None:
        """Prose is wrapped; selectors, HTML and addresses stay whole, to be copied."""
        lines = text.wrap(self._out, max(20, self._out.width - by)) if wrap else [text]
        for line in lines:
            line.rstrip()
            self._out.print(Text.assemble(" " * by, line), soft_wrap=True)

    def _block(self, table: Table) -> None:
        self._out.print()
        self._out.print(Padding.indent(table, 2))


def _bar(score: float | None) -> Text:
    if score is None:
        return Text("not measured".ljust(BAR), "dim")
    full = round(score / 100 * BAR)
    style = "green" if score >= 90 else "yellow" if score >= 50 else "red"
    return Text.assemble(("█" * full, style), ("░" * (BAR - full), "dim"))


def _order(finding: Finding, score: PageScore) -> tuple[float, int, str]:
    """First what returns most of the points that the page has lost."""
    impact = IMPACTS.index(finding.impact) if finding.impact else len(IMPACTS)
    gain = score.gains.get(finding.audit, 0.0)
    return -share_returned(finding.pillar, gain, score.scores), impact, finding.audit
