"""Links to W3C's explanations of the success criteria of WCAG 2.2."""

from __future__ import annotations

from markupsafe import Markup

from crawler.audits.wcag import CRITERIA
from dashboard import table

_UNDERSTANDING = "https://www.w3.org/WAI/WCAG22/Understanding/"


def understanding(number: str) -> str | None:
    """Return the address of W3C's explanation, or None for what is no criterion of WCAG 2.2.

    W3C names the page after the criterion: 1.4.3 Contrast (Minimum) is contrast-minimum.html.
    """
    criterion = CRITERIA.get(number)
    if criterion is None:
        return None
    letters = (letter for letter in criterion.name.lower() if letter.isalnum() or letter in " -")
    return f"{_UNDERSTANDING}{''.join(letters).replace(' ', '-')}.html"


def explains(address: str) -> bool:
    """Whether the address is W3C's explanation of a criterion."""
    return address.startswith(_UNDERSTANDING)


def link(number: str) -> Markup:
    address = understanding(number)
    if address is None:
        return Markup("{}").format(number)
    return table.outward(address, f"{number} {CRITERIA[number].name}")
