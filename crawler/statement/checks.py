"""The checks of what a statement says. Each answers with an outcome, a sentence on what we saw, and
the statement's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.records import CheckOutcome
from crawler.statement import phrases
from crawler.statement.dates import FoundDate, a_year_before
from crawler.statement.sentences import quote

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crawler.statement.reading import Reading
    from crawler.statement.sentences import Sentence

NORTHERN_IRELAND = "Northern Ireland"
MET, NOT_MET = CheckOutcome.MET, CheckOutcome.NOT_MET
UNCLEAR, NOT_APPLICABLE = CheckOutcome.UNCLEAR, CheckOutcome.NOT_APPLICABLE


class Terms(NamedTuple):
    """What a statement is judged by: the day of the crawl, and the nation of the council."""

    day: date
    nation: str


class Answer(NamedTuple):
    """What a check came to."""

    outcome: CheckOutcome
    said: str
    found: str = ""


def spelt(found: FoundDate) -> str:
    """Return a date as exactly as it is known: 4 August 2026, August 2026, June to August 2026 or
    2026."""
    first, last = found.first, found.last
    if first == last:
        return f"{last.day} {last:%B %Y}"
    if first.month == last.month:
        return f"{last:%B %Y}"
    if (first.month, last.month) == (1, 12):
        return str(last.year)
    return f"{first:%B} to {last:%B %Y}"


def _words(sentence: Sentence | None) -> str:
    return quote(sentence.text) if sentence is not None else ""


def heading(reading: Reading, _terms: Terms) -> Answer:
    found = next((s for s in reading.sentences if s.level and phrases.NAME.search(s.text)), None)
    if found is not None:
        return Answer(MET, "A heading calls it an accessibility statement.", _words(found))
    return Answer(NOT_MET, "No heading calls it an accessibility statement.")


def commitment(reading: Reading, _terms: Terms) -> Answer:
    promises = list(reading.all(phrases.COMMITMENT, headings=False))
    named = [each for each in promises if phrases.REGULATIONS.search(each.text)]
    if named:
        said = "It commits to making the website accessible, and names the 2018 Regulations."
        return Answer(MET, said, _words(named[0]))
    # A sentence may be cut in two: "… accessible. We do so in accordance with …"
    for each in promises:
        at = reading.sentences.index(each) + 1
        if any(phrases.REGULATIONS.search(s.text) for s in reading.sentences[at : at + 1]):
            return Answer(
                MET, "It commits, and names the 2018 Regulations next to it.", _words(each)
            )
    if promises:
        said = "It makes a commitment that does not name the 2018 Regulations."
        return Answer(NOT_MET, said, _words(promises[0]))
    law = reading.find(phrases.REGULATIONS, headings=False)
    if law is not None:
        said = "It names the 2018 Regulations, but makes no commitment to keep them."
        return Answer(NOT_MET, said, _words(law))
    return Answer(NOT_MET, "Nothing commits to the 2018 Regulations.")


def scope(reading: Reading, _terms: Terms) -> Answer:
    found = reading.find(phrases.SCOPE)
    if found is not None:
        return Answer(MET, "It says which website it is about.", _words(found))
    return Answer(NOT_MET, "It does not say which website it is about.")


def status(reading: Reading, _terms: Terms) -> Answer:
    claims = reading.statuses()
    if not claims:
        said = (
            "It does not say in the law's words whether the website is fully, partially or not "
            "compliant."
        )
        return Answer(NOT_MET, said)
    if len(claims) == 1:
        return Answer(MET, f"It says: {claims[0].value}.", _words(claims[0].sentence))
    listed = " and ".join(claim.value for claim in claims)
    words = " … ".join(_words(claim.sentence) for claim in claims)
    if all(phrases.THIS_WEBSITE.search(claim.sentence.text) for claim in claims):
        return Answer(NOT_MET, f"It says of the website both {listed}.", quote(words))
    return Answer(UNCLEAR, f"It says {listed}, maybe of different things.", quote(words))


def standard(reading: Reading, _terms: Terms) -> Answer:
    found = reading.standard()
    if found is None:
        return Answer(NOT_MET, "It does not say which version of WCAG the website is held to.")
    version, _, level = found.value.partition(" ")
    if version != phrases.CURRENT:
        said = (
            f"It names WCAG {version}, which is outdated: WCAG {phrases.CURRENT} has been "
            "monitored since October 2024."
        )
        return Answer(NOT_MET, said, _words(found.sentence))
    if level not in ("AA", "AAA"):
        said = f"It names WCAG {version}, but not level AA beside it."
        return Answer(UNCLEAR, said, _words(found.sentence))
    return Answer(MET, f"It names WCAG {version} {level}.", _words(found.sentence))


def non_accessible(reading: Reading, _terms: Terms) -> Answer:
    named, listed = reading.criteria(), reading.faults()
    if named:
        numbers = ", ".join(each.value for each in named)
        return Answer(MET, f"It names success criteria: {numbers}.", _words(named[0].sentence))
    if _claims_full(reading):
        return Answer(NOT_APPLICABLE, "It says that everything is accessible.")
    if listed:
        said = "It says what is not accessible, but not by which success criteria of WCAG."
        return Answer(NOT_MET, said, _words(listed[0]))
    if reading.statuses():
        return Answer(NOT_MET, "It does not say what is not accessible.")
    return Answer(UNCLEAR, "It names nothing that is not accessible, and no status to go by.")


def burden(reading: Reading, _terms: Terms) -> Answer:
    found = reading.find(phrases.BURDEN, headings=False)
    if found is not None:
        said = "It claims a disproportionate burden. The law wants an assessment behind that."
        return Answer(MET, said, _words(found))
    titled = reading.find(phrases.BURDEN)
    if titled is None:
        return Answer(NOT_APPLICABLE, "It claims no disproportionate burden.")
    said = "A part is headed as disproportionate burden, and does not say what that is."
    return Answer(UNCLEAR, said, _words(titled))


def fix_dates(reading: Reading, terms: Terms) -> Answer:
    dates = reading.fix_dates()
    past = [each for each in dates if each.date.last < terms.day]
    if past:
        days = ", ".join(spelt(each.date) for each in past)
        return Answer(
            NOT_MET, f"A date for putting things right is past: {days}.", _words(past[0].sentence)
        )
    if dates:
        days = ", ".join(spelt(each.date) for each in dates)
        return Answer(
            MET, f"It says by when things will be put right: {days}.", _words(dates[0].sentence)
        )
    if not reading.faults() and not reading.criteria():
        return Answer(NOT_APPLICABLE, "It names nothing that is to be put right.")
    return Answer(UNCLEAR, "It gives no date by which things will be put right.")


def prepared(reading: Reading, terms: Terms) -> Answer:
    found, sentence = reading.prepared()
    if found is None and sentence is None:
        return Answer(NOT_MET, "It does not say when it was prepared.")
    if found is None:
        said = "It speaks of its preparation, but gives no date that we can read."
        return Answer(NOT_MET, said, _words(sentence))
    if found.date.first > terms.day:
        said = f"Its date is still to come: {spelt(found.date)}."
        return Answer(UNCLEAR, said, _words(sentence))
    at = "on" if found.date.first == found.date.last else "in"
    return Answer(MET, f"It was prepared {at} {spelt(found.date)}.", _words(sentence))


def reviewed(reading: Reading, terms: Terms) -> Answer:
    made, _ = reading.prepared()
    known = [each for each in (made, reading.reviewed()) if each and each.date.first <= terms.day]
    if not known:
        return Answer(UNCLEAR, "It has no date, so nobody can tell how old it is.")
    newest = max(known, key=lambda each: each.date.last)
    day = spelt(newest.date)
    if newest.date.last < a_year_before(terms.day):
        undated = reading.undated_review()
        if undated is not None:
            said = "It speaks of a review, but gives no date of it that we can read."
            return Answer(UNCLEAR, said, _words(undated))
        said = f"Its newest date is {day}: it is older than 12 months."
        return Answer(NOT_MET, said, _words(newest.sentence))
    return Answer(MET, f"Its newest date is {day}: within 12 months.", _words(newest.sentence))


def tested(reading: Reading, _terms: Terms) -> Answer:
    found = reading.tested()
    if found is not None:
        return Answer(MET, "It says how the website was tested.", _words(found))
    return Answer(NOT_MET, "It does not say how the website was tested.")


def feedback(reading: Reading, _terms: Terms) -> Answer:
    for each in reading.sentences:
        if phrases.ENFORCEMENT_HEADING.search(each.headings) or _is_of_the_bodies(each):
            continue
        way = _way(each)
        if way:
            return Answer(MET, f"It gives {way} to write or speak to the council.", _words(each))
    if reading.form:
        return Answer(MET, "The page has a form to write to the council.")
    return Answer(NOT_MET, "It gives no address, form or telephone number for feedback.")


def enforcement_body(reading: Reading, terms: Terms) -> Answer:
    commission = reading.find(phrases.EHRC, headings=False)
    northern = reading.find(phrases.ECNI, headings=False)
    if terms.nation == NORTHERN_IRELAND:
        if northern is not None:
            return Answer(
                MET, "It names the Equality Commission for Northern Ireland.", _words(northern)
            )
        if commission is not None:
            said = (
                "It names the Equality and Human Rights Commission, which does not act in Northern "
                "Ireland: the Equality Commission for Northern Ireland does."
            )
            return Answer(NOT_MET, said, _words(commission))
        return Answer(NOT_MET, "It does not name the Equality Commission for Northern Ireland.")
    if commission is not None:
        return Answer(MET, "It names the Equality and Human Rights Commission.", _words(commission))
    said = "It does not name the Equality and Human Rights Commission, which enforces the law here."
    return Answer(NOT_MET, said, _words(northern))


def enforcement_advice(reading: Reading, terms: Terms) -> Answer:
    if terms.nation == NORTHERN_IRELAND:
        said = "In Northern Ireland the Equality Commission gives advice too."
        return Answer(NOT_APPLICABLE, said)
    found = reading.find(phrases.EASS, headings=False) or next(
        (
            each
            for each in reading.sentences
            if any(phrases.EASS_ADDRESS in link.url for link in each.links)
        ),
        None,
    )
    if found is not None:
        return Answer(MET, "It leads to the Equality Advisory and Support Service.", _words(found))
    said = (
        "It does not name the Equality Advisory and Support Service, which helps people complain."
    )
    return Answer(NOT_MET, said)


def placeholders(reading: Reading, _terms: Terms) -> Answer:
    left = [
        match[0] for each in reading.sentences for match in phrases.PLACEHOLDER.finditer(each.text)
    ]
    if not left:
        return Answer(MET, "Nothing of a model statement was left to be filled in.")
    said = "Parts of a model statement were never filled in."
    return Answer(NOT_MET, said, quote(", ".join(dict.fromkeys(left))))


def _claims_full(reading: Reading) -> bool:
    return [claim.value for claim in reading.statuses()] == [phrases.FULLY]


def _is_of_the_bodies(sentence: Sentence) -> bool:
    """Whether it is on whom to complain to, whose telephone number is not the council's."""
    forms = (phrases.EHRC, phrases.EASS, phrases.ECNI)
    return any(form.search(sentence.text) for form in forms)


def _way(sentence: Sentence) -> str:
    links = [link for link in sentence.links if link.text in sentence.text or not link.text]
    if phrases.EMAIL.search(sentence.text) or any(
        link.url.startswith("mailto:") or phrases.PROTECTED_EMAIL in link.url for link in links
    ):
        return "an address"
    if phrases.TELEPHONE.search(sentence.text) or any(
        link.url.startswith("tel:") for link in links
    ):
        return "a telephone number"
    if any(phrases.CONTACT_LINK.search(f"{link.url} {link.text}") for link in links):
        return "a page or form"
    return ""


CHECKS: dict[str, tuple[str, Callable[[Reading, Terms], Answer]]] = {
    "heading": ("Headed as an accessibility statement", heading),
    "commitment": ("Commits to the 2018 Regulations", commitment),
    "scope": ("Says which website it is about", scope),
    "status": ("Says fully, partially or not compliant, once", status),
    "standard": ("Held to WCAG 2.2 AA", standard),
    "non-accessible": ("Names what fails, by success criterion", non_accessible),
    "burden": ("Says where mending would be a disproportionate burden", burden),
    "fix-dates": ("Dates for putting things right are not past", fix_dates),
    "prepared": ("Says when it was prepared", prepared),
    "reviewed": ("Prepared or reviewed within 12 months", reviewed),
    "tested": ("Says how the website was tested", tested),
    "feedback": ("Says whom to tell of a problem", feedback),
    "enforcement-body": ("Names who enforces the law", enforcement_body),
    "enforcement-advice": ("Names who helps people to complain", enforcement_advice),
    "placeholders": ("Nothing of a model is left to fill in", placeholders),
}
"""In the order of a statement: the title of each, and how it is judged."""
