"""Restoring a backup while nobody works in the database."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from crawler.database.artifacts import Artifacts
from crawler.database.session import Database, opening
from crawler.database.upkeep.restore import restore_file, restore_server
from crawler.errors import BadSetting, CrawlRunning
from crawler.jobs.alone import LOCK, sentence
from crawler.jobs.lock import held, rule_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from crawler.config import Config
    from crawler.database.upkeep.archive import Manifest

COMMAND = "`usability restore`"


def restore(config: Config, path: Path, at: datetime, heard: Callable[[str], None]) -> Manifest:
    """Put a backup in the place of the database, which may be missing or damaged.

    Raises `CrawlRunning` while a crawl, a worker or a schedule works in it, `BadSetting`, or what
    `restore_file` and `restore_server` do.
    """
    shelf = Artifacts(config.artifacts)
    folder = config.artifacts.parent

    def waiting() -> None:
        heard("waiting for the processes of a crawl that was killed")

    with ExitStack() as stack:
        file = config.database_file
        places = [(folder / LOCK, folder)]
        if file is not None:
            file = file.resolve()
            places.append((file.with_name(f"{file.name}.lock"), file))
        try:
            for lock, of in places:
                stack.enter_context(held(lock, of, COMMAND, alone=True, waiting=waiting))
        except OSError as error:
            raise BadSetting(
                name="USABILITY_DATABASE", value=str(folder), problem=sentence(error)
            ) from error
        if file is not None:
            return restore_file(path, file, shelf, at, heard)
        engine, shown = stack.enter_context(opening(config.database))
        stack.callback(engine.dispose)
        other = stack.enter_context(Database(engine, shown).held(COMMAND, alone=True))
        if other is not None:
            raise CrawlRunning(
                holder=other.command,
                folder=shown,
                process=other.process,
                rule=rule_of(wanted_alone=True),
            )
        return restore_server(path, config.database, shelf, at, heard)
