"""Two crawls of a site with documents and a statement, and what they left in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest

from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.facts.document import Document, Documents, DocumentState
from crawler.jobs.crawl import run_crawl
from crawler.records import CheckOutcome
from crawler.register import read_register
from tests.documents.made import pdf
from tests.jobs.crawling import config_for
from tests.server import SiteServer
from tests.small_site import page, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.config import Config

LINKS = {"/contact": "Contact us", "/accessibility-statement": "Accessibility statement"}
FILES = ("good", "missing", "large", "page", "private", "locked", "broken", "elsewhere")
STATEMENT = """<p>This website is partially compliant with WCAG 2.1 AA (1.1.1).</p>
<p>This statement was prepared on 3 May 2026.</p>"""
ROBOTS = "User-agent: *\nDisallow: /files/private\n"
BEHAVIOUR = """[[behaviour.rules]]
path = "/files/elsewhere.pdf"
status = 302
location = "/files/private.pdf"
"""


class Crawled(NamedTuple):
    documents: Documents
    again: Documents
    statement: queries.StatementDetail | None
    hits: dict[str, int]


def crawl(config: Config) -> Documents:
    outcome = run_crawl(config, read_register(config.register), fresh=True)
    assert not outcome.interrupted
    opened = queries.open_for_reading(config.database)
    found = queries.documents(opened, "town")
    opened.close()
    assert found is not None
    return found.documents


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("documents")
    write_site(folder / "sites", "town", links=LINKS, robots=ROBOTS, behaviour=BEHAVIOUR)
    site = folder / "sites" / "town"
    write_files(site)
    with SiteServer(folder / "sites") as server:
        options = {"pages": 3, "steps": "statement"}
        first = crawl(config_for(folder, server, documents=len(FILES), **options))
        # Since then another document was put in front, and one is gone with its link.
        (site / "index.html").write_text(
            page("Home", "/home", {"/files/new.pdf": "New", **LINKS, "/files/page.pdf": "x"})
        )
        (site / "files" / "new.pdf").write_bytes(pdf(title="New"))
        (site / "files" / "locked.pdf").unlink()
        config = config_for(folder, server, documents=3, **options)
        again = crawl(config)
        opened = queries.open_for_reading(config.database)
        statement = queries.statement(opened, "town")
        opened.close()
        hits = {name: server.hits("town", f"/files/{name}.pdf") for name in FILES}
        yield Crawled(first, again, statement, hits)


def write_files(site: Path) -> None:
    folder = site / "files"
    folder.mkdir()
    (folder / "good.pdf").write_bytes(pdf(title="Bins"))
    (folder / "large.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 11_000_000)
    (folder / "page.pdf").write_text("<!doctype html><title>Not a document</title>")
    (folder / "private.pdf").write_bytes(pdf())
    (folder / "locked.pdf").write_bytes(pdf(password="secret"))
    (folder / "broken.pdf").write_bytes(pdf()[:300])
    linked = {f"/files/{name}.pdf": f"The {name} file" for name in FILES}
    (site / "index.html").write_text(page("Home", "/home", LINKS))
    (site / "contact.html").write_text(page("Contact us", "/contact", linked))
    statement = page("Accessibility statement", "/a").replace("</h1>", f"</h1>{STATEMENT}")
    (site / "accessibility-statement.html").write_text(statement)


def name_of(document: Document) -> str:
    return document.url.rsplit("/", 1)[1].removesuffix(".pdf")


def test_every_document_ends_in_a_named_state(crawled: Crawled) -> None:
    found = {name_of(each): each for each in crawled.documents.documents}
    assert {name: each.state.value for name, each in found.items()} == {
        "good": "read",
        "missing": "gone",
        "large": "too large",
        "page": "not a PDF",
        "private": "disallowed",
        "locked": "locked",
        "broken": "broken",
        "elsewhere": "disallowed",
    }
    assert tuple(found) == FILES
    assert crawled.documents.linked == len(FILES)
    assert found["large"].reason == "it is larger than 10 MB"
    assert all(bool(each.reason) == (name != "good") for name, each in found.items())
    good = found["good"]
    assert good.pdf is not None
    assert (good.pdf.title, good.text) == ("Bins", "The good file")
    assert good.on.endswith("/contact")


def test_the_choice_of_the_crawl_before_stays_while_the_files_do(crawled: Crawled) -> None:
    assert [name_of(each) for each in crawled.again.documents] == ["good", "large", "private"]


def test_what_robots_keep_from_us_is_never_asked_for(crawled: Crawled) -> None:
    assert crawled.hits["private"] == 0
    assert crawled.hits["good"] == 2


def test_the_statement_is_judged_when_the_site_is_closed(crawled: Crawled) -> None:
    assert crawled.statement is not None
    found = crawled.statement.checklist
    assert (found.standard, found.status) == ("WCAG 2.1 AA", "partially compliant")
    assert found.url is not None
    assert found.url.endswith("/accessibility-statement")
    assert (found.nation, found.pages) == ("England", 2)
    (contact,) = found.lacking
    assert contact.endswith("/contact")
    told = {check.id: check.outcome for check in found.checks}
    assert told["standard"] is CheckOutcome.NOT_MET
    assert told["prepared"] is CheckOutcome.MET


def test_documents_that_an_earlier_run_kept_are_not_asked_for_again(tmp_path: Path) -> None:
    write_site(tmp_path / "sites", "town", links={"/a.pdf": "A"})
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server, documents=3, pages=1)
        database = open_database(config.database, create=True)
        store.save_register(database, read_register(config.register))
        ticket = store.begin_crawl(
            database,
            started_at=datetime.now(UTC),
            register=config.register.name,
            selection=store.selection_of(()),
            panel_size=1,
            allow_loopback=True,
        )
        audit = store.begin_site(
            database, ticket.id, server.url("town"), datetime.now(UTC)
        ).site_audit_id
        kept = Document(url="u", on="o", text="t", state=DocumentState.GONE)
        store.save_documents(database, audit, Documents(linked=1, documents=(kept,)))
        assert run_crawl(config, read_register(config.register)).resumed
        found = queries.documents(database, "town")
        database.close()
        assert found is not None
        assert found.documents.documents == (kept,)
        assert server.hits("town", "/a.pdf") == 0
