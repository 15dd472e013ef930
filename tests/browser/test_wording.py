"""Which pieces of text are kept, and why."""

from __future__ import annotations

import pytest

from crawler.browser.gatherers.wording import remarkable
from crawler.facts.text import QuoteKind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (QuoteKind.SENSES, "Click the green button to start."),
        (QuoteKind.SENSES, "Use the links on the left-hand side of the page."),
        (QuoteKind.SENSES, "Press the round icon in the top right corner."),
        (QuoteKind.SENSES, "Required fields are marked in red."),
        (QuoteKind.SENSES, "Cliciwch ar y botwm gwyrdd."),
        (None, "Click the green button labelled Start now."),
        (None, "Use the “Menu” button on the right."),
        (None, "Put it in the green bin, the blue box or the brown bag on the left."),
        (None, "You have the right to see what we hold on you."),
        (None, "See the table below, and the section above."),
        (None, "The library is on the right of the square; follow the red signs."),
        (None, "Mae gennych yr hawl i weld y ffurflen."),
        (QuoteKind.PLACEHOLDER, "Lorem ipsum dolor"),
        (QuoteKind.PLACEHOLDER, "[Insert name of the team]"),
        (None, "Enter your postcode to find the text of the order."),
        (QuoteKind.EMOTICON, "See you there :-)"),
        (None, "Rooms (see 3a:b), 8) keys; D:/files"),
        (QuoteKind.DRAWING, "/\\_/\\\n( o.o )\n> ^ <<>><\n|||~~~|||"),
        (None, "Open\n- - -\nClosed\n*****\nCall us on Monday"),
    ],
)
def test_what_is_kept(kind: QuoteKind | None, text: str) -> None:
    assert remarkable(text) is kind
