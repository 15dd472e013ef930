"""The text of an accessibility statement."""

from __future__ import annotations

from msgspec import Struct


class StatementLink(Struct, frozen=True, kw_only=True):
    """A link in a block: where it leads (an absolute address, `mailto:` and `tel:` too), and its
    text."""

    url: str
    text: str


class StatementBlock(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run of text between boxes: a heading (`level` 1 to 6), a list item, a cell of a table, or
    else a paragraph (`level` 0)."""

    text: str
    level: int = 0
    item: bool = False
    cell: bool = False
    links: tuple[StatementLink, ...] = ()


class StatementText(Struct, frozen=True, kw_only=True):
    """Its headings, paragraphs and links, in order, at most 30,000 characters of them; `complete`
    says whether that is all. `form` says whether there is one to write to the council with.

    What waits in a part that opens on a press is there too."""

    title: str = ""
    blocks: tuple[StatementBlock, ...] = ()
    form: bool = False
    complete: bool = True
