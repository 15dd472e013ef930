"""The database and the data folder, for one command alone or for several beside each other."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from crawler.database.session import open_database
from crawler.errors import BadSetting, CrawlRunning
from crawler.jobs.lock import held, rule_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.config import Config
    from crawler.database.server_lock import HeldBy
    from crawler.database.session import Database

LOCK = "crawl.lock"


@contextmanager
def alone(
    config: Config, waiting: Callable[[], None], command: str = "Another command"
) -> Iterator[tuple[Database, tuple[int, ...]]]:
    """The database, while this process alone works in it and beside the artifacts; and the locks
    (descriptors) that its processes share. `waiting` is called when those of a dead crawl are
    waited for; `command` is what others are told, as "`usability panel build`". Raises
    `CrawlRunning`, `BadSetting`, or one of the database's errors."""
    with _locked(config, waiting, command, alone=True) as locked:
        yield locked


@contextmanager
def together(
    config: Config, waiting: Callable[[], None], command: str
) -> Iterator[tuple[Database, tuple[int, ...]]]:
    """As `alone`, beside any number of others that came in by this way: crawls, workers and
    schedules. Raises `CrawlRunning` where a command needs to be alone."""
    with _locked(config, waiting, command, alone=False) as locked:
        yield locked


@contextmanager
def _locked(
    config: Config, waiting: Callable[[], None], command: str, *, alone: bool
) -> Iterator[tuple[Database, tuple[int, ...]]]:
    folder = config.artifacts.parent
    with ExitStack() as stack:
        try:
            config.artifacts.mkdir(parents=True, exist_ok=True)
            lock = held(folder / LOCK, folder, command, alone=alone, waiting=waiting)
            locks = [stack.enter_context(lock)]
        except OSError as error:
            raise BadSetting(
                name="USABILITY_ARTIFACTS", value=str(config.artifacts), problem=sentence(error)
            ) from error
        database = open_database(config.database, create=True)
        stack.callback(database.close)
        with database.explained():
            holder = stack.enter_context(database.held(command, alone=alone))
        if holder is not None:
            raise _running(database, holder, wanted_alone=alone)
        if database.file is not None:
            beside = database.file.with_name(f"{database.file.name}.lock")
            lock = held(beside, database.file, command, alone=alone, waiting=waiting)
            locks.append(stack.enter_context(lock))
        yield database, tuple(locks)


def stay_together(database: Database) -> None:
    """Inside `together`: take the server's lock again, should it have been restarted. Raises
    `CrawlRunning` where another command is alone with the database by now."""
    if (holder := database.hold_again()) is not None:
        raise _running(database, holder, wanted_alone=False)


def _running(database: Database, holder: HeldBy, *, wanted_alone: bool) -> CrawlRunning:
    return CrawlRunning(
        holder=holder.command,
        folder=database.url,
        process=holder.process,
        rule=rule_of(wanted_alone=wanted_alone),
    )


def sentence(error: OSError) -> str:
    """What the system says, and of which file."""
    said = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {said}" if error.filename else said
