"""How it is measured, from the method's own constants."""

from __future__ import annotations

from markupsafe import Markup

TITLE = "How we measure"
DESCRIPTION = (
    "How the websites of UK councils are crawled, audited and scored: the method, its constants "
    "and its limits."
)


def page() -> Markup:
    return Markup('<div class="u prose"><h1>{}</h1></div>').format(TITLE)
