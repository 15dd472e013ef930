"""axe-core on a page through Selenium and axe-selenium-python, in Chromium or Firefox.

Its own package: nothing here is shared with the visit but axe-core itself, and the way in which an
element is named, without which two runs could not be compared.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.browser import tree
from crawler.browser.gatherers import DOM
from crawler.browser.sizes import SIZES
from crawler.crosscheck.agreement import SeleniumRule, SeleniumRun
from crawler.errors import DriverFailed, NoCrosscheck, NoDriver
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from selenium.webdriver.remote.webdriver import WebDriver

PLACE = Path(__file__).with_name("place.js").read_text()
LONGEST = 500  # characters of what a driver says of its trouble


class NotJudged(Exception):
    """A page could not be judged through Selenium; and why, in a sentence."""


class BrowserName(StrEnum):
    """The browsers that can be driven."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"


DRIVERS = {
    BrowserName.CHROMIUM: ("chromedriver", "chromium-driver"),
    BrowserName.FIREFOX: ("geckodriver", "firefox-esr-geckodriver"),
}


@contextmanager
def driven(
    browser: BrowserName,
    *,
    binary: Path | None,
    grid: str | None,
    proxy: str | None,
    user_agent: str,
    timeout: float,
) -> Iterator[WebDriver]:
    """A browser at desktop size, here or on the Selenium Grid at the address `grid`; `binary` and
    `proxy` are for one here. A page may take `timeout` seconds to load, and a script as long.

    Raises `NoCrosscheck`, `NoDriver` or `DriverFailed`.
    """
    try:
        from selenium import webdriver  # noqa: PLC0415 -- an extra, and slow
        from selenium.common.exceptions import WebDriverException  # noqa: PLC0415
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 -- what a Grid's absence raises
    except ModuleNotFoundError as error:
        raise NoCrosscheck(missing=error.name) from None
    options: Any
    marker = f"--usability-crosscheck={uuid.uuid4().hex}"
    if browser is BrowserName.CHROMIUM:
        options = webdriver.ChromeOptions()
        options.add_argument("--headless")
        options.add_argument(f"--user-agent={user_agent}")
        if grid is None:
            options.add_argument(marker)
            if binary is not None:
                options.binary_location = str(binary)
            if proxy is not None:
                options.add_argument(f"--proxy-server={proxy}")
                options.add_argument("--proxy-bypass-list=<-loopback>")
            if os.geteuid() == 0:  # as root it does not start with its sandbox
                options.add_argument("--no-sandbox")
    else:
        options = webdriver.FirefoxOptions()
        options.add_argument("-headless")
        options.set_preference("general.useragent.override", user_agent)
        if grid is None and proxy is not None:
            host, _, port = proxy.partition("://")[2].partition(":")
            options.set_preference("network.proxy.type", 1)
            for scheme in ("http", "ssl"):
                options.set_preference(f"network.proxy.{scheme}", host)
                options.set_preference(f"network.proxy.{scheme}_port", int(port))
            options.set_preference("network.proxy.allow_hijacking_localhost", value=True)
    path = None if grid is not None else _driver_of(browser)
    try:
        driver = _start(webdriver, browser, options, grid, path)
    except (WebDriverException, HTTPError, OSError) as error:
        raise DriverFailed(browser=browser, detail=_first_line(error)) from None
    # A headless shell outlives its driver, and no longer counts as a process of ours then.
    shell = tree.find_marked(marker)
    try:
        driver.set_page_load_timeout(timeout)
        driver.set_script_timeout(timeout)
        _widen(driver)
        yield driver
    except (WebDriverException, HTTPError) as error:
        raise DriverFailed(browser=browser, detail=_first_line(error)) from None
    finally:
        if shell is not None:
            tree.kill(shell)
        with suppress(WebDriverException, HTTPError):
            driver.quit()


def run_axe(
    driver: WebDriver, url: str, script: Path, rules: Collection[str], own: Collection[str]
) -> SeleniumRun:
    """Load `url` and run the axe-core of `script` on it with all of `rules` on. `own` are the
    selectors that we name, to be looked for. Raises `NotJudged`."""
    from selenium.common.exceptions import WebDriverException  # noqa: PLC0415 -- an extra

    try:
        return _run_axe(driver, url, script, rules, own)
    except WebDriverException as error:
        raise NotJudged(f"through Selenium: {_first_line(error)}") from None


def _run_axe(
    driver: WebDriver, url: str, script: Path, rules: Collection[str], own: Collection[str]
) -> SeleniumRun:
    from axe_selenium_python import Axe  # noqa: PLC0415 -- an extra

    driver.get(url)
    axe = Axe(driver, script_url=str(script))
    axe.inject()
    asked = {"rules": {name: {"enabled": True} for name in sorted(rules)}, "preload": False}
    results = axe.run(options=json.dumps(asked))
    kinds = {"failed": "violations", "undecided": "incomplete", "passed": "passes"}
    targets: list[Any] = []
    owners: list[tuple[str, str]] = []
    for kind, name in kinds.items():
        for rule in results[name]:
            for node in rule["nodes"]:
                targets.append(node["target"])
                owners.append((rule["id"], kind))
    placed = driver.execute_script(f"{DOM}\n{PLACE}", targets, sorted(own))
    found: dict[str, dict[str, set[str]]] = {}
    for (rule_id, kind), place in zip(owners, placed["places"], strict=True):
        if place is not None:
            found.setdefault(rule_id, {name: set() for name in kinds})[kind].add(place)
    capabilities = driver.capabilities
    return SeleniumRun(
        browser=f"{capabilities['browserName']} {capabilities['browserVersion']}",
        axe=results["testEngine"]["version"],
        width=int(driver.execute_script("return innerWidth")),
        rules={
            rule_id: SeleniumRule(**{kind: frozenset(places) for kind, places in by_kind.items()})
            for rule_id, by_kind in found.items()
        },
        absent=frozenset(placed["absent"]),
        frames=placed["frames"],
    )


def _driver_of(browser: BrowserName) -> str:
    # Left to itself, Selenium would fetch a driver from the internet.
    name, package = DRIVERS[browser]
    path = shutil.which(name)
    if path is None:
        raise NoDriver(driver=name, browser=browser, package=package)
    return path


def _start(
    webdriver: Any, browser: BrowserName, options: Any, grid: str | None, path: str | None
) -> WebDriver:
    started: WebDriver
    if grid is not None:
        started = webdriver.Remote(command_executor=grid, options=options)
    elif browser is BrowserName.CHROMIUM:
        service = webdriver.ChromeService(executable_path=path)
        started = webdriver.Chrome(options=options, service=service)
    else:
        service = webdriver.FirefoxService(executable_path=path)
        started = webdriver.Firefox(options=options, service=service)
    return started


def _widen(driver: WebDriver) -> None:
    """Give the page itself, within its window, the size at which we look at a desktop's."""
    width, height, _ = SIZES[Viewport.DESKTOP]
    driver.set_window_size(width, height)
    inner = driver.execute_script("return [innerWidth, innerHeight]")
    driver.set_window_size(2 * width - inner[0], 2 * height - inner[1])


def _first_line(error: Exception) -> str:
    said = (getattr(error, "msg", None) or str(error) or type(error).__name__).strip()
    return said.splitlines()[0].rstrip(".")[:LONGEST]
