"""`usability documents`: how accessible a sample of a website's documents is."""

from __future__ import annotations

import csv
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from rich.text import Text

from crawler.commands.options import database_option, format_option, settings
from crawler.commands.statement import STYLES
from crawler.commands.terminal import cell, clean, console, count, json_text
from crawler.database.queries import council, council_slugs, documents, open_for_reading
from crawler.documents.checks import DocumentCheck, checks_of, exempt
from crawler.errors import NoDocuments, UnknownCouncil
from crawler.facts.document import Document, DocumentState, PdfFacts
from crawler.records import CheckOutcome
from crawler.register import nearest
from crawler.words import DOCUMENT_STATES, OUTCOMES, size

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = ("document", "page", "link", "state", "check", "wcag", "outcome", "said", "fix")
EXEMPT = "Older than 23 September 2018: the law does not ask this of it, unless a service needs it."


class Shown(Struct, frozen=True, kw_only=True):
    """One document as it is printed. `exempt_since` is its newest date where that is before the
    law; `checks` are empty for a document that was not read."""

    url: str
    on: str
    text: str
    state: DocumentState
    reason: str
    size: int
    exempt_since: date | None
    pdf: PdfFacts | None
    checks: tuple[DocumentCheck, ...]


class Published(Struct, frozen=True, kw_only=True):
    """The sample as it is printed, of `linked` PDFs that the panel's pages link to."""

    slug: str
    name: str
    tested_at: datetime
    linked: int
    documents: tuple[Shown, ...]


@click.command("documents")
@click.argument("slug")
@database_option
@format_option
def documents_command(slug: str, database: str | None, layout: str) -> None:
    """Print how accessible a sample of the documents is.

    As the newest audit of the council's website found them: a few of the PDFs that its pages link
    to, each with its title, language, tags, text, pictures and bookmarks. They are part of no
    score.
    """
    shown = _read(settings(database=database).database, slug)
    if layout == "json":
        click.echo(json_text(shown, pretty=True))
    elif layout == "csv":
        _print_csv(shown)
    else:
        _print_report(console(), shown)


def _read(url: str, slug: str) -> Published:
    with closing(open_for_reading(url)) as opened:
        slugs = council_slugs(opened)
        if slug not in slugs:
            raise UnknownCouncil(path=opened.url, slug=slug, suggestion=nearest(slug, slugs))
        detail = council(opened, slug, today=datetime.now(UTC).date())
        found = documents(opened, slug)
    name = detail.council.name if detail else slug
    if found is None:
        raise NoDocuments(name=name, slug=slug)
    return Published(
        slug=slug,
        name=name,
        tested_at=found.tested_at,
        linked=found.documents.linked,
        documents=tuple(_shown(each) for each in found.documents.documents),
    )


def _shown(document: Document) -> Shown:
    return Shown(
        url=document.url,
        on=document.on,
        text=document.text,
        state=document.state,
        reason=document.reason,
        size=document.size,
        exempt_since=exempt(document.pdf) if document.pdf else None,
        pdf=document.pdf,
        checks=checks_of(document),
    )


def _print_csv(shown: Published) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in shown.documents:
        known = (each.url, each.on, each.text, each.state.value)
        for check in each.checks:
            row = (*known, check.id, check.wcag, check.outcome.value, check.said, check.fix)
            writer.writerow([cell(part) for part in row])
        if not each.checks:
            writer.writerow([cell(part) for part in (*known, "", "", "", each.reason, "")])


def _print_report(out: Console, shown: Published) -> None:
    tested = f"{shown.tested_at.day} {shown.tested_at:%B %Y}"
    said = f"{count(len(shown.documents), 'document')} of {shown.linked} that the pages link to"
    said = said if shown.linked else "the pages tested link to no PDF that we could read"
    out.print(Text(f"{clean(shown.name)}: {said}."), soft_wrap=True)
    out.print(Text(f"Tested on {tested}. None of this is part of a score."), soft_wrap=True)
    for each in shown.documents:
        out.print()
        _print_document(out, each)


def _print_document(out: Console, each: Shown) -> None:
    heading = Text(clean(each.text, 80) or "(a link without text)", "bold")
    heading.append(f"  {DOCUMENT_STATES[each.state]}", "default")
    out.print(heading, soft_wrap=True)
    out.print(Text(f"  {clean(each.url)}", "cyan"), soft_wrap=True)
    out.print(Text(f"  linked on {clean(each.on)}"), soft_wrap=True)
    if each.reason:
        out.print(Text(f"  {clean(each.reason)}"), soft_wrap=True)
    if each.pdf is not None:
        facts = [count(each.pdf.pages, "page"), size(each.size)]
        facts += [f"made on {each.pdf.made:%-d %B %Y}"] if each.pdf.made else []
        facts += [f"changed on {each.pdf.changed:%-d %B %Y}"] if each.pdf.changed else []
        facts += [f"by {clean(each.pdf.producer, 60)}"] if each.pdf.producer else []
        out.print(Text(f"  {', '.join(facts)}"), soft_wrap=True)
    if each.exempt_since is not None:
        out.print(Text(f"  {EXEMPT}"), soft_wrap=True)
    widest = max(len(words) for words in OUTCOMES.values())
    for check in each.checks:
        line = Text(f"    {OUTCOMES[check.outcome]:<{widest}}", STYLES[check.outcome])
        line.append(f"  {check.title} (WCAG {check.wcag}). {clean(check.said)}", "default")
        out.print(line, soft_wrap=True)
        if check.outcome is CheckOutcome.NOT_MET:
            out.print(Text(f"      {check.why} {check.fix}"), soft_wrap=True)
