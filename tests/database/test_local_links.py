from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crawler.database import models, store
from crawler.records import LocalLink
from tests.database.samples import MONDAY, WEEK

if TYPE_CHECKING:
    from crawler.database.session import Database


def link(council: str, lgsl: int, lgil: int = 8, path: str = "") -> LocalLink:
    return LocalLink(council=council, lgsl=lgsl, lgil=lgil, url=f"https://{council}.example/{path}")


def test_links_come_back_in_order(db: Database) -> None:
    links = [link("brill", 57), link("ashby", 524), link("ashby", 57), link("calne", 57)]
    store.save_local_links(db, links, "links.csv", MONDAY)
    assert store.local_links_of(db, ["ashby", "brill"]) == tuple(links[:3])
    assert store.local_links_of(db, ["nowhere"]) == ()
    assert store.local_links_of(db, []) == ()


def test_an_import_replaces_the_one_before(db: Database) -> None:
    store.save_local_links(db, [link("ashby", 57), link("brill", 57)], "old.csv", MONDAY)
    new = [link("ashby", 57, path="bins"), link("ashby", 57, path="tips")]
    store.save_local_links(db, [*new, *new], "new.csv", MONDAY + WEEK)
    assert store.local_links_of(db, ["ashby", "brill"]) == tuple(new), "and the same one only once"
    with db.read() as session:
        (told,) = session.scalars(select(models.LocalLinksImport)).all()
    assert (told.source, told.imported_at) == ("new.csv", MONDAY + WEEK)


def test_an_empty_import(db: Database) -> None:
    store.save_local_links(db, [link("ashby", 57)], "old.csv", MONDAY)
    store.save_local_links(db, [], "empty.csv", MONDAY)
    assert store.local_links_of(db, ["ashby"]) == ()
