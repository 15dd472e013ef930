"""Whether headings say what stands under them. One without any content is axe-core's to report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.text import HeadedSection
    from crawler.records import PageFacts

_EMPTY = re.compile(
    r"(?:sub[- ]?)?(?:heading|headline|header)\s*(?:\d+|one|two|three|here|text|goes here|title)?"
    r"|h[1-6](?: heading)?|heading level \d|untitled(?: \w+)?|lorem ipsum.*"
    r"|(?:(?:insert|enter|add|type|put) )?(?:your |a |the )?(?:section |page )?"
    r"(?:heading|headline|title) (?:text |goes )?here|click (?:here|me)|placeholder(?: \w+)?"
    r"|new (?:section|heading)|section (?:title|heading)|pennawd\s*\d*|cliciwch yma",
    re.IGNORECASE,
)
_SAYS_LITTLE = re.compile(
    r"(?:title|subtitle|text|content|section|part|block|panel|tab|box|item|column|test|page|slide)"
    r"\s*(?:\d+|one|two|three|[a-c])?|more|read more|learn more|other|misc|teitl|adran \d+|mwy",
    re.IGNORECASE,
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
# What a section under such a heading must say: one word of these, or it is about something else.
_PROMISES = (
    (
        re.compile(r"(?:our )?opening (?:hours|times)|when we(?:'re| are) open|office hours"),
        re.compile(rf"\b{_DAY}\b|\bdaily\b|\bweek|\bopen|\bclos|\d\s*(?:am|pm|noon)\b|\d[:.]\d\d"
                   r"|\bhours?\b|\btimes?\b"),
        "no day or time",
    ),
    (
        re.compile(r"contact(?: us| details| information)?|get in touch|how to contact us"),
        re.compile(r"\b(?:call|calls|e-?mail|tele|phone|ring|write|post|visit|contact|contacts|chat"
                   r"|text|form|online|address|reach|touch|team|office|help|ask|speak|talk|message)"
                   r"|@|\d{4,}|\b[a-z]{1,2}\d{1,2}\w? ?\d[a-z]{2}\b"),
        "no way to get in touch",
    ),
    (
        re.compile(r"(?:the )?weather(?: forecast)?"),
        re.compile(r"\b(?:weather|rain|sun|wind|cloud|snow|frost|ice|icy|storm|temperature|flood"
                   r"|heat|hot|cold|warm|dry|wet|fog|forecast|degrees|shower|met office|cool|mist"
                   r"|hail|thunder|gale)|\xb0"),
        "nothing about the weather",
    ),
    (
        re.compile(r"(?:fees|charges|prices|cost|costs|fees and charges|how much (?:it|does it) "
                   r"costs?)"),
        re.compile(r"[\xa3$\u20ac]|\bp\b|\bfree|\bpay|\bpaid|\bfee|\bcharg|\bcost|\bpric|\bpenc"
                   r"|\bpound|\brate|\bmoney|\btariff|\bbill"),
        "no price",
    ),
    (
        re.compile(r"(?:how to )?(?:find|get to|reach) us|getting (?:here|there)|directions"),
        re.compile(
            r"\b(?:bus|train|tram|car|park|road|street|lane|walk|foot|cycl|bike|station|map|junction"
            r"|drive|mile|turn|next to|near|opposite|corner|floor|town|city|entrance|address"
            r"|postcode|centre|rail|ferry|route|stop)|\b[a-z]{1,2}\d{1,2}\w? ?\d[a-z]{2}\b"
        ),
        "no way of getting there",
    ),
)  # fmt: skip


@audit(
    id="vague-heading",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Headings say what stands under them",
    title_fail="Some headings do not say what stands under them",
    who="People who use a screen reader and move from heading to heading, and people who skim.",
    why="Headings are how a long page is searched, by ear and by eye. One that says “Heading” or "
    "means something else leads past what was looked for.",
    fix="Write in each heading what the section is about, in a few words; take empty ones away.",
    limit="It knows headings that nobody wrote, and five kinds that promise something plain, such "
    "as opening hours. Whether others fit, a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("2.4.6",),
)
def vague_heading(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    plain = [
        element(each.spot, f"{quoted(each.text)} says nothing of what follows")
        for each in text.sections
        if _EMPTY.fullmatch(each.text.strip(" .:")) or not any(map(str.isalnum, each.text))
    ]
    doubtful = [
        element(each.spot, doubt)
        for each in text.sections
        if not plain and (doubt := _doubt(each)) is not None
    ]
    return verdict_on(
        plain or doubtful,
        judged=text.headings,
        complete=text.complete,
        nothing="There are no headings",
        outcome=Outcome.FAIL if plain else Outcome.REVIEW,
    )


def _doubt(section: HeadedSection) -> str | None:
    title = section.text.strip(" .:?!")
    if _SAYS_LITTLE.fullmatch(title):
        return f"{quoted(section.text)} says little of what follows"
    if section.twin:
        return f"{quoted(section.text)} heads another section beside this one too"
    if section.plain and len(section.section.split()) >= 5:
        for promise, kept, lack in _PROMISES:
            if promise.fullmatch(title.lower()) and not kept.search(section.section.lower()):
                return f"Under {quoted(section.text)} there is {lack}: {quoted(section.section)}"
    return None
