from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler.browser.find import chromium_version, find_chromium
from crawler.config import Config
from crawler.errors import BrowserFailed, NoBrowser


def executable(path: Path, body: str = "echo Chromium 150.0.1.2") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; the folder is its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    return folder


def playwrights_own(folder: Path) -> Path:
    spec = find_spec("playwright")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    listing = Path(spec.submodule_search_locations[0], "driver", "package", "browsers.json")
    revision = next(
        browser["revision"]
        for browser in json.loads(listing.read_text())["browsers"]
        if browser["name"] == "chromium-headless-shell"
    )
    place = folder / f"chromium_headless_shell-{revision}"
    return place / "chrome-headless-shell-linux64" / "chrome-headless-shell"


def test_the_machine_that_runs_the_tests_has_one() -> None:
    assert int(chromium_version(find_chromium(Config())).split(".")[0]) > 100


def test_the_order_is_setting_then_playwright_then_path(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("sys.platform", "linux")
    chrome = executable(bare / "google-chrome")
    assert find_chromium(Config()) == chrome
    chromium = executable(bare / "chromium")
    assert find_chromium(Config()) == chromium
    shell = executable(bare / "chromium-headless-shell")
    assert find_chromium(Config()) == shell
    own = executable(playwrights_own(tmp_path / "browsers"))
    assert find_chromium(Config()) == own
    chosen = executable(tmp_path / "mine")
    assert find_chromium(Config(chromium=chosen)) == chosen


def test_a_setting_that_is_wrong_is_not_passed_over(bare: Path, tmp_path: Path) -> None:
    executable(bare / "chromium")
    with pytest.raises(NoBrowser, match="nowhere") as caught:
        find_chromium(Config(chromium=tmp_path / "nowhere"))
    assert str(caught.value).endswith("Correct or unset USABILITY_CHROMIUM.")


@pytest.mark.usefixtures("bare")
def test_none_at_all_names_what_was_tried_and_the_remedy() -> None:
    with pytest.raises(NoBrowser) as caught:
        find_chromium(Config())
    message = str(caught.value)
    assert "Playwright's own" in message
    assert "chromium-headless-shell on PATH" in message
    assert "google-chrome on PATH" in message
    assert f"{sys.executable} -m playwright install --with-deps --only-shell chromium" in message


def test_a_file_that_may_not_be_run_is_passed_over(bare: Path) -> None:
    executable(bare / "chromium-headless-shell").chmod(0o644)
    chromium = executable(bare / "chromium")
    assert find_chromium(Config()) == chromium


def test_the_version_is_what_the_browser_says(tmp_path: Path) -> None:
    assert chromium_version(executable(tmp_path / "good")) == "150.0.1.2"
    with pytest.raises(BrowserFailed, match="states no version"):
        chromium_version(executable(tmp_path / "mute", "echo hello"))
    with pytest.raises(BrowserFailed, match="start: it ended with exit code 3 when asked"):
        chromium_version(executable(tmp_path / "broken", "exit 3"))
    with pytest.raises(BrowserFailed, match=r"start: no such file or directory[.]"):
        chromium_version(tmp_path / "nowhere")
