"""Statements and documents as crawls leave them."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from crawler.facts.document import Document, Documents, DocumentState, PdfFacts
from crawler.records import CheckOutcome, StatementCheck, StatementChecklist
from tests.dashboard.hostile import HOSTILE

SITE = "https://www.northam.example/"
CHECKLIST = StatementChecklist(
    version=1,
    day=date(2026, 11, 23),
    nation="England",
    url=f"{SITE}accessibility",
    language="en",
    status="partially compliant",
    standard="WCAG 2.1 AA",
    prepared=date(2020, 9, 23),
    pages=11,
    lacking=tuple(f"{SITE}page-{number}" for number in range(7)),
    checks=(
        StatementCheck(
            id="exists",
            title="There is a statement, as a web page",
            outcome=CheckOutcome.MET,
            said=f"There is one. {SITE}accessibility",
            found="Accessibility statement",
        ),
        StatementCheck(
            id="linked",
            title="Linked from every page",
            outcome=CheckOutcome.NOT_MET,
            said="On 7 of 11 other pages nothing leads to it.",
        ),
        StatementCheck(
            id="standard",
            title="Held to WCAG 2.2 AA",
            outcome=CheckOutcome.NOT_MET,
            said="It names WCAG 2.1, which is outdated.",
            found="This website is <b>partially</b> compliant with WCAG 2.1 AA.",
        ),
        StatementCheck(
            id="burden",
            title="Says where mending would be a disproportionate burden",
            outcome=CheckOutcome.NOT_APPLICABLE,
            said="It claims no disproportionate burden.",
        ),
    ),
)
DOCUMENTS = Documents(
    linked=12,
    documents=(
        Document(
            url=f"{SITE}plan.pdf",
            on=f"{SITE}planning",
            text="Local plan",
            state=DocumentState.READ,
            size=1_200_000,
            pdf=PdfFacts(
                pages=24,
                title="Local plan 2016",
                shows_title=True,
                looked=6,
                with_text=6,
                producer="Word",
                made=date(2016, 5, 3),
            ),
        ),
        Document(
            url=f"{SITE}gone.pdf",
            on=SITE,
            text="Bin calendar",
            state=DocumentState.GONE,
            reason="it answered 404",
        ),
        Document(
            url=f"{SITE}odd.pdf",
            on="javascript:alert(1)",
            text=HOSTILE[0],
            state=DocumentState.READ,
            size=900,
            pdf=PdfFacts(pages=1, title=HOSTILE[0], producer=HOSTILE[0]),
        ),
    ),
)


def statement_of(site: str) -> StatementChecklist:
    """What a crawl found of a website's statement; the hostile one says odd things in it."""
    if site != "hostile":
        return CHECKLIST
    checks = tuple(
        StatementCheck(
            id=f"odd-{number}",
            title="Says whom to tell of a problem",
            outcome=outcome,
            said=f"It says {text}",
            found=text,
        )
        for number, text in enumerate(HOSTILE)
        for outcome in (CheckOutcome.UNCLEAR, CheckOutcome.MET)
    )
    return replace(CHECKLIST, url="javascript:alert(1)", lacking=HOSTILE, checks=checks)
