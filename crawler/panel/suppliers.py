"""Suppliers: organisations that run a part of a council's service on hosts of their own."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from crawler.panel.hosts import host_of, is_everybodys, registered_domain, same_organisation

_SUPPLIERS = Path(__file__).parent.parent / "suppliers.csv"


def supplier_of(url: str, home_url: str, other_hosts: frozenset[str] = frozenset()) -> str | None:
    """Return the host[:port] of another organisation that may serve this council; None for the
    council's own hosts, for other councils (`other_hosts`), and for what serves everybody."""
    if same_organisation(url, home_url) or is_everybodys(url):
        return None
    host = host_of(url)
    if not host or host in other_hosts or registered_domain(url) in other_hosts:
        return None
    return host


def is_known(url: str) -> bool:
    """Whether councils are known to use this supplier; that is only a reason to be surer."""
    host = host_of(url).partition(":")[0]
    steps = host.split(".")
    return any(".".join(steps[start:]) in _known() for start in range(len(steps) - 1))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    with _SUPPLIERS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["domain"] for row in csv.DictReader(file))
