"""A sample of a website's documents, each with what was looked for in it.

Titles, link texts and addresses are the council's own words: each goes in as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.documents.checks import EXEMPT_BEFORE, checks_of, exempt
from crawler.records import CheckOutcome
from crawler.words import DOCUMENT_STATES
from dashboard import table, words
from dashboard.content.methodology import DOCUMENTS
from dashboard.content.statement import COLUMNS, mark

if TYPE_CHECKING:
    from datetime import date, datetime

    from crawler.database.queries import DocumentsDetail
    from crawler.documents.checks import DocumentCheck
    from crawler.facts.document import Document

ANCHOR = "documents"
HEADING = "Documents"
_WANTING = (CheckOutcome.NOT_MET, CheckOutcome.UNCLEAR)


def section(found: DocumentsDetail | None, latest: datetime, now: datetime) -> Markup:
    """Return the section of a council whose newest audit ended at `latest`; nothing where no
    document was looked for."""
    if found is None:
        return Markup("")
    heading = Markup('<h2 id="{}">{}</h2>').format(ANCHOR, HEADING)
    sample = found.documents
    if not sample.documents:
        return heading + Markup(
            "<p>The pages tested link to no PDF that we could read. "
            '<a href="{}">How we choose documents</a></p>'
        ).format(DOCUMENTS)
    when = ""
    if found.tested_at != latest:
        when = (
            f" They are from the test of {words.day(found.tested_at)} "
            f"({words.age(found.tested_at, now)})."
        )
    intro = Markup(
        "<p>The pages tested link to {}, of which we read {}. They are part of no score.{} "
        '<a href="{}">How we choose documents</a></p>'
    ).format(words.count(sample.linked, "PDF"), len(sample.documents), when, DOCUMENTS)
    return heading + intro + Markup("").join(_document(each) for each in sample.documents)


def _document(each: Document) -> Markup:
    checks = checks_of(each)
    told = DOCUMENT_STATES[each.state]
    if checks:
        apply = [c for c in checks if c.outcome is not CheckOutcome.NOT_APPLICABLE]
        met = sum(check.outcome is CheckOutcome.MET for check in apply)
        told = f"{met} of {words.count(len(apply), 'check')} met"
    name = " ".join(each.text.split()) or "A link without words"
    return Markup(
        '<details><summary><h3>{}</h3><ul class="tags" role="list"><li><strong>{}</strong></li>{}'
        '</ul></summary><div class="inside">{}{}</div></details>'
    ).format(
        words.cut(name, 100),
        told,
        Markup("").join(Markup("<li>{}</li>").format(fact) for fact in _facts(each)),
        _where(each),
        _checks(name, checks) if checks else "",
    )


def _facts(each: Document) -> list[str]:
    if each.pdf is None:
        return []
    facts = [words.count(each.pdf.pages, "page"), words.size(each.size)]
    newest = each.pdf.changed or each.pdf.made
    return [*facts, f"dated {_day(newest)}"] if newest else facts


def _where(each: Document) -> Markup:
    parts: list[Markup | str] = [
        Markup("{}, linked on {}").format(
            table.outward(each.url, each.url), table.outward(each.on, each.on)
        )
    ]
    if each.reason:
        parts.append(words.sentence(each.reason))
    if each.pdf is not None and (newest := exempt(each.pdf)) is not None:
        parts.append(
            f"Its newest date is {_day(newest)}. The law exempts documents published before "
            f"{_day(EXEMPT_BEFORE)}, unless a service needs them."
        )
    return table.paragraphs(*parts)


def _checks(name: str, checks: tuple[DocumentCheck, ...]) -> Markup:
    rows = [
        (
            Markup('{}<span class="age">WCAG {}</span>').format(check.title, check.wcag),
            mark(check.outcome),
            table.paragraphs(
                check.said,
                *(_advice(check) if check.outcome in _WANTING else ()),
            ),
        )
        for check in checks
    ]
    caption = Markup("Checks of {}").format(words.cut(name, 100))
    return table.render(caption, COLUMNS, rows, name="checks", caption_hidden=True)


def _advice(check: DocumentCheck) -> tuple[str, str]:
    return f"Affected: {check.who[0].lower()}{check.who[1:]} {check.why}", check.fix


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
