"""The document on logs and figures, and the alerts, name what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from crawler.jobs import metrics_server
from crawler.jobs.metrics import REGISTRY
from crawler.log_lines import EVENTS
from crawler.log_lines.lines import KEYS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "monitoring.md").read_text()
PROMETHEUS = ROOT / "deploy" / "prometheus"


def figures() -> set[str]:
    """The names of all figures: those that are counted, and those that the database's reader has
    in its source."""
    counted = {
        sample.name
        for family in REGISTRY.collect()
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_count", "_sum"))
    }
    histograms = {family.name for family in REGISTRY.collect() if family.type == "histogram"}
    read = set(re.findall(r'"(usability_\w+)"', Path(metrics_server.__file__).read_text()))
    tick = "usability_schedule_last_tick_timestamp_seconds"
    # Without a sample until it is known
    return {name for name in counted | histograms | read if name.startswith("usability_")} | {
        *(tick, "usability_build_info")
    }


def rows(heading: str) -> set[str]:
    """The names in the first column of the tables below a heading."""
    part = DOCUMENT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    firsts = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    return {name for first in firsts for name in re.findall(r"`([^`]+)`", first)}


def test_every_key_and_every_event_is_in_the_document() -> None:
    assert rows("Logs") == {*KEYS, *EVENTS}


def test_every_figure_is_in_the_document() -> None:
    assert rows("Figures for Prometheus") - {"process_…"} == figures()


def test_every_alert_rests_on_figures_that_exist_and_says_what_to_do() -> None:
    read: dict[str, Any] = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())
    (group,) = read["groups"]
    assert len(group["rules"]) == 4
    for rule in group["rules"]:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        named = set(re.findall(r"\b(?:usability_\w+|up)\b", rule["expr"]))
        assert named
        assert named <= {*figures(), "up"}
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert re.fullmatch(r"\d+[mh]", rule["for"])
        assert all(text.endswith(".") for text in rule["annotations"].values())


def test_the_configuration_reads_the_alerts_and_knows_the_roles() -> None:
    read: dict[str, Any] = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    assert all((PROMETHEUS / name).is_file() for name in read["rule_files"])
    (job,) = read["scrape_configs"]
    assert job["job_name"] == "usability"  # the alerts name it
    targets = [target for part in job["static_configs"] for target in part["targets"]]
    assert len(targets) == len(set(targets))
    assert {part["labels"]["role"] for part in job["static_configs"]} == {"schedule", "worker"}
