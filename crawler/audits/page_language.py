"""Whether the page is in the language that its html element names.

A missing or invalid lang is axe-core's to report. Only text that is surely in a language counts,
and only the primary subtag: en-US on a British page harms nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict, audit, to_check
from crawler.audits.tongues import language_name, same_language, subtag, tellable
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts

SURE_LETTERS = 60
"""Of sentences in one language; below it a person must look."""

MOST = 0.7
"""The share of the known text that makes a language that of the page."""

FEW = 0.1


@audit(
    id="page-language",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The page is in the language that it says",
    title_fail="The page is in another language than it says",
    who="People who use a screen reader, braille or automatic translation.",
    why="A screen reader reads the words by the sounds of the language that the page names. Welsh "
    "read by English rules cannot be understood.",
    fix='Give the html element the language of the page\'s text: lang="en" for English, '
    'lang="cy" for Welsh. Set it for each page, not once in the template.',
    limit="It knows about sixty languages, and keeps silent where there are only names, a few "
    "words, or two languages side by side.",
    needs=(Evidence.TEXT, Evidence.MARKUP),
    wcag=("3.1.1",),
)
def page_language(facts: PageFacts) -> Verdict:
    text, markup = needed(facts.text), needed(facts.markup)
    declared = subtag(markup.language or "")
    if not declared:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The page names no language, which is another fault",
        )
    total = sum(share.letters for share in text.languages)
    if not tellable(declared):
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE, title="The page names a language that we cannot tell"
        )
    if not total and not text.complete:
        return too_large()
    if not total:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE, title="There is no text whose language is certain"
        )
    main = text.languages[0]
    said = sum(share.letters for share in text.languages if same_language(share.language, declared))
    mixed = main.letters < MOST * total or said > FEW * total
    same = same_language(main.language, declared)
    if not text.complete and (same or mixed):
        return too_large()
    if same:
        return Verdict(outcome=Outcome.PASS, passing=1)
    if mixed:
        return Verdict(
            outcome=Outcome.PASS, passing=1, title="The page is in two languages or more"
        )
    name = language_name(main.language)
    marked = main.marked >= 0.9 * main.letters
    review = marked or main.letters < SURE_LETTERS
    message = f"lang is “{markup.language}”, and the text is in {name}"
    if marked:
        message += ", which only its parts say"
    title = f"The page is in {name} but says {language_name(declared)}"
    return Verdict(
        outcome=Outcome.REVIEW if review else Outcome.FAIL,
        title=to_check(title) if review else title,
        elements=(
            Element(
                selector="html",
                html=f'<html lang="{markup.language}">',
                message=message,
                viewport=Viewport.MOBILE,
            ),
        ),
    )
