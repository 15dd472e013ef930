"""What the audits say of the pages that they were built on: `python -m bench.truth`.

Visits every page of `tests/truth/cases`, prints recall and false alarms by audit and in all, and
writes the table to its section of docs/accessibility-truth.md; the rest of that file stays.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crawler.browser.pool import Lane
from crawler.records import Outcome
from tests.truth.cases import CaseServer, audits_with_cases, cases_of
from tests.truth.judging import CONFIG, findings_on, ids_in, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.truth.cases import Case

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "accessibility-truth.md"
BEGIN, END = "<!-- written by python -m bench.truth -->", "<!-- end of bench.truth -->"
LANES = 2
BAD = (Outcome.FAIL, Outcome.REVIEW)
COLUMNS = {
    "faulty": "faulty pages",
    "found": "found",
    "of": "elements",
    "named": "named",
    "beside": "named beside",
    "sound": "sound pages",
    "accused": "accused",
    "asked": "left to a person",
}


class Answer(NamedTuple):
    """What an audit said of a page: the outcome, and the ids of the elements that it named."""

    case: Case
    outcome: Outcome
    elements: frozenset[str]


def tally(answers: Iterable[Answer]) -> Counter[str]:
    """Count by COLUMNS. `faulty` pages are those with a fault or something to review, of which
    `found` are those of which the audit says just that. Of
    their elements, where they are known, `named` counts those that were named, `beside` others.
    Of the `sound` pages `accused` fail, and `asked` are left to a person.
    """
    count: Counter[str] = Counter()
    for case, outcome, elements in answers:
        if case.outcome in BAD:
            count["faulty"] += 1
            count["found"] += outcome is case.outcome
            count["of"] += len(case.elements)
            count["named"] += len(case.elements & elements)
            count["beside"] += len(elements - case.elements) if case.elements else 0
        else:
            count["sound"] += 1
            count["accused"] += outcome is Outcome.FAIL
            count["asked"] += outcome is Outcome.REVIEW
    return count


def table(answers: Iterable[Answer]) -> str:
    """The counts as a table in Markdown: a row for all, then one for each audit."""
    answers = tuple(answers)
    rows = [("**all**", tally(answers))]
    rows += [
        (audit, tally(answer for answer in answers if answer.case.audit == audit))
        for audit in sorted({answer.case.audit for answer in answers})
    ]
    lines = [
        f"| | {' | '.join(COLUMNS.values())} |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    for name, count in rows:
        lines += [f"| {name} | {' | '.join(str(count[column]) for column in COLUMNS)} |"]
    return "\n".join(lines)


def with_section(document: str, section: str) -> str:
    """The document with `section` between its marks, or at its end where it has no marks yet."""
    marked = f"{BEGIN}\n{section.strip()}\n{END}"
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        return before + marked + after
    return f"{document.rstrip()}\n\n{marked}\n".lstrip()


def section(answers: tuple[Answer, ...]) -> str:
    """The words and the table for the document."""
    count = tally(answers)
    audits = len({answer.case.audit for answer in answers})
    return f"""## On the pages that the checks were built on

[tests/truth/cases](../tests/truth/cases) holds {len(answers)} pages for {audits} audits, and what
each audit must say of them. Most were written before their audit, and the tests ask for every one
of these answers: so this table shows that nothing was lost since, not how much is found elsewhere.
`python -m bench.truth` writes it.

- Recall: {_share(count["found"], count["faulty"])} of the faulty pages, and
  {_share(count["named"], count["of"])} of the elements that are known to be at fault.
- False alarms: {_share(count["accused"], count["sound"])} of the sound pages are accused,
  {_share(count["asked"], count["sound"])} are left to a person.

{others(answers)}

{table(answers)}"""


def others(answers: Iterable[Answer]) -> str:
    """A sentence that names the pages of which something else was said than is known."""
    wrong = [
        f"{case.audit}/{case.page} ({outcome}, not {case.outcome})"
        for case, outcome, elements in answers
        if outcome is not case.outcome or (case.elements and case.elements != elements)
    ]
    return f"Answered otherwise: {', '.join(wrong) or 'none'}."


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none of none"


async def ask() -> tuple[Answer, ...]:
    """Visit the page of every case, and judge it by its audit."""
    cases = [case for audit in audits_with_cases() for case in cases_of(audit)]
    waiting = cases[::-1]
    answers: dict[Case, Answer] = {}

    async def work(server: CaseServer) -> None:
        async with Lane(CONFIG) as lane:
            while waiting:
                case = waiting.pop()
                findings = await findings_on(lane, server, case)
                answers[case] = Answer(case, outcome_of(findings), ids_in(findings))

    with CaseServer() as server:
        await asyncio.gather(*(work(server) for _ in range(LANES)))
    return tuple(answers[case] for case in cases)


def main() -> None:
    answers = asyncio.run(ask())
    text = section(answers)
    print(text)
    DOCUMENT.write_text(with_section(DOCUMENT.read_text("utf-8"), text), "utf-8")


if __name__ == "__main__":
    main()
