"""`usability tasks`: the list, and the import of Local Links from files and from a real server."""

from __future__ import annotations

import csv
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from typing_extensions import override

from crawler.cli import usability
from crawler.commands.download import download
from crawler.config import PREFIX, Config
from crawler.database import store
from crawler.database.session import open_database
from crawler.errors import DownloadFailed
from crawler.tasks import read_tasks
from tests.cli.test_commands import HEADER, complaint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = "Authority Name,SNAC,GSS,Description,LGSL,LGIL,URL,Supported by GOV.UK"
NEW = "Authority Name,GSS,Description,LGSL,LGIL,URL,Title,Supported by GOV.UK"
REGISTER = (
    "barnet,London Borough of Barnet,England,London,london-borough,E09000003,,"
    "https://www.barnet.gov.uk/,,,,,,",
    "kings-lynn-and-west-norfolk,Borough Council of King's Lynn and West Norfolk,England,"
    "East of England,district,E07000146,,https://www.west-norfolk.gov.uk/,,,,,,",
)
OLD_FILE = (
    OLD,
    "Barnet,00AC,E09000003,Council tax: Pay,57,0,http://www.barnet.gov.uk/pay,true",
    "Barnet,00AC,E09000003,Council tax: Find out,57,8,https://www.barnet.gov.uk/tax,true",
    "Barnet,00AC,E09000003,Something else,9999,8,https://www.barnet.gov.uk/else,true",
)
NEW_FILE = (
    NEW,
    "Barnet,E09000003,Bins: Find out,524,8,https://www.barnet.gov.uk/bins,Bins,true",
    "Barnet,E09000003,Housing: Apply,92,0,,,true",
    '"King\'s Lynn & West Norfolk",E07999999,Bins: Find out,524,8,https://wn.example/bins,,true',
    "\x1b[31mThe Moon\u202e,X01,Bins: Find out,524,8,https://moon.example/,,true",
)


class Shelf(BaseHTTPRequestHandler):
    """Serves the export, and what can go wrong in its place."""

    agents: list[str]

    def do_GET(self) -> None:
        self.agents.append(self.headers["User-Agent"])
        body = "\ufeff".encode() + "\r\n".join(NEW_FILE).encode()
        where = {
            "/moved": "/links.csv?x=1",
            "/round": "/round",
            "/inside": "http://169.254.169.254/latest/",
            "/file": "file:///etc/passwd",
            "/label": f"http://{'x' * 64}.example/",
            "/port": "http://files.example:99999/",
            "/bracket": "http://[files.example/",
            "/title": "http://files.invalid/\x1b]0;mine\x07",
        }.get(self.path)
        if self.path == "/bell":
            self.send_response(500, "\x1b]0;mine\x07")
        else:
            self.send_response(302 if where else 404 if self.path == "/missing" else 200)
        if where:
            self.send_header("Location", where)
        elif self.path == "/unsized":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(body) + 9 * (self.path == "/cut")))
        self.end_headers()
        self.wfile.write(body if not where else b"")
        self.close_connection = True

    @override
    def log_message(self, format: str, *args: object) -> None: ...


class Server(ThreadingHTTPServer):
    daemon_threads = False


@pytest.fixture
def shelf() -> Iterator[str]:
    Shelf.agents = []
    with Server(("127.0.0.1", 0), Shelf) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    (tmp_path / "one.csv").write_text("\n".join((HEADER, *REGISTER)))
    (tmp_path / "old.csv").write_text("\n".join(OLD_FILE))
    (tmp_path / "new.csv").write_text("\n".join(NEW_FILE), encoding="utf-8-sig")
    return tmp_path


def tasks(*arguments: str) -> Result:
    result = CliRunner().invoke(usability, ["tasks", *arguments], prog_name="usability")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def imported(source: str, *options: str) -> Result:
    return tasks("import", source, "--register", "one.csv", *options)


def kept(folder: Path) -> set[tuple[str, int, int, str]]:
    database = open_database(f"sqlite:///{folder}/data/usability.db")
    slugs = ("barnet", "kings-lynn-and-west-norfolk")
    links = store.local_links_of(database, slugs)
    database.close()
    return {(link.council, link.lgsl, link.lgil, link.url) for link in links}


# --- list ---------------------------------------------------------------------------------------


def test_the_list_has_every_task_most_important_first() -> None:
    listed = json.loads(tasks("list", "--format", "json").stdout)
    assert {row["task"] for row in listed} == {task.slug for task in read_tasks()}
    importance = [row["importance"] for row in listed]
    assert importance == sorted(importance, reverse=True)
    assert all(row["responsible"] and row["sources"] for row in listed)
    rows = list(csv.DictReader(tasks("list", "--format", "csv").stdout.splitlines()))
    assert [row["task"] for row in rows] == [row["task"] for row in listed]
    table = tasks("list").stdout
    assert "Find bin collection day" in table
    assert "524" in table
    assert "Source 1: https://" in table


def test_the_list_for_one_type_of_council() -> None:
    def slugs(kind: str) -> set[str]:
        return {row["task"] for row in json.loads(tasks("list", "--type", kind, *JSON).stdout)}

    assert "bin-day" in slugs("district")
    assert "bin-day" not in slugs("county")
    assert "school-admissions" in slugs("county")
    assert "school-admissions" not in slugs("northern-irish")
    wrong = tasks("list", "--type", "parish")
    assert wrong.exit_code == 2
    assert "'parish'" in wrong.stderr


JSON = ("--format", "json")


# --- import -------------------------------------------------------------------------------------


def test_a_file_of_the_older_columns(folder: Path) -> None:
    done = imported("old.csv")
    assert done.exit_code == 0, done.output
    assert kept(folder) == {
        ("barnet", 57, 0, "http://www.barnet.gov.uk/pay"),
        ("barnet", 57, 8, "https://www.barnet.gov.uk/tax"),
    }
    assert "Read 3 rows and kept 2 links to our tasks, of 1 council." in done.stdout
    assert "1 by code, 0 by name" in done.stdout
    assert "1  about other services" in done.stdout
    assert "Not in the register" not in done.stdout


def test_a_newer_file_replaces_it_and_says_what_it_could_not_use(folder: Path) -> None:
    imported("old.csv")
    done = imported("new.csv")
    assert done.exit_code == 0, done.output
    assert kept(folder) == {
        ("barnet", 524, 8, "https://www.barnet.gov.uk/bins"),
        ("kings-lynn-and-west-norfolk", 524, 8, "https://wn.example/bins"),
    }
    assert "1 by code, 1 by name" in done.stdout
    assert "Not in the register: 1 authority ([31mThe Moon)." in done.stdout
    assert "1  without an address" in done.stdout
    assert all(character.isprintable() or character == "\n" for character in done.stdout)


def test_an_address_and_where_it_redirects_to(folder: Path, shelf: str) -> None:
    for path in ("/moved", "/unsized"):
        done = imported(f"{shelf}{path}", "--allow-loopback")
        assert done.exit_code == 0, done.output
        assert len(kept(folder)) == 2
    assert set(Shelf.agents) == {Config().user_agent}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/missing", "it answers 404"),
        ("/round", "redirects too often"),
        ("/inside", "169.254.169.254:80 is not on the public web"),
        ("/file", "not a web address"),
        ("/cut", "cut off"),
        ("/label", "it leads to what is not a web address"),
        ("/port", "it leads to what is not a web address"),
        ("/bracket", "it leads to what is not a web address"),
        ("/title", "]0;mine"),
        ("/bell", "it answers 500 ]0;mine"),
    ],
)
def test_what_cannot_be_fetched_is_one_sentence(
    folder: Path, shelf: str, path: str, said: str
) -> None:
    line = complaint(imported(f"{shelf}{path}", "--allow-loopback"))
    assert said in line
    assert line.isprintable()
    assert not (folder / "data").exists()


def test_this_machine_is_out_of_bounds_by_default(folder: Path, shelf: str) -> None:
    line = complaint(imported(f"{shelf}/links.csv"))
    assert "not on the public web" in line
    assert Shelf.agents == []
    assert folder.exists()


@pytest.mark.parametrize("path", ["/links.csv", "/unsized"])
def test_what_is_too_large_is_not_fetched(tmp_path: Path, shelf: str, path: str) -> None:
    with (
        (tmp_path / "got").open("wb") as file,
        pytest.raises(DownloadFailed, match=r"larger than 0\.0001 MB"),
    ):
        download(f"{shelf}{path}", Config(allow_loopback=True), file, largest=100)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nowhere.csv", "no file nowhere.csv"),
        ("one.csv", "one.csv is not GOV.UK's Local Links export"),
        ("latin.csv", "it is not UTF-8 text. Give"),
        ("binary.csv", "it is not UTF-8 text. Give"),
        ("empty.csv", "no column"),
        ("header.csv", "none of its 0 rows is a link"),
        (".", "cannot be read"),
    ],
)
def test_a_file_that_is_something_else_changes_nothing(
    folder: Path, source: str, said: str
) -> None:
    imported("old.csv")
    (folder / "latin.csv").write_bytes(
        f"{NEW}\nMôn,X,y,57,8,https://x.example/,,".encode("latin-1")
    )
    (folder / "binary.csv").write_bytes(bytes(range(256)))
    (folder / "empty.csv").write_text("")
    (folder / "header.csv").write_text(NEW)
    assert said in complaint(imported(source))
    assert len(kept(folder)) == 2


@pytest.mark.parametrize(
    "url",
    ["ftp://files.example/links.csv", "https://files..example/", "https://files.example:99999/"],
)
def test_an_address_that_is_none(folder: Path, url: str) -> None:
    done = imported(url)
    assert done.exit_code == 2
    assert "is not a web address" in done.stderr
    assert folder.exists()
