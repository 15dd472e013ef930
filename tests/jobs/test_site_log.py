"""The log of a website's process: all that is said is lines of its own, and it stays small."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from crawler.config import Config
from crawler.jobs.site_log import FOR_TROUBLE, LARGEST_LOG, BoundedLines, open_log
from crawler.log_lines import concerning, event, installed

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://www.example.gov.uk/"
# Everything that can write to a process's standard output and error, in one process.
PROCESS = """
import logging, os, sys, threading, warnings
from crawler.config import Config
from crawler.jobs.site_log import site_log
from crawler.log_lines import event

with site_log(Config(), crawl=7, site="https://www.example.gov.uk/", worker="here-1"):
    logging.getLogger("scrapy").info("a line of Scrapy's")
    print("a print")
    os.system("echo a program; echo a program that fails >&2")
    os.write(2, b'{"event": "site_ended"}\\n' + b"x" * 5_000_000 + b"\\n\\xff\\x1b[2Jodd")
    warnings.warn("a warning")
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    raise KeyError("the end")
"""


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_all_that_a_process_says_is_lines_about_its_website(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "site.log"
    with open_log(path, crawl=7) as log:
        ended = subprocess.run([sys.executable, "-c", PROCESS], stderr=log, check=False)
    assert ended.returncode == 1
    lines = lines_of(path)
    assert {(line["crawl"], line["site"], line["worker"]) for line in lines} == {
        (7, SITE, "here-1")
    }
    assert lines[0]["event"] == "process_began"
    raw = [line["message"] for line in lines if line["event"] == "raw_output"]
    assert sorted(raw) == sorted(
        [
            *("a print", "a program", "a program that fails", '{"event": "site_ended"}'),
            *("x" * 1_000, "\ufffd\x1b[2Jodd"),
        ]
    )
    said = {line["message"] for line in lines}
    assert "a line of Scrapy's" in said
    assert any("UserWarning: a warning" in message for message in said)
    failed = [line["error"]["type"] for line in lines if line["event"] == "program_failed"]
    assert failed == ["ZeroDivisionError", "KeyError"]
    assert path.stat().st_size < 20_000


def test_a_log_is_never_larger_than_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "site.log"
    with open_log(path, crawl=7) as log:
        handler = BoundedLines(log.fileno())
        with (
            installed(handler, Config(), json_lines=True, level=logging.INFO),
            concerning(crawl=7),
        ):
            for _ in range(1_000):
                event("log", "x" * 1_900)
            assert path.stat().st_size > LARGEST_LOG - FOR_TROUBLE - 3_000
            for _ in range(1_000):
                event("log", "y" * 1_900, level=logging.ERROR)
    assert path.stat().st_size < LARGEST_LOG + 1_000
    lines = lines_of(path)
    full = [number for number, line in enumerate(lines) if line["event"] == "log_full"]
    assert len(full) == 2
    assert full[1] == len(lines) - 1
    assert [lines[number]["crawl"] for number in full] == [7, 7]
    assert {line["message"][0] for line in lines[: full[0]]} == {"x"}
    assert {line["message"][0] for line in lines[full[0] + 1 : full[1]]} == {"y"}


def test_a_log_begins_anew_with_each_crawl_and_keeps_earlier_tries_of_one(tmp_path: Path) -> None:
    path = tmp_path / "site.log"

    def next_log(crawl: int | None, size: int = 1) -> int:
        with open_log(path, crawl) as log:
            line = {"crawl": crawl, "message": "x" * size}
            log.write(json.dumps(line).encode() + b"\n")
        return path.read_bytes().count(b"\n")

    assert [next_log(7), next_log(7), next_log(8), next_log(8)] == [1, 2, 1, 2]
    assert [next_log(None), next_log(None), next_log(8, LARGEST_LOG), next_log(8)] == [1, 1, 1, 1]
    path.write_bytes(b"2026-11-23 [scrapy] INFO: before\n")
    assert next_log(8) == 1


def test_a_full_disk_costs_the_log_only() -> None:
    with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123 -- a device
        handler = BoundedLines(full.fileno())
        with installed(handler, Config(), json_lines=True, level=logging.INFO):
            event("log", "nobody reads this")
