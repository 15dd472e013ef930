"""Whether links such as “Cymraeg” say which language their text is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="language-name",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Links named for a language say which one",
    title_fail="Links named for a language do not say which one",
    who="People who use a screen reader.",
    why="“Cymraeg” or “Polski” read by English rules is hard to make out for those who look for "
    "it.",
    fix='Put lang on the link, and hreflang for the page behind it: lang="cy" hreflang="cy".',
    limit="Only names that languages have for themselves are known. WCAG asks for lang on "
    "passages, not on names.",
    needs=(Evidence.TEXT,),
    wcag=("3.1.2",),
    advice=True,
)
def language_name(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f'“{each.text}” has no lang="{each.language}"')
            for each in text.language_names
            if not each.marked
        ],
        judged=len(text.language_names),
        complete=text.complete,
        nothing="No link is named for a language",
    )
