"""Telephone numbers, e-mail addresses and places, and what can be tapped for them.

How UK numbers are made is Ofcom's National Telephone Numbering Plan, how postcodes are made the
Royal Mail's. Numbers that are not to be called from here do not count: fax and textphone numbers,
examples beside fields, references, and what is struck out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, PARTS
from crawler.browser.gatherers.style import PASSAGES
from crawler.facts.contacts import Contacts

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
LIMITS = {"nodes": 8000, "ms": 800, "text": 2000, "kept": 30, "quote": 100, "links": 500}
VOCABULARY = {
    # Right before a number: what it is for, and so that it is not to be called.
    "uncalled": r"(?:\bfax|\bfacs\w*|minicom|text ?phone|text ?relay|type ?talk|relay uk|ffacs|"
    r"ffôn testun)\b[^.\d]{0,25}$",
    "example": r"(?:\be\.?g\.?|\bfor example|\bsuch as|\bexample|\bformat|er enghraifft|fformat)"
    r"\b[^.\d@]{0,20}$",
    "reference": r"\b(?:ref(?:erence)?s?|account|case|application|invoice|policy|permit|charity|"
    r"company|registration|vat|uprn|isbn|order|id|cyfeirnod|cyfrif)\b(?: ?(?:no|number|num|rhif))?"
    r"[.:#\s(-]*$",
    "called": r"(?:\b(?:call|dial|ring|phone|telephone|tel)|ffoniwch|ffonio|deialwch|ffôn)"
    r"(?:[\s:]+(?:us|the|police|nhs|on|free|ar|yr|heddlu|non-emergency|number)){0,4}[\s:]*$",
    "written": r"\bwrite to|\bby post|\bpost(?:ed)? (?:it |them )?to|\bsend\b[^.]{0,40}\bto\b|"
    r"\bpostal address|\bmail(?:ing)? address|\bfreepost\b|\bp\.?o\.? box\b|ysgrifennwch|"
    r"[td]rwy.r post|cyfeiriad post",
    "street": r"\b(?:road|rd|street|st|lane|square|avenue|ave|house|hall|centre|office|park|way|"
    r"close|drive|place|terrace|buildings?|court|row|hill|green|library|heol|stryd|ffordd|l[oô]n|"
    r"t[yŷ]|neuadd|canolfan|sgw[aâ]r|maes|swyddfa|llyfrgell)\b|^\s*\d+[a-z]?\b",
    "map": r"google\.[a-z.]+/maps|maps\.google|goo\.gl/maps|maps\.app\.goo|maps\.apple|"
    r"bing\.[a-z]+/maps|openstreetmap|what3words|w3w\.co|arcgis|streetmap\.co|^geo:|\bmaps?\b",
    "mapText": r"\bmaps?\b|\bdirections?\b|\bfind us\b|get here|cyfarwyddiadau|\bfap\b"
    r"|sut i gyrraedd",
    # The visitor's own, played back.
    "own": r"\bsent (?:an? )?(?:e-?mail )?to\b|\b(?:home|your|previous|new|applicant.s|site) "
    r"(?:e-?mail |postal )?address\b|\byour e-?mail\b|\beich (?:cyfeiriad|e-?bost)\b",
}


async def gather_contacts(ground: Ground) -> Contacts:
    """Look for them in the visible text as it is now; at most 8,000 pieces of text."""
    answer = await ground.world.call(SCRIPT, VOCABULARY, LIMITS, install=(DOM, PARTS, PASSAGES))
    return msgspec.json.decode(answer, type=Contacts)
