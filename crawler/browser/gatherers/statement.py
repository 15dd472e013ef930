"""The text of an accessibility statement, where the page looks like one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, PARTS
from crawler.facts.statement import StatementText

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {
    "characters": 30_000,
    "block": 4000,
    "blocks": 1500,
    "texts": 20_000,
    "links": 20,
    "url": 500,
    "linkText": 200,
    "title": 300,
}


async def gather_statement(ground: Ground) -> StatementText | None:
    """Read the main part; None where neither the page's title, its main heading nor its address
    calls it an accessibility statement, in English or in Welsh."""
    answer = await ground.world.call(SCRIPT, LIMITS, install=(DOM, PARTS))
    return msgspec.json.decode(answer, type=StatementText | None)
