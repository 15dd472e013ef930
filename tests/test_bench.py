"""The bench measures whole pages as a visitor gets them, of our sites and of any folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from bench.served import OWN_FOLDERS, choose_pages, served

ROOT = Path(__file__).resolve().parent.parent
PAGE = "<!doctype html><html lang=en><title>{0}</title><h1>{0}</h1><p>What we do for you.</p>"


def test_every_page_of_our_sites_that_it_may_choose_is_a_whole_page() -> None:
    with served(OWN_FOLDERS) as (origins, _):
        urls = choose_pages(list(zip(OWN_FOLDERS, origins, strict=True)), 1_000)
        assert len(urls) > 20
        for url in urls:
            with urlopen(url) as answer:  # noqa: S310 -- our own server
                text = answer.read().decode()
            assert text.lower().startswith("<!doctype html>"), url
            assert "{{" not in text, url


def test_pages_are_spread_over_the_sites_and_leave_out_parts_of_pages(tmp_path: Path) -> None:
    names = ("index.html", "a/b.html", "404.html", "_layout.html", "changes/index.html")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE.format(name))
    sites = [(tmp_path, "http://one"), (tmp_path, "http://two")]
    one, two = [
        [f"http://{host}/{page}" for page in ("a/b.html", "index.html")] for host in ("one", "two")
    ]
    assert choose_pages(sites, 10) == one + two
    assert choose_pages(sites, 3) == one + two[:1]


def test_a_folder_of_static_pages_is_measured(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE.format("Home"))
    command = [
        sys.executable,
        "-m",
        "bench",
        str(tmp_path),
        "--pages",
        "1",
        "--rounds",
        "1",
        "--json",
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["states"] == {"audited": 1}
    assert {"load", "axe"} <= set(figures["bare"]["wall_s_by_step"])
    assert set(figures["ours"]["cpu_s_by_step"]) <= set(figures["ours"]["wall_s_by_step"])
    assert 0 < figures["bare"]["cpu_s"] < figures["ours"]["cpu_s"]
