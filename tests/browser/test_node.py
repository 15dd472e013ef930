from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.browser.node import find_node, node_version
from crawler.config import Config
from crawler.errors import NoNode

if TYPE_CHECKING:
    from pathlib import Path


def executable(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_finds_a_node_that_is_new_enough() -> None:
    version = node_version(find_node(Config()))
    assert version is not None
    assert version >= (22, 19)


def test_an_old_one_on_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(tmp_path / "node", "echo v20.20.2")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert find_node(Config()) != tmp_path / "node"


def test_a_new_one_on_path_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(tmp_path / "node", "echo v22.19.0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert find_node(Config()) == tmp_path / "node"


def test_the_setting_is_not_second_guessed(tmp_path: Path) -> None:
    old = executable(tmp_path / "old", "echo v22.18.9")
    with pytest.raises(NoNode, match=r"22\.19 or newer.*old is 22\.18\.9.*make setup"):
        find_node(Config(node=old))


@pytest.mark.parametrize("body", ["echo nonsense", "exit 3", "printf '\\377'"])
def test_a_program_that_is_not_node_has_no_version(tmp_path: Path, body: str) -> None:
    assert node_version(executable(tmp_path / "node", body)) is None


def test_no_program_has_no_version(tmp_path: Path) -> None:
    assert node_version(tmp_path / "absent") is None
