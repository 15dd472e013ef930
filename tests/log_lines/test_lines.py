"""What a line of the log says, and what no page, password or broken message can make of it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from crawler.config import Config, read_config
from crawler.errors import NoBrowser
from crawler.log_lines import (
    EVENTS,
    as_json,
    concern_process,
    concerning,
    event,
    write_log,
)
from crawler.log_lines.hidden import Secrets
from crawler.log_lines.lines import KEYS, LONGEST_TEXT, LONGEST_TRACEBACK, JsonLines

if TYPE_CHECKING:
    from collections.abc import Callable

SITE = "https://www.example.gov.uk/"
FORGED = (
    'all good\n{"time": "2026-11-23T10:00:00.000Z", "event": "site_ended"}\r\x1b[2K\u2028\x7f\ud800'
)
# pytest-xdist cannot carry what pytest hears of half a character.
UNHEARD: Any = patch.object(logging.getLogger(), "handlers", [])


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


def logged(
    work: Callable[[], object], config: Config | None = None, level: int = logging.INFO
) -> list[dict[str, Any]]:
    """The lines of JSON that the work logs."""
    stream = io.StringIO()
    with UNHEARD, write_log(config or Config(), stream, level=level):
        work()
    text = stream.getvalue()
    assert text.isascii()
    assert text.isprintable() or set(text) - {"\n"} <= {chr(code) for code in range(32, 127)}
    return [json.loads(line) for line in text.splitlines()]


def pretty(work: Callable[[], object]) -> str:
    stream = Terminal()
    with UNHEARD, write_log(Config(), stream):
        work()
    return stream.getvalue()


def test_an_event_is_one_object_with_the_published_keys() -> None:
    def work() -> None:
        with concerning(crawl=7, site=SITE, worker="here-1", page=SITE + "contact"):
            event("page_ended", "The page ended.", state="audited", seconds=4.25, kept=None)

    (line,) = logged(work)
    assert list(line) == [
        *("time", "level", "event", "message", "crawl", "site", "worker", "page", "logger"),
        *("state", "seconds", "kept"),
    ]
    assert line["crawl"] == 7
    assert (line["state"], line["seconds"], line["kept"]) == ("audited", 4.25, None)
    assert (line["level"], line["event"], line["logger"]) == ("info", "page_ended", "usability")
    assert line["time"].endswith("Z")
    assert len(line["time"]) == len("2026-11-23T10:00:00.000Z")
    assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)


def test_a_line_of_a_library_says_what_it_is_about_too() -> None:
    def work() -> None:
        with concerning(crawl=7, site=SITE):
            logging.getLogger("scrapy.core").warning("odd: %d", 3, extra={"page": SITE + "a"})
            logging.getLogger("dbos").warning("queue")
            logging.getLogger("quiet").debug("too much")

    odd, queue = logged(work)
    assert (odd["event"], odd["message"], odd["logger"]) == ("log", "odd: 3", "scrapy.core")
    assert (odd["crawl"], odd["site"], odd["page"]) == (7, SITE, SITE + "a")
    assert queue["site"] == SITE


def test_each_task_is_about_its_own_website_and_a_process_about_its_one() -> None:
    async def audit(name: str) -> None:
        with concerning(site=name):
            await asyncio.sleep(0)
            event("log", name)

    async def both() -> None:
        await asyncio.gather(audit("one"), audit("two"))
        event("log", "none")

    lines = logged(lambda: asyncio.run(both()))
    assert [(line["message"], line.get("site")) for line in lines] == [
        *(("one", "one"), ("two", "two"), ("none", None))
    ]

    def elsewhere() -> None:
        thread = threading.Thread(target=event, args=("log", "in a thread"))
        thread.start()
        thread.join()

    concern_process(worker="here-1", site="three")
    try:
        (line,) = logged(elsewhere)
    finally:
        concern_process(worker=None, site=None)
    assert (line["worker"], line["site"]) == ("here-1", "three")


def test_no_text_of_a_page_can_forge_a_line() -> None:
    def work() -> None:
        with concerning(site=FORGED):
            event("site_ended", FORGED, reason=FORGED)
            logging.getLogger("scrapy").info("Looking at %s", FORGED)

    lines = logged(work)
    assert [line["event"] for line in lines] == ["site_ended", "log"]
    assert all(line["site"] == FORGED for line in lines)
    assert lines[0]["reason"] == lines[0]["message"] == FORGED
    text = pretty(work)
    assert text.count("\n") == 2
    assert set(text) - {"\n"} <= {chr(code) for code in range(32, 127)}


@given(st.text(alphabet=st.characters()))
def test_any_text_stays_one_line_that_reads_back(text: str) -> None:
    (line,) = logged(lambda: event("log", text, said=text))
    assert line["message"] == line["said"] == text
    assert pretty(lambda: event("log", text)).count("\n") == 1


def test_an_error_has_its_type_and_a_bounded_traceback() -> None:
    def deep(levels: int) -> None:
        if levels == 0:
            raise ValueError(FORGED + "x" * 20_000)
        try:
            deep(levels - 1)
        except (ValueError, click.BadParameter) as error:
            raise click.BadParameter("worse" * levels) from error

    def work() -> None:
        try:
            deep(40)
        except click.BadParameter:
            logging.getLogger("scrapy").exception("It failed")

    (line,) = logged(work)
    assert line["error"]["type"] == "click.exceptions.BadParameter"
    assert line["error"]["traceback"].startswith("Traceback (most recent call last):\n")
    assert line["error"]["traceback"].endswith("worseworse")
    assert len(line["error"]["traceback"]) < LONGEST_TRACEBACK + 50
    assert len(line["error"]["message"]) < LONGEST_TEXT + 50
    assert len(json.dumps(line)) < 40_000
    first, *others = pretty(work).splitlines()
    assert "It failed" in first
    assert others
    assert all(other.startswith("    ") for other in others)


def test_long_texts_odd_values_and_bad_messages_are_still_lines() -> None:
    class Odd(Exception):
        @override
        def __str__(self) -> str:
            raise RuntimeError

    def work() -> None:
        event("log", "x" * 200_000, many="y" * 5_000, nan=float("nan"), ratio=1 / 3, at=SITE)
        event("log", "odd", error=Odd(), **{f"field_{n}": n for n in range(100)})

    long, odd = logged(work)
    assert len(long["message"]) < LONGEST_TEXT + 50
    assert len(long["many"]) < LONGEST_TEXT + 50
    assert (long["nan"], long["ratio"]) == (None, 0.333)
    assert odd["error"]["message"] == ""
    assert len(odd) < 60
    record = logging.LogRecord("scrapy", logging.INFO, "", 1, "%d", ("three",), None)
    assert json.loads(JsonLines(Secrets(set())).format(record))["message"] == "%d"


@pytest.mark.parametrize(
    "database",
    [
        "postgresql+psycopg://crawler:s3cret%2Fword@db/usability",
        "postgresql://crawler@db/usability?password=s3cret%2Fword",
    ],
)
def test_no_password_and_no_key_reaches_a_line(database: str) -> None:
    config = read_config(
        {"USABILITY_DATABASE": database, "USABILITY_CRUX_KEY": "AIza-the-key"},
        log_format="json",
    )

    def work() -> None:
        with concerning(site="https://x/?key=AIza-the-key"):
            for text in (
                f"cannot open {database}",
                "FATAL: s3cret/word and s3cret%2Fword were refused",
                "https://api.example/?key=AIza-the-key",
                "postgresql://other:hunter22@db/dbos",
                "host=db user=crawler password=hunter22 dbname=x",
                "z" * 49_995 + "s3cret/word" + "z" * 100,
                repr(config),
            ):
                event("database_lost", text, detail=text, error=OSError(text))

    stream = io.StringIO()
    with write_log(config, stream):
        work()
    text = stream.getvalue()
    assert len(text.splitlines()) == 7
    for secret in ("s3cret", "hunter22", "the-key"):
        assert secret not in text
    assert "***" in text
    assert "crawler" in text


def test_a_short_password_is_left_out_only_as_a_word() -> None:
    config = Config(database="postgresql://a:time@db/x")
    (line,) = logged(lambda: event("log", "the time, sometimes", site="time"), config)
    assert line["message"] == "the ***, sometimes"
    assert "time" in line


def test_json_is_for_files_and_pipes_and_for_whoever_asks() -> None:
    for setting, terminal, expected in (
        ("auto", False, True),
        ("auto", True, False),
        ("json", True, True),
        ("pretty", False, False),
    ):
        config = read_config({"USABILITY_LOG_FORMAT": setting})
        assert as_json(config, Terminal() if terminal else io.StringIO()) is expected


def test_people_read_the_time_the_message_and_the_rest() -> None:
    def work() -> None:
        with concerning(crawl=7, site=SITE):
            event("site_ended", "The website ended.", level=logging.WARNING, state="failed")

    text = pretty(work)
    assert text[24:] == (f"  WARNING  The website ended.  crawl=7  site={SITE}  state=failed\n")


def test_what_ends_a_command_is_a_line_too() -> None:
    def refused() -> None:
        raise NoBrowser(tried="/usr/bin/chromium", remedy="Install one.")

    stream = io.StringIO()
    with pytest.raises(SystemExit) as ended, write_log(Config(), stream):
        refused()
    assert ended.value.code == 1
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["kind"]) == ("command_failed", "error", "NoBrowser")
    assert line["message"].endswith("Install one.")
    with pytest.raises(NoBrowser), write_log(Config(), Terminal()):
        refused()

    stream = io.StringIO()
    with pytest.raises(SystemExit), write_log(Config(), stream):
        raise ZeroDivisionError
    line = json.loads(stream.getvalue())
    assert (line["event"], line["error"]["type"]) == ("program_failed", "ZeroDivisionError")
    with pytest.raises(click.UsageError), write_log(Config(), io.StringIO()):
        raise click.UsageError("two of them")


def test_the_log_leaves_logging_as_it_was() -> None:
    root, dbos = logging.getLogger(), logging.getLogger("dbos")
    before = (root.level, root.handlers[:], dbos.handlers[:], dbos.propagate)
    with write_log(Config(), io.StringIO()):
        assert dbos.propagate
    assert (root.level, root.handlers, dbos.handlers, dbos.propagate) == before


def test_names_are_in_one_style() -> None:
    for name in (*EVENTS, *KEYS):
        assert name.replace("_", "").isalpha()
        assert name == name.lower()
