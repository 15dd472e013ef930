"""The age at which a text can be read, by the Automated Readability Index (ARI).

ARI = 4.71 characters per word + 0.5 words per sentence - 21.43, rounded up to a whole grade. Its
table gives each grade an age: the first is for readers of 5 to 6, the second for those of 6 to 7,
and so on to the fourteenth, for those of 18 to 22. We give the upper of the two, so that no reader
is promised more than the text keeps.

Source: R. J. Senter and E. A. Smith, Automated Readability Index, AMRL-TR-66-220, Wright-Patterson
Air Force Base, 1967 (https://apps.dtic.mil/sti/pdfs/AD0667273.pdf).
"""

from __future__ import annotations

import math
import re

from crawler.findability.method import METHOD

_YEARS_ABOVE_GRADE = 5
# An address is not read as words, and would count as a very long one.
_NOT_READ = re.compile(r"(https?://|www\.)\S+|\S+@\S+\.\S+")
# A full stop inside of 5.30pm or gov.uk, or after e.g., ends no sentence.
_INSIDE = re.compile(r"(?<=\w)\.(?=\w)|(?<=\be\.g)\.|(?<=\bi\.e)\.")
_WORD = re.compile(r"\w[\w'\u2019-]*")


def reading_age(prose: str, language: str | None) -> float | None:
    """Return the age in whole years, from 6 to 22, at which the text can be read.

    `prose` has a paragraph or list item a line; each ends a sentence, whether marked or not.
    `language` is a BCP 47 code; a page that names none is taken for English. Returns None for other
    languages, and for fewer words than tell anything.
    """
    if language and language.lower().partition("-")[0] != "en":
        return None
    text = "\n".join(_sentences(line) for line in prose.splitlines() if _WORD.search(line))
    if len(_WORD.findall(text)) < METHOD.enough_words:
        return None
    # Slow to import, and needed by few commands. Only this index: those that count syllables would
    # fetch a dictionary from the internet.
    from textstat import (  # type: ignore[import-untyped]  # noqa: PLC0415
        automated_readability_index,
    )

    grade = math.ceil(automated_readability_index(text))
    return float(min(max(1, grade) + _YEARS_ABOVE_GRADE, METHOD.oldest))


def _sentences(line: str) -> str:
    plain = _INSIDE.sub("", _NOT_READ.sub("", line)).rstrip(" ,;:\u2013-")
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
