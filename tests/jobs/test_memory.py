"""A website's process with all that it started, when it takes more memory than it may."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from crawler.jobs import memory
from crawler.jobs.messages import SiteEnded, SiteOrder
from crawler.jobs.watch import run_order
from crawler.register import read_register, websites
from tests.jobs.crawling import alive, config_for, until
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.config import Config

MEGABYTE = 1_000_000
PYTHON = sys.executable
# Its own memory is small: what its grandchild takes is what counts.
GREEDY = f"""
import os, pathlib, subprocess, sys, time
if len(sys.argv) == 2:
    subprocess.run([sys.executable, *sys.orig_argv[1:], "more"], start_new_session=True)
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
taken = bytes(range(256)) * {150 * MEGABYTE // 256}
time.sleep(600)
"""
# Four processes that have one large block in common.
FORKED = (
    "import os, time\n"
    f"block = bytearray(bytes(range(256)) * {100 * MEGABYTE // 256})\n"
    "for _ in range(3):\n"
    "    if os.fork() == 0:\n"
    "        sum(memoryview(block)[::4096]); os.write(1, b'touched\\n'); time.sleep(600)\n"
    "time.sleep(600)\n"
)


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    write_site(tmp_path / "sites", "one", links={})
    with SiteServer(tmp_path / "sites") as server:
        yield config_for(tmp_path, server, site_memory=100 * MEGABYTE)


async def test_what_takes_too_much_is_ended_with_all_that_it_started(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    greedy, number = tmp_path / "greedy.py", tmp_path / "number"
    greedy.write_text(GREEDY)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nread order\nexec '{PYTHON}' '{greedy}' '{number}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(memory, "POLL_SECONDS", 0.2)
    (website,) = websites(read_register(config.register))
    order = SiteOrder(website=website, site_audit_id=1, claim=1, config=config)
    ended = await run_order(order, (), SiteEnded, lambda _: None)
    assert ended == "our process for this site took more than 0.1 GB of memory"
    grandchild = int(number.read_text())
    assert not alive([each for each in psutil.process_iter() if each.pid == grandchild])


def test_what_processes_share_counts_once() -> None:
    with subprocess.Popen([PYTHON, "-c", FORKED], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline() == b"touched\n"
        parent = psutil.Process(process.pid)
        family = [parent, *parent.children(recursive=True)]
        assert len(family) == 4
        assert sum(each.memory_info().rss for each in family) > 400 * MEGABYTE
        assert memory.exceeds(family, 100 * MEGABYTE)
        assert not memory.exceeds(family, 250 * MEGABYTE)
        for each in family:
            each.kill()
    until(lambda: not alive(family), "the processes to end")
    assert not memory.exceeds(family, 1), "what has ended takes nothing"
