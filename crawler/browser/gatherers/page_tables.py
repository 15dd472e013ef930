"""The tables: what they hold, and how their cells are marked up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, NAMES, PARTS
from crawler.facts.tables import PageTables

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
LIMITS = {"tables": 100, "rows": 300, "columns": 50}


async def gather_page_tables(ground: Ground) -> PageTables:
    """Read the tables as they are now: at most 100, of 300 rows and 50 columns each."""
    answer = await ground.world.call(SCRIPT, LIMITS, install=(DOM, PARTS, NAMES))
    return msgspec.json.decode(answer, type=PageTables)
