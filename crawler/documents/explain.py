"""How documents are chosen and judged, in words, for the dashboard and for docs/statement.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.documents.checks import CHECKS, EXEMPT_BEFORE, LONG, LOOKED_PAGES
from crawler.scoring.sections import Section, Table

if TYPE_CHECKING:
    from crawler.config import Config

_WHEN_MET = {
    "title": (
        "It has a title that no program made, such as “Microsoft Word - plan.docx”. Unclear where "
        "it does not ask to be shown by its title."
    ),
    "language": "It says in which language it is.",
    "tags": "It has tags. Unclear where it does not say that they are to be used.",
    "text": (
        f"Of up to {LOOKED_PAGES} pages, from the first to the last, none is a picture without "
        "text. Not met where all are; unclear where some are."
    ),
    "pictures": "Every picture that its tags name has a text alternative.",
    "bookmarks": (
        f"It has bookmarks, where it has more than {LONG} pages. WCAG asks for more than one way "
        "to a part, and bookmarks are the usual one."
    ),
}


def sections(config: Config) -> tuple[Section, ...]:
    """Return the rules, in reading order."""
    most = f"{config.documents} documents" if config.documents != 1 else "one document"
    return (
        Section(
            title="Documents",
            paragraphs=(
                "Much of what councils publish is PDFs. In each crawl we read up to "
                f"{most} of a website, and nothing of that is part of any score: so few say too "
                "little of a website.",
                "They are PDFs of the council or a supplier that the pages of its panel link to: "
                "the first of each page in the panel's order, then the second of each. The same "
                "ones are read in the next crawl, as long as they are there. They are fetched as "
                "politely as pages: robots.txt and pauses hold for them too, and files of more "
                f"than {config.document_bytes / 1e6:g} MB are not read.",
                f"Documents published before {EXEMPT_BEFORE.day} {EXEMPT_BEFORE:%B %Y} are exempt "
                "from the law unless a service needs them. We show the dates that a file gives of "
                "itself; whether a service needs it, we cannot tell.",
                "These checks do not find everything: tags may be wrong, text alternatives may say "
                "nothing, and reading order and contrast are not looked at. A person with a PDF "
                "checker sees more.",
            ),
            tables=(
                Table(
                    caption="What is looked for in a PDF",
                    columns=("Check", "WCAG", "When it is met"),
                    rows=tuple(
                        (words.title, words.wcag, _WHEN_MET[name])
                        for name, (words, _) in CHECKS.items()
                    ),
                ),
            ),
        ),
    )
