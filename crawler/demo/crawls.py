"""The two crawls: the websites as they are, and again after changes.

Everything it makes is in one folder. The folder's name card says what was crawled and by what; when
that no longer holds, the demo starts over, and when both crawls are there, it has nothing to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.find import chromium_version, find_chromium
from crawler.config import CHECKOUT
from crawler.database.queries import crawls
from crawler.database.session import open_database
from crawler.database.states import CrawlState
from crawler.demo.sites import SITES, ServedSites, site_files
from crawler.errors import DemoFailed, DemoFolderInUse, NoDemoSites, NotDemoFolder
from crawler.jobs.crawl import run_crawl
from crawler.register import read_register
from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.config import Config
    from crawler.jobs.reporter import Reporter

CARD = "demo.json"
LOCK = "lock"
REGISTER = "register.csv"
# Each stage has a register of its own name, so that its crawl can be told from the other's.
STAGES = {"original": "as they are", "changes": "after some of them have changed"}


class Card(Struct, frozen=True, kw_only=True):
    """What was crawled and by what. Another `sites`, `method`, `chromium`, `packages` or `pages`
    would give other figures, and another `register` another history."""

    sites: str
    method: int
    chromium: str
    packages: str
    pages: int
    register: str = ""


def demo_config(config: Config, folder: Path, pages: int) -> Config:
    """The settings of the demo: all in its folder, no wait between the pages of a site, since the
    sites are our own, and only home pages acted on, so that it takes minutes. Nothing that our own
    pages fetch comes late, so they are soon at rest."""
    return msgspec.structs.replace(
        config,
        database=f"sqlite:///{folder / 'usability.db'}",
        artifacts=folder / "artifacts",
        pages=pages,
        crawl_delay=0.0,
        quiet=min(config.quiet, 0.2),
        walked_pages=min(config.walked_pages, 1),
        speed_runs=1,
        watch_time=min(config.watch_time, 2.0),
        allow_loopback=True,
    )


def crawl_twice(
    config: Config,
    folder: Path,
    *,
    fresh: bool,
    say: Callable[[str], None],
    reporter: Callable[[], Reporter],
    sites: Path = SITES,
) -> bool:
    """See to it that the folder holds both crawls; False when it was interrupted.

    Goes on where an earlier run was stopped, and starts over with `fresh` or when the sites, the
    method, the browser or the number of pages changed. Raises `NoDemoSites`, `DemoFolderInUse`,
    `NotDemoFolder`, `DemoFailed` and what a crawl raises before it begins.
    """
    if not sites.is_dir():
        raise NoDemoSites(path=sites)
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        card = _card(config, sites)
        old = _read_card(folder)
        if old is not None and (fresh or msgspec.structs.replace(old, register="") != card):
            why = "as you asked" if fresh else "what it was made from has changed"
            say(f"Starting the demo over: {why}.")
            _clear(folder)
        if len(_finished(config, folder)) == len(STAGES):
            say("Both crawls are there from an earlier run; --fresh crawls again.")
            return True
        with ServedSites(sites, folder / REGISTER) as served:
            return _crawl_rest(config, folder, card, served, say, reporter)


def _crawl_rest(
    config: Config,
    folder: Path,
    card: Card,
    sites: ServedSites,
    say: Callable[[str], None],
    reporter: Callable[[], Reporter],
) -> bool:
    for sentence in sites.moved:
        say(sentence)
    say(f"Serving {len(sites.addresses)} fictional council websites on this machine.")
    register = (folder / REGISTER).read_text(encoding="utf-8")
    old = _read_card(folder)
    if old is not None and old.register != register:
        say("Starting the demo over: the websites are at other ports now.")
        _clear(folder)
    (folder / CARD).write_bytes(
        msgspec.json.encode(msgspec.structs.replace(card, register=register))
    )
    finished = _finished(config, folder)
    for number, (stage, words) in enumerate(STAGES.items(), 1):
        if stage in finished:
            say(f"\nCrawl {number} of {len(STAGES)} is there from an earlier run.")
            continue
        say(f"\nCrawl {number} of {len(STAGES)}: the websites {words}.")
        sites.switch(stage)
        path = folder / f"{stage}.csv"
        path.write_text(register, encoding="utf-8")
        settings = msgspec.structs.replace(config, register=path)
        outcome = run_crawl(settings, read_register(path), reporter=reporter())
        if outcome.interrupted:
            return False
        if stage not in _finished(config, folder):
            reasons = {report.ended.reason for report in outcome.sites}
            raise DemoFailed(detail=f"no website could be audited ({'; '.join(sorted(reasons))})")
    return True


def _finished(config: Config, folder: Path) -> tuple[str, ...]:
    """The stages whose crawl came to its end with scores."""
    if not (folder / "usability.db").is_file():
        return ()
    database = open_database(config.database, create=True)
    try:
        ended = {
            crawl.register
            for crawl in crawls(database)
            if crawl.state is CrawlState.FINISHED and any(state.scored for state in crawl.states)
        }
    finally:
        database.close()
    return tuple(stage for stage in STAGES if f"{stage}.csv" in ended)


def _card(config: Config, folder: Path) -> Card:
    digest = hashlib.sha256()
    for file in site_files(folder):
        digest.update(file.as_posix().encode() + b"\0" + file.read_bytes())
    packages = (CHECKOUT / "package-lock.json").read_bytes()
    return Card(
        sites=digest.hexdigest(),
        method=METHOD.number,
        chromium=chromium_version(find_chromium(config)),
        packages=hashlib.sha256(packages).hexdigest(),
        pages=config.pages,
    )


def _read_card(folder: Path) -> Card | None:
    """The folder's card. Raises `NotDemoFolder` when there is none and the folder is not empty."""
    try:
        return msgspec.json.decode((folder / CARD).read_bytes(), type=Card)
    except FileNotFoundError:
        if all(file.name in (LOCK, REGISTER) for file in folder.iterdir()):
            return None
        raise NotDemoFolder(path=folder) from None
    except msgspec.MsgspecError:
        raise NotDemoFolder(path=folder) from None


def _clear(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name in (LOCK, REGISTER):
            continue
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder; the system lets go of it also when this process is killed."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoFolderInUse(path=folder) from None
        yield
