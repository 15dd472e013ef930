"""A crawl's beginning: its row, and what all its workers must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.database import store
from crawler.jobs.choice import Terms
from crawler.jobs.terms import StoredTerms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.database.store import CrawlTicket
    from crawler.records import Council, Website


def plan_crawl(
    db: Database,
    config: Config,
    councils: Sequence[Council],
    websites: Sequence[Website],
    *,
    selection: str,
    at: datetime,
    fresh: bool = False,
) -> CrawlTicket:
    """Begin the crawl of that selection, or take up the unfinished one of the same request unless
    `fresh`, and store its terms for its workers: `councils` are all of the register, `websites`
    those to audit. Those that the crawl had already stay. Nothing is enqueued.

    Raises `MissingFile`, `UnreadableFile` or `BadRegister` for the tasks and the pages chosen by
    hand.
    """
    terms = StoredTerms.of(Terms.read(config, councils), websites)
    store.save_register(db, councils)
    ticket = store.begin_crawl(
        db,
        started_at=at,
        register=config.register.name,
        selection=selection,
        panel_size=config.pages,
        allow_loopback=config.allow_loopback,
        fresh=fresh,
    )
    before = store.terms_of(db, ticket.id)
    if before is not None:
        terms = terms.with_websites_of(StoredTerms.unpacked(before.terms))
    store.save_terms(db, ticket.id, terms.packed())
    return ticket
