"""Words that an audit may want to name: which pieces of text are kept, and why."""

from __future__ import annotations

import re

from crawler.facts.text import QuoteKind

_PLACEHOLDER = re.compile(
    r"\blorem ipsum\b|\bdolor sit amet\b|\bconsectetur adipiscing\b"
    r"|\b(?:insert|enter|add|put|type) (?:your |some |the )?(?:body |page |placeholder )?"
    r"(?:text|content|copy|title|heading) here\b"
    r"|\b(?:your|placeholder) (?:text|content|copy|heading) (?:goes|will go) here\b"
    r"|^(?:text|content|copy) (?:goes |to go )here\b"
    r"|\bthis is (?:some )?(?:placeholder|dummy|sample|filler) (?:text|content|copy)\b"
    r"|^\[(?:insert|enter|add)[^\]]{3,80}\]",
    re.IGNORECASE,
)

_THING = (
    r"(?:buttons?|links?|icons?|menus?|arrows?|boxes|box|fields?|tabs?|panels?|columns?|images?"
    r"|pictures?|symbols?|forms?|lists?|shapes?|sections?|bars?|text)"
)
_ACT = (
    r"(?:click|press|select|use|tap|choose|see|follow|go to|find|look|open|push|fill|complete"
    r"|shown|listed|marked|highlighted|required)"
)
_COLOUR = r"(?:red|green|blue|yellow|orange|purple|pink|grey|gray|black|white|brown)"
_SHAPE = r"(?:round|square|circular|triangular|oval|star-shaped|bigger|biggest|larger|largest)"
_SIDE = r"(?:(?:far )?(?:right|left)(?:[- ]hand)?(?: side| column| corner| menu| panel)?)"
_CORNER = r"(?:(?:top|bottom|upper|lower)[- ](?:right|left)(?:[- ]hand)?)"
_SENSES = re.compile(
    # "click the green button"; not "the green bin" or "the blue box", which are collected
    rf"\b{_ACT}\b[^.!?]{{0,40}}\b(?:{_COLOUR}|{_SHAPE})\b(?: \w+)? (?!boxes|box|section|list)"
    rf"{_THING}\b"
    rf"|\b(?:fields|items|questions|boxes|words|text|parts|those) (?:that are |are |shown |marked "
    rf"|highlighted |written )+in (?:{_COLOUR})\b"
    rf"|\b(?:marked|highlighted|shown) in (?:{_COLOUR})\b"
    # "use the menu on the right"
    rf"|\b{_ACT}\b[^.!?]{{0,60}}\b(?:{_THING}|options|details|page)\b[^.!?]{{0,20}}"
    rf"\b(?:on|to|at|in|from) (?:the|your) (?:{_SIDE}|{_CORNER})\b"
    rf"|\b(?:the|this) {_THING} (?:on|to|at|in) the (?:{_SIDE}|{_CORNER})\b"
    rf"|\b{_ACT}\b[^.!?]{{0,20}}\bthe (?:{_SIDE}|{_CORNER})[- ]?(?:hand )?(?:side )?{_THING}\b"
    # Welsh
    r"|\b(?:cliciwch|pwyswch|dewiswch|defnyddiwch|gwelwch|gweler)\b[^.!?]{0,60}"
    r"(?:\bar y (?:dde|chwith)\b|\b(?:botwm|dolen|saeth) (?:g?wyrdd?|g?las|coch|goch|melyn)\b)"
    r"|\b(?:botwm|dolen|ddewislen|ddolen) ar y (?:dde|chwith)\b",
    re.IGNORECASE,
)
# What is named as well need not be seen.
_NAMED = re.compile(
    r"[\"\u201c\u2018][^\"\u201d\u2019]{2,60}[\"\u201d\u2019]"
    r"|\b(?:labelled|called|named|marked ['\"\u2018\u201c]|headed|titled|o'r enw)\b",
    re.IGNORECASE,
)

_EMOTICON = re.compile(
    r"(?:(?<=\s)|^)(?:[:;=][-'o]?[)(DPp|]|[:;]-[*oO$/\\\]]|\^_\^|\xaf\\_\(\S{1,3}\)_/\xaf)"
    r"(?=$|[\s.,!?])"
)
_SYMBOL = re.compile(r"[^\w\s]")

ENOUGH_LINES = 3


def remarkable(text: str) -> QuoteKind | None:
    """Why a passage is worth keeping for what it says; None when it is not."""
    if _PLACEHOLDER.search(text):
        return QuoteKind.PLACEHOLDER
    if _draws(text):
        return QuoteKind.DRAWING
    if any(not _NAMED.search(_sentence(text, match)) for match in _SENSES.finditer(text)):
        return QuoteKind.SENSES
    if _EMOTICON.search(text):
        return QuoteKind.EMOTICON
    return None


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
    ends = [end for mark in ".!?\n" if (end := text.find(mark, match.end())) >= 0]
    return text[start : min(ends, default=len(text)) + 1]


def _draws(text: str) -> bool:
    """Whether its lines are made of signs, as a picture drawn with letters is."""
    lines = [line for line in text.split("\n") if line.strip()]
    solid = re.sub(r"\s+", "", text)
    if len(lines) < ENOUGH_LINES or len(solid) < 20:
        return False
    signs = _SYMBOL.findall(solid)
    return len(signs) > 0.6 * len(solid) and len(set(signs)) >= 3
