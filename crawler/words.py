"""What states, pillars and roles are called, wherever people read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.facts.document import DocumentState
from crawler.facts.measurement import Flag
from crawler.records import CheckOutcome, EndState, PageRole, Pillar, SearchState, Source, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.facts.measurement import Measurement
    from crawler.records import SearchOutcome

SPEED_NAME = "Lighthouse-formula score (simulated mobile)"
"""What the speed score is called in full. It is not a Lighthouse run."""

STATES: Mapping[EndState, str] = {
    EndState.AUDITED: "Audited",
    EndState.PARTIAL: "Partly audited",
    EndState.BLOCKED: "Blocked us",
    EndState.DISALLOWED: "Disallowed by robots.txt",
    EndState.UNREACHABLE: "Unreachable",
    EndState.GONE: "Gone",
    EndState.FAILED: "Our failure",
}
NOT_TESTED = "Not yet tested"

UNUSABLE: Mapping[Flag, str] = {
    Flag.AWAY: "it came to another page than the first load",
    Flag.UNFINISHED: "the page never finished loading",
    Flag.NOTHING: "it gave no figures",
}

PILLARS: Mapping[Pillar, str] = {
    Pillar.ACCESSIBILITY: "Accessibility",
    Pillar.SPEED: "Speed",
    Pillar.MOBILE: "Mobile",
}

ROLES: Mapping[PageRole, str] = {
    PageRole.HOME: "Home page",
    PageRole.CONTACT: "Contact page",
    PageRole.TASK: "Top task",
    PageRole.ACCESSIBILITY_STATEMENT: "Accessibility statement",
    PageRole.FORM: "Form",
    PageRole.DOCUMENTS: "Page of documents",
    PageRole.WELSH: "Welsh version",
    PageRole.OTHER: "Other page",
    PageRole.ROTATING: "Rotating page",
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.EASY: "Easy",
    Verdict.FINDABLE: "Findable",
    Verdict.HARD: "Hard",
    Verdict.NOT_FOUND: "Not found",
    Verdict.NOT_THIS_COUNCILS_JOB: "Not this council’s job",
}

OUTCOMES: Mapping[CheckOutcome, str] = {
    CheckOutcome.MET: "Met",
    CheckOutcome.NOT_MET: "Not met",
    CheckOutcome.UNCLEAR: "Unclear",
    CheckOutcome.NOT_APPLICABLE: "Does not apply",
}

DOCUMENT_STATES: Mapping[DocumentState, str] = {
    DocumentState.READ: "Read",
    DocumentState.LOCKED: "Locked by a password",
    DocumentState.BROKEN: "Damaged",
    DocumentState.TOO_MUCH: "Too much to read",
    DocumentState.TOO_LARGE: "Too large",
    DocumentState.NOT_PDF: "Not a PDF",
    DocumentState.GONE: "Gone",
    DocumentState.BLOCKED: "Blocked us",
    DocumentState.DISALLOWED: "Disallowed by robots.txt",
    DocumentState.UNREACHABLE: "Unreachable",
}

SOURCES: Mapping[Source, str] = {
    Source.REGISTER: "The register",
    Source.OVERRIDE: "Chosen by hand",
    Source.LOCAL_LINKS: "GOV.UK’s Local Links",
    Source.HOME_LINK: "A link on the home page",
    Source.DEEPER_LINK: "A link one level below",
    Source.SITEMAP: "The sitemap",
    Source.DRAWN: "Drawn by the crawl’s date",
}

UNASKED: Mapping[SearchState, str] = {
    SearchState.NO_FORM: "No search form",
    SearchState.DISALLOWED: "robots.txt asks us not to",
    SearchState.FAILED: "No answer",
    SearchState.NOT_ASKED: "Not asked",
}
"""Why there is no answer from a website's own search."""


FILE_KINDS: Mapping[str, str] = {
    "document": "the page itself",
    "script": "scripts",
    "stylesheet": "style sheets",
    "image": "pictures",
    "font": "fonts",
    "media": "video and sound",
    "data": "data",
    "other": "other",
}
"""Kinds of files, by the types of `Loading`."""


def searched(search: SearchOutcome) -> str:
    """Say where the website's own search had a page: "1st", or why that is not known."""
    if search.state is not SearchState.ASKED:
        return UNASKED[search.state]
    return "Not in the first ten" if search.position is None else ordinal(search.position)


def size(count: int) -> str:
    """Bytes as people say them: "412 kB", "3.4 MB" (a megabyte is a million)."""
    if count >= 999_500:
        return f"{count / 1e6:.1f} MB"
    return f"{max(1, round(count / 1000)) if count else 0} kB"


def ordinal(number: int) -> str:
    """Say 1 as "1st" and 12 as "12th"."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


PAGES_CHANGED = "pages changed"
"""In place of how a total moved, where the two totals are not of the same pages."""


def superseded(method: int | None) -> str:
    """Say why a website has no rank though it has scores by an older method than others."""
    return f"scored by method {method}; not ranked until the next crawl"


_ENGINES = {
    "axe": "axe-core",
    "htmlcs": "HTML_CodeSniffer",
    "codesniffer": "HTML_CodeSniffer",
    "usability": "our own check",
}


def found_by(engines: Iterable[str]) -> str:
    """Say which engines agree: "axe-core and HTML_CodeSniffer". Each is named as engine:rule."""
    kinds = (each.partition(":")[0] for each in engines)
    names = tuple(dict.fromkeys(_ENGINES.get(kind, kind) for kind in kinds))
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def spread(pages: int, of: int, *, template: bool, walked: bool = False, others: int = 0) -> str:
    """Say on how many of the pages that could show it a fault was met, and on how many `others`
    that were looked at and count in no score."""
    acted = " acted on" if walked else ""
    every = pages == of > 1
    where = f"{'all ' if every else f'{pages} of '}{of} page{'' if of == 1 else 's'}{acted}"
    beside = f", and {others} other{'' if others == 1 else 's'} looked at" if others else ""
    return f"{'in the template:' if template else 'on'} {where}{beside}"


def how_measured(measurement: Measurement) -> tuple[str, ...]:
    """What is to be said of how a page's speed was measured, in sentences; none for one load on a
    machine like the reference."""
    said = []
    if measurement.repeats:
        first, *again = measurement.runs
        said.append(
            f"Speed was measured {len(measurement.runs)} times, since {measurement.why}: "
            f"{_counted(measurement)}. The repeats took {measurement.seconds:.0f} seconds."
        )
        if first.flag and not first.flag.usable:
            said.append(f"The first load is no good measure: {UNUSABLE[first.flag]}.")
        unusable = [run.flag for run in again if run.flag and not run.flag.usable]
        said += [f"A repeat does not count: {UNUSABLE[flag]}." for flag in unusable]
    if measurement.flag is Flag.BUSY:
        said.append(
            "The machine was busy meanwhile, so that these speed figures are less certain than "
            "others."
        )
    return tuple(said)


def loads_that_count(measurement: Measurement) -> int:
    """How many loads the figures of a page are the medians of; 0 where none of several was good
    enough, so that the figures are the first's all the same."""
    clean = [run for run in measurement.runs if run.flag is None]
    usable = [run for run in measurement.runs if run.flag and run.flag.usable]
    return len(clean or usable) if measurement.runs else 1


def _counted(measurement: Measurement) -> str:
    loads = loads_that_count(measurement)
    if loads == 0:
        return "no load is a good measure, and the figures of the first are given"
    if loads == 1:
        return "one load counts, and its figures are given"
    return f"of each metric the median of {loads} loads is given"
