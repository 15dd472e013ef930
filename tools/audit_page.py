"""docs/audits.md: every audit as the registry declares it, and the rules of the engines.

The dashboard's methodology page lists the same audits in tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.agreement import SAME, SAME_OF_PAGE
from crawler.audits.axe import DOUBTFUL
from crawler.audits.axe_words import AXE_WORDS
from crawler.audits.codesniffer_words import FAMILIES
from crawler.audits.registry import all_audits
from crawler.audits.wcag import CRITERIA
from crawler.records import Pillar
from crawler.words import PILLARS

if TYPE_CHECKING:
    from crawler.audits.registry import Audit

INTRODUCTION = (
    "What each audit checks, what it costs, and what it cannot tell. The points that a failure "
    "takes are explained in [methodology.md](methodology.md). An audit that is advice costs "
    "nothing; neither does what is left for a person to check. An audit that needs a page to be "
    "acted on runs on the pages that [a rule](methodology.md#which-pages-are-acted-on) picks, and "
    "in `usability audit` on every page.",
    "Further below are the rules of the engines: each is a finding by its own name.",
)


def audits_page(written: str) -> str:
    """Return the document; `written` is the comment that says where it comes from."""
    audits = all_audits()
    lines = ["# Audits", "", written]
    for paragraph in INTRODUCTION:
        lines += ["", paragraph]
    for pillar in Pillar:
        lines += ["", f"## {PILLARS[pillar]}"]
        for audit in audits:
            if audit.pillar is pillar:
                lines += ["", *_audit(audit)]
    lines += ["", "## axe-core", ""]
    lines += [
        "Every rule is on. Those beyond WCAG 2.2 level AA are advice. Experimental ones are advice "
        f"too, or ask a person where WCAG asks for it: {', '.join(sorted(DOUBTFUL))}. Frames are "
        "judged as parts of their page, whoever serves them.",
        "",
        *_table(
            ("Rule", "What is wrong", "How to repair it"),
            [(rule, words.fault, words.fix) for rule, words in sorted(AXE_WORDS.items())],
        ),
        "",
        "## HTML_CodeSniffer",
        "",
        "Only these of its codes are used, and each is weighed by what else is known of the "
        "element.",
        "",
        *_table(
            ("Finding", "Codes", "What is wrong", "Who is affected", "How to repair it", "WCAG"),
            [
                (each.id, each.name, each.title_fail, each.who, each.fix, ", ".join(each.wcag))
                for each in FAMILIES
            ],
        ),
        "",
        "## Where several agree",
        "",
        "On the same element these are one finding, which names all that found it. It is kept by "
        "what counts before advice, what is definite before what a person must look at, the worse "
        "impact, and then the plainer words.",
        "",
        *(f"- {', '.join(group)}" for group in (*SAME, *SAME_OF_PAGE)),
    ]
    return "\n".join(lines) + "\n"


def _audit(audit: Audit) -> list[str]:
    free = audit.advice or not audit.decides
    cost = audit.cost if free else f"Usually {audit.impact}"
    facts = [
        ("Passes", f"{audit.title_pass}."),
        ("Costs", f"{cost}."),
        ("WCAG 2.2", ", ".join(_criterion(number) for number in audit.wcag)),
        ("Who is affected", audit.who),
        ("Why it matters", audit.why),
        ("How to repair it", audit.fix),
        ("What it cannot tell", audit.limit),
        ("Judges", ", ".join(audit.needs) + "."),
        ("Runs on", "the pages that are acted on." if audit.walks else ""),
    ]
    said = [f"- **{name}:** {_plain(value)}" for name, value in facts if value]
    return [f"### {audit.id}", "", f"{_plain(audit.title_fail)}.", "", *said]


def _criterion(number: str) -> str:
    return f"[{number} {CRITERIA[number].name}]({CRITERIA[number].url})"


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"

    return [line(columns), line(("---",) * len(columns)), *map(line, rows)]


def _plain(text: str) -> str:
    """Words of an audit may name HTML elements, which Markdown would take for its own."""
    return text if text.startswith("[") else text.replace("<", "&lt;")
