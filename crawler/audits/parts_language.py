"""Whether passages in another language say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.audits.tongues import language_name, same_language
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.text import PageText, Passage
    from crawler.records import PageFacts

SENTENCE = 8
"""Words; what is shorter may be a name or a phrase that has become part of the language."""


@audit(
    id="parts-language",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Passages in another language say so",
    title_fail="Some passages are in another language than they say",
    who="People who use a screen reader or braille.",
    why="Without the right lang a sentence in Polish or Welsh is read aloud by English rules, and "
    "cannot be understood.",
    fix='Put lang on the element round the passage: lang="cy" for Welsh, lang="pl" for Polish. '
    "Correct it where it names another language.",
    limit="Names, places and single words need no lang and are not looked at; nor are languages "
    "that it does not know.",
    needs=(Evidence.TEXT,),
    wcag=("3.1.2",),
)
def parts_language(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    # Where the whole page is in another language than it says, that is one fault, told elsewhere.
    main = _language_of_all(text)
    foreign = [each for each in text.foreign if each.own or each.language != main]
    sentences = [each for each in foreign if each.words >= SENTENCE]
    named = sentences or foreign
    return verdict_on(
        [element(each.spot, _message(each)) for each in named],
        judged=text.passages,
        complete=text.complete,
        nothing="There is no text",
        outcome=Outcome.FAIL if sentences else Outcome.REVIEW,
    )


def _language_of_all(text: PageText) -> str | None:
    total = sum(share.letters for share in text.languages)
    if not total or not text.foreign:
        return None
    most = text.languages[0]
    declared = {each.declared for each in text.foreign if not each.own}
    said = sum(
        share.letters
        for share in text.languages
        if any(same_language(share.language, code) for code in declared)
    )
    return most.language if most.letters >= 0.7 * total and said <= 0.1 * total else None


def _message(passage: Passage) -> str:
    return (
        f"In {language_name(passage.language)}, but lang says {language_name(passage.declared)}: "
        f"{quoted(passage.text)}"
    )
