"""What a site's process may say and do without harm to its crawl."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace
from typing_extensions import override

from crawler.browser.machine import Machine
from crawler.browser.worker import Worker
from crawler.config import CRUX_KEY, Secret
from crawler.database import store
from crawler.database.session import open_database
from crawler.jobs import child, measuring
from crawler.jobs.choice import Terms
from crawler.jobs.crawl import run_crawl
from crawler.jobs.messages import PageEnded, SiteEnded, SiteOrder, read_order
from crawler.records import EndState, PillarScores
from crawler.register import read_register, websites
from tests.jobs.crawling import Reports, config_for
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.config import Config
    from crawler.jobs.messages import Progress

ENDED = SiteEnded(
    state=EndState.AUDITED, reason="", scores=PillarScores(), pages_scored=1, pages_planned=1
)


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    write_site(tmp_path / "sites", "one", links={})
    write_site(tmp_path / "sites", "two", links={})
    with SiteServer(tmp_path / "sites") as server:
        yield config_for(tmp_path, server, concurrency=1)


def let_each_say(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *messages: Progress,
    then: str = "",
    raw: str = "",
) -> None:
    """Put a program in the place of each site's process, which says this."""
    lines = tmp_path / "lines"
    lines.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in messages))
    with lines.open("a") as file:
        file.write(raw)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nread order\ncat '{lines}'\n{then}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def crawl(config: Config) -> dict[str, SiteEnded]:
    reports = Reports()
    run_crawl(config, read_register(config.register), reporter=reports)
    return {slug: report.ended for slug, report in reports.sites.items()}


def test_the_key_for_field_data_reaches_no_site_process(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CRUX_KEY, "a-key-of-google")
    config = replace(config, crux_key=Secret("a-key-of-google"))
    one, _ = websites(read_register(config.register), datetime.now(UTC).date())
    terms = Terms.read(config, read_register(config.register))
    line = SiteOrder(site_audit_id=1, claim=1, **terms.of(one)).to_line()
    assert b"a-key-of-google" not in line
    assert read_order(line).website == one
    let_each_say(tmp_path, monkeypatch, ENDED, then=f"env > '{tmp_path}/environment'")
    assert {ended.state for ended in crawl(config).values()} == {EndState.AUDITED}
    environment = (tmp_path / "environment").read_text()
    assert "TMPDIR=" in environment
    assert "a-key-of-google" not in environment


def test_after_trouble_the_machine_is_measured_before_each_website(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Machine(trouble="it is busy"), Machine(trouble="it is busy"), Machine(factor=1.3)]

    async def measure(_config: Config) -> Worker:
        return Worker(found.pop(0), "156.0")

    monkeypatch.setattr(measuring, "measure_worker", measure)
    let_each_say(tmp_path, monkeypatch, ENDED, then=f"echo \"$order\" >> '{tmp_path}/orders'")
    reports = Heard()
    settings = replace(config, machine_factor=0.0, steps="")
    run_crawl(settings, read_register(config.register), reporter=reports)
    assert found == []
    assert [machine.trouble for machine in reports.machines] == ["it is busy", ""]
    orders = (tmp_path / "orders").read_bytes().splitlines()
    machines = [msgspec.json.decode(order)["machine"] for order in orders]
    assert [machine["trouble"] for machine in machines] == ["it is busy", ""]
    assert machines[1]["factor"] == 1.3


class Heard(Reports):
    """Keeps each word of the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.machines: list[Machine] = []

    @override
    def measured(self, machine: Machine) -> None:
        self.machines.append(machine)


def test_a_line_may_be_long(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PageEnded(url=f"http://{'a' * 200_000}/", state=EndState.GONE)
    let_each_say(tmp_path, monkeypatch, page, ENDED)
    assert crawl(config) == {"one": ENDED, "two": ENDED}


@pytest.mark.parametrize("raw", ["no message\n", "x" * (child.LONGEST_LINE + 1)])
def test_what_is_no_message_costs_one_site_each(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: str
) -> None:
    let_each_say(tmp_path, monkeypatch, raw=raw)
    ended = crawl(config)
    assert set(ended) == {"one", "two"}
    for each in ended.values():
        assert each.state is EndState.FAILED
        assert "watching our process" in each.reason


def test_a_process_that_hangs_after_its_end_keeps_its_end(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "EXIT_SECONDS", 0.2)
    let_each_say(tmp_path, monkeypatch, ENDED, then="sleep 600")
    assert crawl(config) == {"one": ENDED, "two": ENDED}


def test_a_site_whose_parent_hears_nothing_is_still_audited_to_its_end(config: Config) -> None:
    councils = read_register(config.register)
    website = websites(councils)[0]
    now = datetime.now(UTC)
    database = open_database(config.database, create=True)
    store.save_register(database, councils)
    begun = store.begin_crawl(database, started_at=now, register="register.csv")
    audit = store.begin_site(database, begun.id, website.url, now).site_audit_id
    order = SiteOrder(website=website, site_audit_id=audit, claim=1, config=config, tasks=())
    with subprocess.Popen(
        [sys.executable, "-m", "crawler.jobs.site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.close()
        process.stdin.write(order.to_line())
        process.stdin.flush()
        assert process.wait(timeout=120) == 0
    states = store.site_states(database, begun.id)
    database.close()
    assert states == {website.url: EndState.AUDITED}
