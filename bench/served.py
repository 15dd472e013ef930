"""Serves sites from a process of its own, so that serving is no part of what is measured.

    python -m bench.served FOLDER …

A folder with a `site.toml` is one of our fictional sites and is served as such, framed by its
layout; any other is served as the static files that it holds. Each is at the root of a free port on
127.0.0.1. The program prints their addresses as a line of JSON, and ends when its input does.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tests.server import HOST, SITES, SiteServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
# Those of our sites that answer every visitor, and at once.
SOUND_SITES = ("eastmere", "millbrigg", "fenwharf", "northmarsh")
OWN_FOLDERS = tuple(SITES / slug for slug in SOUND_SITES)


@contextlib.contextmanager
def served(folders: Sequence[Path]) -> Iterator[tuple[list[str], int]]:
    """The folders' addresses in their order, without a slash at the end, and the process's id."""
    command = [sys.executable, "-m", "bench.served", *(str(folder.resolve()) for folder in folders)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        if server.stdin is None or server.stdout is None:  # never, with pipes
            raise RuntimeError
        try:
            origins: list[str] = json.loads(server.stdout.readline())
            yield origins, server.pid
        finally:
            server.stdin.close()


def pages_of(folder: Path) -> list[str]:
    """The paths of a site's pages, sorted. What starts with `_` or is in `changes` frames pages or
    takes their place: it is no page."""
    found = (path.relative_to(folder) for path in folder.rglob("*.html"))
    return sorted(
        path.as_posix()
        for path in found
        if path.name != "404.html"
        and path.parts[0] != "changes"
        and not any(part.startswith(("_", ".")) for part in path.parts)
    )


def choose_pages(sites: Sequence[tuple[Path, str]], count: int) -> list[str]:
    """`count` addresses in all, the same number of each site, evenly spread over its paths."""
    urls = []
    for number, (folder, origin) in enumerate(sites):
        pages = pages_of(folder)
        share = min(count // len(sites) + (number < count % len(sites)), len(pages))
        urls += [f"{origin}/{pages[at * len(pages) // share]}" for at in range(share)]
    return urls


class _Files(SimpleHTTPRequestHandler):
    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not news here."""


@contextlib.contextmanager
def files(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer((HOST, 0), partial(_Files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    with contextlib.ExitStack() as stack:
        origins = []
        for folder in map(Path, sys.argv[1:]):
            if (folder / "site.toml").is_file():
                site = stack.enter_context(SiteServer(folder.parent, only=[folder.name]))
                origins.append(site.url(folder.name, ""))
            else:
                origins.append(stack.enter_context(files(folder)))
        print(json.dumps(origins), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
