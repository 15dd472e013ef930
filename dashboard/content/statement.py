"""A website's accessibility statement: what it says of itself, what it lacks, and its own words.

The sentences and addresses are the council's own words: each goes in as text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import CheckOutcome
from crawler.words import OUTCOMES
from dashboard import table, words
from dashboard.content.methodology import STATEMENT
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from crawler.database.queries import StatementDetail
    from crawler.records import StatementCheck, StatementChecklist

ANCHOR = "statement"
HEADING = "The accessibility statement"
COLUMNS = (
    Column(key="check", label="Check", header=True, stacked=""),
    Column(key="outcome", label="Outcome", stacked=""),
    Column(key="seen", label="What we saw", stacked=""),
)
# A fuller disc is better, as with the verdicts on tasks.
_MARKS = {
    CheckOutcome.MET: "easy",
    CheckOutcome.UNCLEAR: "hard",
    CheckOutcome.NOT_MET: "not-found",
    CheckOutcome.NOT_APPLICABLE: "unexamined",
}
_OPEN = (CheckOutcome.NOT_MET, CheckOutcome.UNCLEAR)
_MOST_LACKING = 10


def section(found: StatementDetail | None, latest: datetime, now: datetime) -> Markup:
    """Return the section of a council whose newest audit ended at `latest`."""
    heading = Markup('<h2 id="{}">{}</h2>').format(ANCHOR, HEADING)
    if found is None:
        return heading + Markup(
            "<p>The crawls so far did not look for the accessibility statement of this website. "
            '<a href="{}">What we look for</a></p>'
        ).format(STATEMENT)
    checks = found.checklist.checks
    lacking = [check for check in checks if check.outcome in _OPEN]
    others = [check for check in checks if check.outcome not in _OPEN]
    parts = [heading, _summary(found, latest, now), _claims(found.checklist)]
    if lacking:
        parts.append(as_table("What a person should look at", lacking))
    parts.append(_without_link(found.checklist))
    if others:
        parts.append(
            Markup('<details><summary>{}</summary><div class="inside">{}</div></details>').format(
                "What is in order, and what does not apply",
                as_table("The other checks", others, hidden=True),
            )
        )
    return Markup("").join(parts)


def _summary(found: StatementDetail, latest: datetime, now: datetime) -> Markup:
    checks = found.checklist.checks
    outcomes = Counter(check.outcome for check in checks)
    apply = len(checks) - outcomes[CheckOutcome.NOT_APPLICABLE]
    told = [f"{outcomes[CheckOutcome.MET]} of {words.count(apply, 'check')} met"]
    told += [
        f"{outcomes[outcome]} {OUTCOMES[outcome].lower()}" for outcome in _OPEN if outcomes[outcome]
    ]
    when = ""
    if found.tested_at != latest:
        when = (
            f" This is from the test of {words.day(found.tested_at)} "
            f"({words.age(found.tested_at, now)})."
        )
    return Markup(
        "<p><strong>{}.</strong> This list is part of no score.{} "
        '<a href="{}">What we look for</a></p>'
    ).format(", ".join(told), when, STATEMENT)


def _claims(checklist: StatementChecklist) -> Markup:
    """What the statement says of the website and of itself."""
    if checklist.url is None:
        return Markup("")
    said = [
        checklist.status and f"the website is {checklist.status}",
        checklist.standard and f"the standard is {checklist.standard}",
        checklist.prepared and f"it was prepared on {_day(checklist.prepared)}",
        checklist.reviewed and f"it was last reviewed on {_day(checklist.reviewed)}",
    ]
    claims = "; ".join(part for part in said if part)
    return Markup("<p>{}: {}{}</p>").format(
        "Read in Welsh" if checklist.language == "cy" else "Read",
        table.outward(checklist.url, checklist.url),
        f". It says: {claims}." if claims else ".",
    )


def _without_link(checklist: StatementChecklist) -> Markup:
    if not checklist.lacking:
        return Markup("")
    shown = checklist.lacking[:_MOST_LACKING]
    more = len(checklist.lacking) - len(shown)
    listed = [Markup("<li>{}</li>").format(table.outward(url, url)) for url in shown]
    if more:
        listed.append(Markup("<li>and {} more</li>").format(more))
    return Markup(
        '<details><summary>{} without a link to it</summary><ul class="lacking">{}</ul></details>'
    ).format(words.count(len(checklist.lacking), "page"), Markup("").join(listed))


def as_table(caption: str, checks: Iterable[StatementCheck], *, hidden: bool = False) -> Markup:
    rows = [
        (
            check.title,
            mark(check.outcome),
            table.paragraphs(
                check.said,
                Markup("<q>{}</q>").format(words.cut(check.found, 300)) if check.found else "",
            ),
        )
        for check in checks
    ]
    return table.render(caption, COLUMNS, rows, name="checks", caption_hidden=hidden)


def mark(outcome: CheckOutcome) -> Markup:
    return Markup('<span class="verdict {}">{}</span>').format(_MARKS[outcome], OUTCOMES[outcome])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
