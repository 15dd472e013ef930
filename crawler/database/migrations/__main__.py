"""Draft a migration: python -m crawler.database.migrations "Add the moon's phase to crawls".

It compares the models with an empty database brought up to the newest migration, and writes the
next numbered file in versions/. Read it before you commit it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from crawler.database import address, schema


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = address.parse(f"sqlite:///{Path(folder) / 'draft.db'}", create=True)
        engine = address.engine_of(target, busy_seconds=5)
        count = len(list((schema.MIGRATIONS / "versions").glob("0*.py")))
        if count:
            schema.upgrade(engine, target.shown)
        schema.draft(engine, f"{count + 1:04}", message)
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
