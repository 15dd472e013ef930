"""What a council's page says of its accessibility statement and its documents."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from markupsafe import escape
from msgspec.structs import replace

from crawler.config import Config
from crawler.database.queries import DocumentsDetail, StatementDetail
from crawler.facts.document import Documents
from crawler.records import CheckOutcome, StatementChecklist
from dashboard.content import documents, methodology, statement
from tests.dashboard.hostile import HOSTILE
from tests.dashboard.statements import CHECKLIST, DOCUMENTS, statement_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TESTED = NOW - timedelta(days=2)


def shown(checklist: StatementChecklist = CHECKLIST, latest: datetime = TESTED) -> str:
    detail = StatementDetail(tested_at=TESTED, checklist=checklist)
    return str(statement.section(detail, latest, NOW))


def listed(sample: Documents = DOCUMENTS, latest: datetime = TESTED) -> str:
    detail = DocumentsDetail(tested_at=TESTED, documents=sample)
    return str(documents.section(detail, latest, NOW))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" .", ".")


def test_begins_with_the_sum_and_what_the_statement_says_of_itself() -> None:
    said = text(shown())
    assert "1 of 3 checks met, 2 not met. This list is part of no score." in said
    assert "the website is partially compliant; the standard is WCAG 2.1 AA" in said
    assert "it was prepared on 23 September 2020." in said


def test_what_needs_someone_is_open_and_the_rest_waits() -> None:
    html = shown()
    seen, _, waiting = html.partition("<details><summary>What is in order")
    assert "Held to WCAG 2.2 AA" in seen
    assert "disproportionate burden" not in seen
    assert "disproportionate burden" in waiting
    assert '<span class="verdict not-found">Not met</span>' in seen
    assert "<q>This website is &lt;b&gt;partially&lt;/b&gt; compliant with WCAG 2.1 AA.</q>" in seen
    assert "7 pages without a link to it" in seen


def test_nothing_wanting_gives_no_empty_table() -> None:
    met = tuple(replace(check, outcome=CheckOutcome.MET) for check in CHECKLIST.checks)
    html = shown(replace(CHECKLIST, checks=met, lacking=()))
    assert html.count("<table") == 1
    assert "4 of 4 checks met." in text(html)


def test_a_website_before_this_and_an_older_test() -> None:
    assert "did not look for" in statement.section(None, TESTED, NOW)
    assert documents.section(None, TESTED, NOW) == ""
    assert "This is from the test of 21 November 2026 (2 days ago)." in shown(latest=NOW)
    assert "They are from the test of 21 November 2026" in listed(latest=NOW)
    assert "from the test of" not in shown() + listed()


def test_a_document_says_how_it_stands_and_what_to_do() -> None:
    html = listed()
    said = text(html)
    assert "link to 12 PDFs, of which we read 3. They are part of no score." in said
    assert "2 of 5 checks met" in said
    assert "24 pages 1.2 MB dated 3 May 2016" in said
    assert "The law exempts documents published before 23 September 2018" in said
    assert "publish it as a web page" in said
    gone = html[html.index("Bin calendar") :]
    assert "Gone" in gone[:200]
    assert "It answered 404." in text(gone)


def test_no_document_is_said_in_a_sentence() -> None:
    html = listed(Documents(linked=0))
    assert "link to no PDF" in html
    assert "<details" not in html


def test_hostile_text_stays_text_and_leads_nowhere() -> None:
    html = shown(statement_of("hostile")) + listed()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    for words in HOSTILE:
        assert str(escape(words[:60])) in html


def test_what_they_lead_to_for_the_rules_is_there() -> None:
    page = methodology.page(Config(), (), NOW)
    for link in (methodology.STATEMENT, methodology.DOCUMENTS):
        assert f'<h2 id="{link.partition("#")[2]}">' in page
