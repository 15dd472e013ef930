"""The cross-check for real: Chromium driven by chromedriver, with axe-selenium-python."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import psutil
import pytest
from click.testing import CliRunner

from crawler.cli import usability
from crawler.config import Config
from crawler.crosscheck.pages import crosscheck
from crawler.crosscheck.selenium_axe import BrowserName, driven
from crawler.errors import DriverFailed, NoDriver
from tests.browser.odd_server import OddServer

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTY = """<!doctype html><html lang="en"><title>Bins</title><main><h1>Bins</h1>
<img src="lorry.png"><p id="pale" style="color:#ccc">Every Tuesday</p>
<div><button></button></div><a href="/more"></a>
<div id="host"></div><iframe title="Map" srcdoc="<img src=map.png>"></iframe></main>
<script>host.attachShadow({mode: "open"}).innerHTML = '<img src="in-the-shadow.png">'</script>"""
SOUND = """<!doctype html><html lang="en"><title>Bins</title><main><h1>Bins</h1>
<p>Every Tuesday</p></main>"""


@pytest.fixture(scope="module", autouse=True)
def driver() -> None:
    if shutil.which("chromedriver") is None:
        pytest.fail("There is no chromedriver: run `make setup-tests`.")


@pytest.fixture(scope="module")
def odd() -> Iterator[OddServer]:
    with OddServer() as server:
        yield server


def test_both_ways_find_the_same(odd: OddServer) -> None:
    urls = [odd.page("/faulty", FAULTY), odd.page("/sound", SOUND)]
    command = ["crosscheck", *urls, "--allow-loopback", "--format", "json"]
    ran = CliRunner().invoke(usability, command, env={"USABILITY_CRAWL_DELAY": "0"})
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    faulty, sound = found["pages"]
    assert faulty["problem"] == sound["problem"] == ""
    assert faulty["rules"] >= 4
    assert faulty["same_rules"] == faulty["rules"]
    assert {each["why"] for each in faulty["differences"]} == {
        "it is in a frame, and axe-selenium-python does not look into frames"
    }
    assert sound["rules"] == sound["same_rules"] == 0
    assert found["rules_agreed"] == 1.0
    assert faulty["axe"].startswith("4.")
    assert not [each for each in psutil.process_iter(["cmdline"]) if _is_ours(each)]


def _is_ours(process: psutil.Process) -> bool:
    arguments = process.info["cmdline"] or []
    return any(argument.startswith("--usability-crosscheck=") for argument in arguments)


def test_a_page_that_is_not_there_is_said_and_costs_no_other(odd: OddServer) -> None:
    missing = odd.page("/sound", SOUND).replace("/sound", "/missing")
    command = ["crosscheck", missing, odd.page("/sound", SOUND), "--allow-loopback"]
    ran = CliRunner().invoke(usability, command, env={"USABILITY_CRAWL_DELAY": "0"})
    assert ran.exit_code == 1, ran.output
    assert "Not compared:" in ran.stdout
    assert "1 page, chrom" in ran.stdout


def test_neither_addresses_nor_a_sample() -> None:
    ran = CliRunner().invoke(usability, ["crosscheck"])
    assert ran.exit_code == 2
    assert "ask for a --sample of N" in ran.output


async def test_a_grid_that_is_not_there(odd: OddServer) -> None:
    config = Config(allow_loopback=True, crawl_delay=0)
    with pytest.raises(DriverFailed, match="--grid"):
        await crosscheck(
            config,
            [odd.page("/sound", SOUND)],
            browser=BrowserName.CHROMIUM,
            grid="http://127.0.0.1:9/wd/hub",
        )


def test_a_browser_without_its_driver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawler.crosscheck.selenium_axe.shutil.which", lambda _name: None)
    with (
        pytest.raises(NoDriver, match="geckodriver"),
        driven(
            BrowserName.FIREFOX,
            binary=None,
            grid=None,
            proxy=None,
            user_agent="test",
            timeout=5,
        ),
    ):
        pass
