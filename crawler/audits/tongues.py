"""Languages by their codes: their names, and which are not told apart."""

from __future__ import annotations

import re

LANGUAGE_NAMES = {
    "am": "Amharic",
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gd": "Gaelic",
    "gl": "Galician",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "ku": "Kurdish",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ml": "Malayalam",
    "mr": "Marathi",
    "ne": "Nepali",
    "nl": "Dutch",
    "no": "Norwegian",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "yo": "Yoruba",
    "zh": "Chinese",
}
"""Those that can be told: the ones that council pages hold. Latin is known so that text that only
fills a page is."""

# Written alike, or one in the other's place by custom; which of them it is stays open.
_FAMILIES = (
    frozenset({"da", "nb", "nn", "no", "sv"}),
    frozenset({"cs", "sk"}),
    frozenset({"bs", "hr", "sh", "sl", "sr"}),
    frozenset({"ca", "es", "gl", "pt"}),
    frozenset({"ar", "ckb", "fa", "ku", "pnb", "prs", "ps", "sd", "ur"}),
    frozenset({"be", "bg", "mk", "ru", "uk"}),
    frozenset({"cmn", "ja", "yue", "zh"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"en", "sco"}),
    frozenset({"nl", "af"}),
)


def language_name(code: str) -> str:
    """Its English name, or the code where we have none."""
    return LANGUAGE_NAMES.get(code, code)


def subtag(code: str) -> str:
    """The language of a BCP 47 code: "en" of "en-GB"."""
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


def same_language(one: str, other: str) -> bool:
    """Whether two primary subtags name languages that are not told apart here."""
    return one == other or any(one in family and other in family for family in _FAMILIES)


def tellable(language: str) -> bool:
    """Whether text in it would be known, so that its absence means something."""
    return language in LANGUAGE_NAMES or any(language in family for family in _FAMILIES)
