"""What is noteworthy about the links: their names, contexts and addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, NAMES, PARTS
from crawler.facts.links import PageLinks

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
CONTEXT = Path(__file__).with_name("link_context.js").read_text(encoding="utf-8")
LIMITS = {
    "links": 2000,
    "milliseconds": 1000,
    "notes": 50,
    "adviceNotes": 20,
    "compared": 300,
    "name": 200,
    "url": 300,
    "context": 200,
    "heading": 200,
}

# Names that say nothing of where a link leads, in lower case without punctuation.
VAGUE = (
    "click( here)?( now)?( (for|to see|to view|to read) (more|details|info(rmation)?))?",
    "(please )?click( on)? (here|this|this link|the link)( please)?",
    "(go |press |tap |follow )?here",
    "(this|the|a|follow this|follow the) link|link|this page|this|this website|this site",
    "(read|find out|learn|see|view|show|discover|get|know)( some)? more"
    "( here| details?| info(rmation)?)?",
    "more|(for )?more (info(rmation)?|details?|here)|further (info(rmation)?|details)",
    "read (this|it|on|now|here)|continue reading|full (story|article)|keep reading",
    "read (the )?(full |whole )?(story|article)",
    "cliciwch( yma| ar y ddolen| ar y ddolen hon)?|clicio yma|(gwasgwch|pwyswch|ewch|dewiswch) yma",
    "yma|dolen|y ddolen( hon)?|y dudalen hon",
    "(darllen|darllenwch|dysgu|dysgwch|gweld|gwelwch|darganfod|darganfyddwch) "
    "(mwy|fwy|rhagor|ragor)"
    "( yma)?",
    "mwy|rhagor|(mwy|rhagor) (o wybodaeth|o fanylion|yma)|gwybodaeth bellach|manylion pellach",
)
# Poor names too, but some say enough on the right page.
WEAK = (
    "download|download (here|now|file|document)|open|view|view (details?|page|now)|details?",
    "info(rmation)?|page|web ?page|web ?site|visit( the| our)? (web ?)?site|visit|go|start|select",
    "lawrlwytho|lawrlwythwch|agor|gweld|gweld manylion|manylion|gwybodaeth|gwefan|parhau|mynd",
)
VOCABULARY = {
    "vague": f"^(?:{'|'.join(VAGUE)})$",
    "weak": f"^(?:{'|'.join(WEAK)})$",
    "top": r"\btop\b|\bup\b|\bbrig\b|i fyny|start of (the )?page",
    "skip": r"\bskip\b|\bjump to\b|neidio|hepgor|main content|prif gynnwys",
    "newWindow": (
        r"new (browser )?(window|tab|page)|another (window|tab)|separate (window|tab)|external"
        r"|(ffenestr|tab|tudalen) newydd|mewn ffenestr|allanol|new-window|pop-?up"
    ),
}


async def gather_page_links(ground: Ground) -> PageLinks:
    """Read the links as they are now; at most 2,000 that can be seen, for about a second."""
    answer = await ground.world.call(
        SCRIPT, VOCABULARY, LIMITS, install=(DOM, PARTS, NAMES, CONTEXT)
    )
    return msgspec.json.decode(answer, type=PageLinks)
