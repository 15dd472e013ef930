"""How statements are judged, in words, for the dashboard and for docs/statement.md."""

from __future__ import annotations

from crawler.scoring.sections import Section, Table
from crawler.statement import phrases
from crawler.statement.checklist import AGREEMENT, EXISTS, LINKED, VERSION
from crawler.statement.checks import CHECKS

_WHEN_MET = {
    "exists": (
        "A page that was read calls itself an accessibility statement, in its title, main heading "
        "or address, and speaks of WCAG, of the 2018 Regulations or of the website. Not met where "
        "it is only a PDF, or where no page is one or leads to one. Unclear where a link leads to "
        "one that was not read."
    ),
    "linked": (
        "A link to it, or one that is called so, is on every other page of the panel that was "
        "read. Pages that a supplier runs do not count: they have a statement of their own."
    ),
    "heading": "A heading says “Accessibility statement” or “Datganiad hygyrchedd”.",
    "commitment": (
        "A sentence commits to an accessible website and names the Public Sector Bodies (Websites "
        "and Mobile Applications) (No. 2) Accessibility Regulations 2018."
    ),
    "scope": "It says which website it applies to.",
    "status": (
        "It says exactly one of fully, partially and not compliant. Unclear where several are said "
        "of what may be different websites."
    ),
    "standard": (
        f"The version named is WCAG {phrases.CURRENT}, at level AA. Earlier versions are outdated. "
        "Unclear without a level."
    ),
    "non-accessible": (
        "It names success criteria by their numbers. Does not apply to a website that is said to "
        "be fully compliant."
    ),
    "burden": (
        "It says of something that mending it would be a disproportionate burden. Does not apply "
        "where it claims none. Whether there is an assessment behind it, we cannot see."
    ),
    "fix-dates": (
        "It says by when things will be put right, and no such date is past. Unclear without a "
        "date. “September 2026” is past when the month is."
    ),
    "prepared": "It gives the date of its preparation.",
    "reviewed": (
        "The newer of its dates of preparation and review is at most 12 months before the crawl. "
        "Unclear without a date."
    ),
    "tested": "It says that, and how, the website was tested.",
    "feedback": "It gives an e-mail address, a telephone number, a form, or a link to one.",
    "enforcement-body": (
        "It names the Equality and Human Rights Commission; in Northern Ireland, the Equality "
        "Commission for Northern Ireland."
    ),
    "enforcement-advice": (
        "It leads to the Equality Advisory and Support Service. Does not apply in Northern Ireland."
    ),
    "placeholders": (
        "Nothing such as “[name of organisation]” or “DD/MM/YYYY” of a model statement is left."
    ),
    "agreement": (
        "It says that the website is fully compliant, and our automated checks found no definite "
        "failure of WCAG A or AA. Does not apply to one that says anything else."
    ),
}


def sections() -> tuple[Section, ...]:
    """Return the rules, in reading order."""
    titles = {"exists": EXISTS, "linked": LINKED}
    titles |= {name: title for name, (title, _) in CHECKS.items()}
    titles["agreement"] = AGREEMENT
    return (
        Section(
            title="The accessibility statement",
            paragraphs=(
                "The law asks every council for an accessibility statement, and says what must be "
                f"in it. This is version {VERSION} of our list of that. It is a list of its own: "
                "nothing in it is part of any score.",
                "We read the statement as text, in English and in Welsh, among the pages that a "
                "crawl audits, and show the sentence that each answer rests on. Dates are judged "
                "by the day on which the crawl was begun.",
                "“Not met” means that we read the statement and did not find it in any of the "
                "words that we know. “Unclear” means that a person should look. A statement in "
                "pictures, or in parts that a script loads on a press, we cannot read.",
            ),
            tables=(
                Table(
                    caption="What is looked for",
                    columns=("Check", "When it is met"),
                    rows=tuple((title, _WHEN_MET[name]) for name, title in titles.items()),
                ),
            ),
        ),
    )
