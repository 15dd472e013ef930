"""The database and the data folder, while one crawl alone works in them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from crawler.database.session import open_database
from crawler.errors import BadSetting, CrawlRunning
from crawler.jobs.lock import only_crawl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.config import Config
    from crawler.database.session import Database


@contextmanager
def alone(
    config: Config, waiting: Callable[[], None]
) -> Iterator[tuple[Database, tuple[int, ...]]]:
    """The database, while this process alone loads pages for it and beside the artifacts; and the
    locks (descriptors) that its processes share. `waiting` is called when those of a dead crawl are
    waited for. Raises `CrawlRunning`, `BadSetting`, or one of the database's errors."""
    folder = config.artifacts.parent
    with ExitStack() as stack:
        try:
            config.artifacts.mkdir(parents=True, exist_ok=True)
            lock = only_crawl(folder / "crawl.lock", folder, waiting)
            locks = [stack.enter_context(lock)]
        except OSError as error:
            raise BadSetting(
                name="USABILITY_ARTIFACTS", value=str(config.artifacts), problem=sentence(error)
            ) from error
        database = open_database(config.database, create=True)
        stack.callback(database.close)
        with database.explained():
            if not stack.enter_context(database.sole_crawl()):
                raise CrawlRunning(folder=database.url, process="of another machine or folder")
        if database.file is not None:
            beside = database.file.with_name(f"{database.file.name}.lock")
            locks.append(stack.enter_context(only_crawl(beside, database.file, waiting)))
        yield database, tuple(locks)


def sentence(error: OSError) -> str:
    """What the system says, and of which file."""
    said = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {said}" if error.filename else said
