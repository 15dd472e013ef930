"""A statement as sentences, each with the headings that it stands under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.facts.statement import StatementBlock, StatementLink, StatementText

LONGEST_QUOTE = 300
# A full stop ends a sentence before a capital, but not within "No. 2" or "e.g. The".
_END = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)\s+"
    "(?=[\"'\u201c(\\[]?[A-Z\u00c2\u00ca\u00ce\u00d4\u00db\u0174\u0176])"
)


class Sentence(NamedTuple):
    """`headings` are those above it, in lower case, a line each; `level` that of a heading, else 0;
    `links` those of the block it stands in."""

    text: str
    headings: str = ""
    level: int = 0
    cell: bool = False
    links: tuple[StatementLink, ...] = ()


def sentences_of(statement: StatementText) -> tuple[Sentence, ...]:
    """Return all of a statement's sentences in their order."""
    return tuple(_read(statement.blocks))


def _read(blocks: Sequence[StatementBlock]) -> Iterator[Sentence]:
    above: list[tuple[int, str]] = []
    for block in blocks:
        text = straight(block.text)
        if block.level:
            above = [each for each in above if each[0] < block.level]
            yield Sentence(text, _lines(above), block.level, links=block.links)
            above.append((block.level, text.lower()))
            continue
        for part in _END.split(text):
            if part.strip():
                yield Sentence(part.strip(), _lines(above), 0, block.cell, block.links)


def straight(text: str) -> str:
    """Return the text with straight apostrophes and plain spaces."""
    return re.sub(r"\s+", " ", text.translate(str.maketrans("\u2019\u2018\u02bc\u00a0", "''' ")))


def quote(text: str) -> str:
    """Return words to show, cut where they are too many."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"


def _lines(above: list[tuple[int, str]]) -> str:
    return "\n".join(text for _, text in above)
