"""HTML_CodeSniffer's messages."""

from __future__ import annotations

from msgspec import Struct


class Sniffed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An element that a message is about. `notes` are words of ours for what decides how much it
    weighs, such as "named", in a fixed order (see gatherers/codesniffer.js)."""

    selector: str
    html: str
    notes: tuple[str, ...] = ()


class SniffedCode(Struct, frozen=True, kw_only=True):
    """A code such as H71.NoLegend, how many messages have it, and the first 50 elements."""

    code: str
    count: int
    elements: tuple[Sniffed, ...] = ()


class CodeSnifferRun(Struct, frozen=True, kw_only=True):
    """What HTML_CodeSniffer reported of those codes that we keep, in order of their names.

    `looked` counts, by kind, the elements that there were to look at: tables, fieldsets, headings,
    pictures (those with an empty alt), searches, frames, ids, and marks (all elements).
    `left_out` names the kinds of which there were too many to look at all of them.
    """

    version: str = ""
    codes: tuple[SniffedCode, ...] = ()
    looked: dict[str, int] = {}
    left_out: tuple[str, ...] = ()
