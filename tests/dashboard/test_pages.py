"""What the pages say when there is little or nothing to show."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.config import Config
from crawler.database import store
from crawler.database.session import open_database
from dashboard import data, frame
from dashboard.pages import page_at
from tests.dashboard.population import CRAWLS, council

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.database.session import Database

ADDRESSES = [("/", {}), ("/council", {"council": "northam"}), ("/status", {}), ("/methodology", {})]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Config]:
    """Settings whose database is not there yet."""
    config = msgspec.structs.replace(Config(), database=f"sqlite:///{tmp_path / 'usability.db'}")
    data.configure(config)
    yield config
    data.configure(Config())


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_without_a_database_every_page_says_so_and_names_no_file(
    empty: Config, path: str, query: dict[str, str]
) -> None:
    page = page_at(path, query)
    assert page.status == 503
    assert "cannot be read just now" in page.main
    assert "usability crawl" in page.main
    assert "usability.db" not in frame.document(page)
    assert empty.database not in frame.document(page)


def test_a_database_without_councils_says_how_to_begin(empty: Config) -> None:
    open_database(empty.database, create=True).close()
    page = page_at("/", {})
    assert page.status == 200
    assert "Nothing has been crawled yet" in page.main
    assert "usability crawl" in page.main
    assert "usability demo" in page.main


def test_a_database_without_crawls_says_how_to_begin(empty: Config) -> None:
    opened = open_database(empty.database, create=True)
    store.save_register(opened, [council("northam")])
    opened.close()
    assert "Nothing has been crawled yet" in page_at("/", {}).main
    page = page_at("/council", {"council": "northam"})
    assert page.status == 200
    assert "Not yet tested" in page.main
    assert page.description == "The website of Northam District Council has not been tested yet."


def test_a_crawl_under_way_counts_for_nothing_yet(empty: Config) -> None:
    opened = open_database(empty.database, create=True)
    store.save_register(opened, [council("northam")])
    ticket = store.begin_crawl(opened, started_at=CRAWLS[-1], register="r")
    store.begin_site(opened, ticket.id, council("northam").website, CRAWLS[-1])
    opened.close()
    assert "Nothing has been crawled yet" in page_at("/", {}).main
    assert "Under way" in page_at("/methodology", {}).main


def test_a_database_that_goes_away_and_comes_back(filled: Config, tmp_path: Path) -> None:
    """The readers keep nothing open, so they see at the next reading what has become of it."""
    data.configure(filled)
    assert page_at("/", {}).status == 200
    data.configure(msgspec.structs.replace(filled, database=f"sqlite:///{tmp_path / 'moved.db'}"))
    assert page_at("/", {}).status == 503
    data.configure(filled)
    assert page_at("/", {}).status == 200
    data.configure(Config())


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_a_database_that_was_upgraded_meanwhile_asks_for_a_restart(
    filled: Config, tmp_path: Path, path: str, query: dict[str, str]
) -> None:
    """It must not pass for one in which nothing was found."""
    for file in Path(filled.database.removeprefix("sqlite:///")).parent.glob("usability.db*"):
        copy(file, tmp_path)
    database = tmp_path / "usability.db"
    upgraded = msgspec.structs.replace(filled, database=f"sqlite:///{database}")
    data.configure(upgraded)
    assert page_at(path, query).status == 200
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    data.configure(upgraded)  # which forgets what was kept, as time does
    page = page_at(path, query)
    assert (page.status, page.title) == (503, "This dashboard must be started again")
    assert "restart the dashboard" in page.main
    assert "9999" not in frame.document(page)
    data.configure(Config())


def test_a_file_that_is_no_database_is_a_sentence_too(empty: Config, tmp_path: Path) -> None:
    (tmp_path / "usability.db").write_text("This is not a database. " * 100)
    assert page_at("/", {}).status == 503
    assert empty.database.endswith("usability.db")


def test_answers_are_kept_for_a_while_and_then_read_again(empty: Config) -> None:
    opened = open_database(empty.database, create=True)
    reading = data.Store()
    reading.configure(empty)
    asked = []

    def read(_database: Database) -> int:
        asked.append(1)
        return len(asked)

    assert reading.get(read, "key", now=0.0) == 1
    assert reading.get(read, "key", now=data.FRESH_SECONDS - 1) == 1
    assert reading.get(read, "other", now=0.0) == 2
    assert reading.get(read, "key", now=data.FRESH_SECONDS + 1) == 3
    opened.close()
