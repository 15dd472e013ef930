"""Councils and websites of schedules under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Council, Website

if TYPE_CHECKING:
    from datetime import date


def council(slug: str, kind: str = "district", url: str = "", to: date | None = None) -> Council:
    return Council(
        slug=slug,
        name=slug.title(),
        nation="England",
        region="South East",
        type=kind,
        gss_code="E07000001",
        website=url or address(slug),
        valid_to=to,
    )


def address(slug: str) -> str:
    return f"https://www.{slug}.gov.uk/"


def website(slug: str, *kinds: str) -> Website:
    """A website of so many councils as kinds are given, one at least."""
    served = [council(f"{slug}-{n}", kind, address(slug)) for n, kind in enumerate(kinds)]
    return Website(url=address(slug), councils=tuple(served) or (council(slug),))
