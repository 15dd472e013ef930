"""A website's statement, out of the pages that a crawl audited, against what the law asks of it.

The list is one of its own: nothing in it is part of any score.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.audits.wcag import CRITERIA
from crawler.panel.address import page_key
from crawler.records import (
    CheckOutcome,
    Outcome,
    PageRole,
    Pillar,
    StatementCheck,
    StatementChecklist,
)
from crawler.statement import phrases
from crawler.statement.checks import CHECKS, Answer, Terms
from crawler.statement.reading import Reading
from crawler.statement.sentences import straight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crawler.records import Finding, Link, PageResult

VERSION = 1
"""Of the rules. It is stored with each list, so that lists by other rules are told apart."""

MOST_LINKS = 2000  # that a visit keeps of a page: of one with more we cannot tell
EXISTS = "There is a statement, as a web page"
LINKED = "Linked from every page"
AGREEMENT = "Agrees with what our checks found"
_LEVELS = ("A", "AA")
_NO_STATEMENT = "There is no statement to read."
_NOT_READ = "We did not read a statement."


def checklist(
    results: Sequence[PageResult], *, nation: str, day: date
) -> StatementChecklist | None:
    """Judge the statement among the audited pages of one website, as on `day`. None where no page
    was seen, so that nothing can be said."""
    seen = [each for each in results if each.facts.state.scored and each.facts.markup is not None]
    if not seen:
        return None
    terms = Terms(day, nation)
    chosen = _chosen(seen)
    if chosen is None:
        outcome, answer, url = _without(results, seen)
        said = _NO_STATEMENT if outcome is CheckOutcome.NOT_MET else _NOT_READ
        rest = (
            CheckOutcome.NOT_APPLICABLE if outcome is CheckOutcome.NOT_MET else CheckOutcome.UNCLEAR
        )
        others = [("linked", LINKED), *((name, title) for name, (title, _) in CHECKS.items())]
        return StatementChecklist(
            version=VERSION,
            day=day,
            nation=nation,
            url=url,
            checks=(
                _check("exists", EXISTS, answer),
                *(_check(name, title, Answer(rest, said)) for name, title in others),
                _check("agreement", AGREEMENT, Answer(CheckOutcome.NOT_APPLICABLE, said)),
            ),
        )
    page, reading = chosen
    pages, lacking = _links_to(page, seen)
    made, _ = reading.prepared()
    again = reading.reviewed()
    claims = reading.statuses()
    named = reading.standard()
    return StatementChecklist(
        version=VERSION,
        day=day,
        nation=nation,
        url=page.facts.final_url,
        language=reading.language,
        status=claims[0].value if len(claims) == 1 else None,
        standard=f"WCAG {named.value}" if named else None,
        prepared=made.date.last if made else None,
        reviewed=again.date.last if again else None,
        fix_dates=tuple(each.date.last for each in reading.fix_dates()),
        criteria=tuple(each.value for each in reading.criteria()),
        pages=pages,
        lacking=lacking,
        checks=(
            _check("exists", EXISTS, _exists(page, reading)),
            _check("linked", LINKED, _linked(pages, lacking)),
            *(
                _check(name, title, judge(reading, terms))
                for name, (title, judge) in CHECKS.items()
            ),
            _check("agreement", AGREEMENT, _agreement(reading, seen)),
        ),
    )


def _check(name: str, title: str, answer: Answer) -> StatementCheck:
    return StatementCheck(
        id=name, title=title, outcome=answer.outcome, said=answer.said, found=answer.found
    )


# --- Which page it is -----------------------------------------------------------------------------


def _chosen(seen: Sequence[PageResult]) -> tuple[PageResult, Reading] | None:
    """The page that is the website's statement: the panel's where that is one, else the first that
    speaks of a website's accessibility; the council's own before a supplier's."""
    found = [
        (page, reading)
        for page in seen
        if page.facts.statement is not None
        and (reading := Reading(page.facts.statement)).of_a_website
    ]
    order = sorted(
        found,
        key=lambda pair: (
            pair[0].page.supplier is not None,
            pair[0].page.role is not PageRole.ACCESSIBILITY_STATEMENT,
        ),
    )
    return order[0] if order else None


def _exists(page: PageResult, reading: Reading) -> Answer:
    headings = [each.text for each in reading.sentences if each.level]
    named = [text for text in headings if phrases.NAME.search(text)]
    name = next(iter((*named, *headings)), reading.title)
    said = "There is one."
    if not reading.complete:
        said = "There is one. It is too long to read whole."
    return Answer(CheckOutcome.MET, f"{said} {page.facts.final_url}", name)


def _without(
    results: Sequence[PageResult], seen: Sequence[PageResult]
) -> tuple[CheckOutcome, Answer, str | None]:
    """What can be said where no statement was read."""
    links = [link for page in seen for link in _statement_links(page)]
    unread = CheckOutcome.UNCLEAR, None
    file = next((link for link in links if urlsplit(link.url).path.lower().endswith(".pdf")), None)
    others = [link for link in links if not urlsplit(link.url).path.lower().endswith(".pdf")]
    if file is not None and not others:
        said = f"It is only there as a PDF, and the law asks for a web page. {file.url}"
        return CheckOutcome.NOT_MET, Answer(CheckOutcome.NOT_MET, said, file.text), None
    for each in results:
        if each.page.role is PageRole.ACCESSIBILITY_STATEMENT and not each.facts.state.scored:
            said = f"We could not read it: {each.facts.reason or each.facts.state.value}."
            return unread[0], Answer(CheckOutcome.UNCLEAR, said), None
    alike = next((page for page in seen if page.facts.statement is not None), None)
    read = {page_key(url) for page in seen for url in (page.facts.url, page.facts.final_url)}
    left = next((link for link in others if page_key(link.url) not in read), None)
    if left is not None:
        said = f"A link leads to one, which is not among the pages that were read. {left.url}"
        return unread[0], Answer(CheckOutcome.UNCLEAR, said, left.text), None
    if alike is not None:
        said = (
            "A page is called by that name, but says nothing of the website, of WCAG or of the "
            f"2018 Regulations. {alike.facts.final_url}"
        )
        name = alike.facts.markup.title if alike.facts.markup else ""
        return CheckOutcome.NOT_MET, Answer(CheckOutcome.NOT_MET, said, name), None
    said = "No page that was read is one, or leads to one."
    return CheckOutcome.NOT_MET, Answer(CheckOutcome.NOT_MET, said), None


# --- What leads to it -----------------------------------------------------------------------------


def _statement_links(page: PageResult) -> Iterator[Link]:
    links = page.facts.markup.links if page.facts.markup is not None else ()
    for link in links:
        if phrases.LINK.search(straight(link.text).strip()):
            yield link


def _links_to(page: PageResult, seen: Sequence[PageResult]) -> tuple[int, tuple[str, ...]]:
    """How many pages were looked at for a link to it, and the addresses of those without. A page of
    a supplier has a statement of its own."""
    own = {page_key(page.facts.url), page_key(page.facts.final_url)}
    looked = 0
    lacking = []
    for each in seen:
        markup = each.facts.markup
        if markup is None or each is page or each.page.supplier is not None:
            continue
        leads = any(page_key(link.url) in own for link in markup.links) or any(
            _statement_links(each)
        )
        if not leads and len(markup.links) >= MOST_LINKS:
            continue
        looked += 1
        if not leads:
            lacking.append(each.facts.url)
    return looked, tuple(lacking)


def _linked(pages: int, lacking: tuple[str, ...]) -> Answer:
    if not pages:
        return Answer(CheckOutcome.UNCLEAR, "No other page was looked at.")
    if not lacking:
        said = (
            f"All {pages} other pages lead to it." if pages > 1 else "The other page leads to it."
        )
        return Answer(CheckOutcome.MET, said)
    said = f"On {len(lacking)} of {pages} other pages nothing leads to it."
    return Answer(CheckOutcome.NOT_MET, said)


# --- What our own checks say ----------------------------------------------------------------------


def _agreement(reading: Reading, seen: Sequence[PageResult]) -> Answer:
    claims = [claim for claim in reading.statuses() if claim.value == phrases.FULLY]
    if not claims or len(reading.statuses()) > 1:
        said = "It does not claim that everything is accessible."
        return Answer(CheckOutcome.NOT_APPLICABLE, said)
    own = [page for page in seen if page.page.supplier is None]
    failing: dict[str, str] = {}
    pages = 0
    for page in own:
        definite = [finding for finding in page.findings if _is_definite(finding)]
        pages += bool(definite)
        for finding in definite:
            failing.setdefault(finding.audit, finding.title)
    if not failing:
        said = "It says that the website is fully compliant; our automated checks found no failure."
        return Answer(CheckOutcome.MET, said, claims[0].sentence.text)
    kinds = f"{len(failing)} kinds of failure" if len(failing) > 1 else "one kind of failure"
    said = (
        "It says that the website is fully compliant. Our automated checks found "
        f"{kinds} of WCAG A or AA, on {pages} of {len(own)} pages, such as: "
        f"{re.sub(r'[.]$', '', next(iter(failing.values())))}."
    )
    return Answer(CheckOutcome.NOT_MET, said, claims[0].sentence.text)


def _is_definite(finding: Finding) -> bool:
    levels = {CRITERIA[number].level for number in finding.wcag if number in CRITERIA}
    return (
        finding.outcome is Outcome.FAIL
        and finding.pillar is Pillar.ACCESSIBILITY
        and not finding.advice
        and not levels.isdisjoint(_LEVELS)
    )
