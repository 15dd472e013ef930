"""The rules of findability in words, made from their constants, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.findability.method import METHOD
from crawler.scoring.explain import Section

if TYPE_CHECKING:
    from crawler.findability.method import Method


def sections(method: Method = METHOD) -> tuple[Section, ...]:
    """Return the rules' sections, in reading order."""
    return (Section(title="Can a resident find it?", paragraphs=(f"Method {method.number}.",)),)
