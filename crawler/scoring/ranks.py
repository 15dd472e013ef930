"""Ranks from totals: 1, 2, 2, 4 …, with ties wherever the published scores are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from collections.abc import Mapping


def published(score: float) -> float:
    """Return a score as it is shown, to one decimal. Ranks and ties are of this number."""
    return round(score, METHOD.decimals)


def rankable(total: float | None, pages_scored: int) -> float | None:
    """Return the total if enough pages stand behind it for a rank, else None.

    One or two pages can be a site's best or worst; a rank built on them would be luck.
    """
    return total if pages_scored >= METHOD.minimum_pages else None


def rank(totals: Mapping[str, float | None]) -> dict[str, int | None]:
    """Return each key's place, 1 for the highest total; equal published totals share a place.

    A total of None has no place.
    """
    places: dict[float, int] = {}
    shown = [published(total) for total in totals.values() if total is not None]
    for place, score in enumerate(sorted(shown, reverse=True), start=1):
        places.setdefault(score, place)
    return {
        key: None if total is None else places[published(total)] for key, total in totals.items()
    }
