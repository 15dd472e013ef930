"""`usability dashboard` as typed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.web.server.app_discovery import discover_asgi_app

import dashboard

if TYPE_CHECKING:
    from crawler.config import Config


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", "dashboard", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ,
        check=False,
    )


def refused(answer: subprocess.CompletedProcess[str], *words: str) -> None:
    assert answer.returncode != 0
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    for word in words:
        assert word in answer.stderr


def test_refuses_a_port_in_use(filled: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        answer = run("--port", port, "--database", filled.database)
    refused(answer, f"Port {port} on 127.0.0.1 is in use", "--port")


def test_refuses_a_database_that_is_not_there(tmp_path: Path) -> None:
    refused(run("--database", f"sqlite:///{tmp_path / 'none.db'}"), "none.db", "usability crawl")


def test_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is not a database. " * 100)
    refused(run("--database", f"sqlite:///{tmp_path / 'text.db'}"), "text.db")


def test_refuses_an_address_that_is_not_ours(filled: Config) -> None:
    answer = run("--host", "203.0.113.7", "--port", "0", "--database", filled.database)
    refused(answer, "'203.0.113.7' is not an address of this machine")


def test_refuses_a_port_that_cannot_be(filled: Config) -> None:
    refused(run("--port", "70000", "--database", filled.database), "70000")


def test_streamlit_run_finds_the_whole_application() -> None:
    """Run as a mere script it would have no first response, no policy and no other routes."""
    found = discover_asgi_app(Path(dashboard.__file__).parent / "asgi.py")
    assert found.is_asgi_app
    assert found.app_name == "app"
