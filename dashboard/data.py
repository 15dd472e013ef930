"""The only door to the database, and every cache of the dashboard.

What is read is kept for `FRESH_SECONDS`, for all visitors together; a crawl adds a website every
few seconds at most, and nobody reads the table faster than that.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

from crawler.config import Config
from crawler.database import queries
from crawler.database.artifacts import Artifacts
from crawler.errors import DatabaseNewer, UsabilityError
from dashboard.content import league as drawing
from dashboard.content.crawl_status import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from markupsafe import Markup

    from crawler.database.queries import (
        CouncilDetail,
        CrawlSummary,
        DocumentsDetail,
        FieldDetail,
        FindabilityDetail,
        FindingGroup,
        FixedFinding,
        LeagueRow,
        StatementDetail,
        Summary,
    )
    from crawler.database.session import Database
    from crawler.facts.loading import Loading
    from dashboard.content.filters import Filters

FRESH_SECONDS = 30.0
_MOST_KEPT = 150
_CRAWLS_SHOWN = 10

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class Unavailable(Exception):
    """The database cannot be read now; why is in the server's log, as it may name paths. `newer`
    says that a newer version upgraded it, so that this dashboard must be started again."""

    def __init__(self, *, newer: bool = False) -> None:
        super().__init__()
        self.newer = newer


class Store:
    """A database that is opened anew now and then, so that one that was moved away is missed, one
    that was made or replaced is found, and answers are fresh."""

    def __init__(self) -> None:
        self.config = Config()
        self._lock = Lock()
        self._kept: dict[tuple[object, ...], tuple[float, object]] = {}

    def configure(self, config: Config) -> None:
        with self._lock:
            self.config = config
            self._kept.clear()

    def get(
        self, read: Callable[[Database], _Value], *key: object, now: float | None = None
    ) -> _Value:
        """Return what `read` reads, or read not long ago under that key."""
        return self.keep(lambda: self._read(read), *key, now=now)

    def keep(self, make: Callable[[], _Value], *key: object, now: float | None = None) -> _Value:
        """Return what `make` makes, or made not long ago under that key."""
        clock = time.monotonic() if now is None else now
        with self._lock:
            known = self._kept.get(key)
            if known is not None and known[0] > clock:
                return cast("_Value", known[1])  # a key always has its own type
        value = make()
        with self._lock:
            fresh = {name: kept for name, kept in self._kept.items() if kept[0] > clock}
            self._kept = fresh if len(fresh) < _MOST_KEPT else {}
            self._kept[key] = (clock + FRESH_SECONDS, value)
        return value

    def _read(self, read: Callable[[Database], _Value]) -> _Value:
        try:
            database = queries.open_for_reading(self.config.database)
        except UsabilityError as error:
            _log.error("%s", error)
            raise Unavailable(newer=isinstance(error, DatabaseNewer)) from error
        try:
            return read(database)
        except Exception as error:
            # Whatever goes wrong in here, a visitor gets a sentence and the log the rest.
            _log.exception("The database could not be read")
            raise Unavailable from error
        finally:
            database.close()


_store = Store()
configure = _store.configure


def league_table(filters: Filters) -> Markup:
    """The league table under these filters, drawn once for all who ask for the same. What people
    search for is too many things to keep."""
    rows, moment = league(), now()
    if filters.q:
        return drawing.tables(rows, filters, moment)
    return _store.keep(lambda: drawing.tables(rows, filters, moment), "table", filters)


def now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return now().date()


def config() -> Config:
    """The settings that the dashboard was started with."""
    return _store.config


def league() -> tuple[LeagueRow, ...]:
    return _store.get(lambda database: queries.league(database, today=_today()), "league")


def crawls() -> tuple[CrawlSummary, ...]:
    """The crawls, newest first."""
    return _store.get(queries.crawls, "crawls")


def crawl_picture() -> Picture:
    """How fresh the results are, and what is running."""
    return _store.get(_picture, "crawl status")


def _picture(database: Database) -> Picture:
    moment, today = now(), _today()
    ages = queries.website_ages(database, today=today)
    workers = queries.workers(database, config().heartbeat_timeout)
    return Picture(
        ages=ages,
        freshness=queries.freshness(ages, moment),
        failures=queries.failures_by_state(ages),
        crawls=queries.crawls(database, newest=_CRAWLS_SHOWN),
        under_way=queries.crawls_under_way(database, now=moment),
        workers=sum(each.alive and each.lanes > 0 for each in workers),
        turns=queries.turns(database, now=moment),
    )


def summary() -> Summary:
    return _store.get(lambda database: queries.summary(database, today=_today()), "summary")


def council(slug: str) -> CouncilDetail | None:
    """One council, or None if the register never had it (then nothing is asked of the database)."""
    if not any(row.slug == slug for row in league()):
        return None
    return _store.get(
        lambda database: queries.council(database, slug, today=_today()), "council", slug
    )


def kept_pictures(detail: CouncilDetail, groups: Sequence[FindingGroup] = ()) -> frozenset[str]:
    """Return the digests of the council's screenshots, and of the pictures that prove findings,
    that are still there: old ones are removed, and a database may be shown without its folder."""
    shelf = Artifacts(config().artifacts)
    digests = {digest for page in detail.pages for digest in page.screenshots.values()}
    digests |= {
        digest
        for group in groups
        for page in group.pages
        for element in page.elements
        for digest in element.pictures
    }
    return frozenset(digest for digest in digests if shelf.path(digest).is_file())


def findings(slug: str) -> tuple[FindingGroup, ...]:
    return _store.get(lambda database: queries.findings(database, slug), "findings", slug)


def fixed(slug: str) -> tuple[FixedFinding, ...]:
    return _store.get(lambda database: queries.fixed_since_last(database, slug), "fixed", slug)


def findability(slug: str) -> FindabilityDetail | None:
    """The tasks of the council's website, from the newest audit that looked for them."""
    return _store.get(lambda database: queries.findability(database, slug), "findability", slug)


def statement(slug: str) -> StatementDetail | None:
    """The accessibility statement, from the newest audit that judged it."""
    return _store.get(lambda database: queries.statement(database, slug), "statement", slug)


def documents(slug: str) -> DocumentsDetail | None:
    """The sample of documents, from the newest audit that read any."""
    return _store.get(lambda database: queries.documents(database, slug), "documents", slug)


def loadings(slug: str) -> dict[int, Loading]:
    """What the pages of the newest audit were made of, by page audit."""
    return _store.get(lambda database: queries.loadings(database, slug), "loadings", slug)


def field_data(slug: str) -> FieldDetail | None:
    """What real visitors met, where an operator imported that."""
    return _store.get(lambda database: queries.field_data(database, slug), "field data", slug)
