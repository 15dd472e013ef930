"""Suppliers: organisations that run a part of a council's service on hosts of their own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.panel.hosts import host_of, is_everybodys, registered_domain, same_organisation
from crawler.strict_csv import Problem, quoted, refusal, rows, unused

if TYPE_CHECKING:
    from collections.abc import Mapping

SUPPLIERS = Path(__file__).parent.parent / "suppliers.csv"
SUPPLIER_COLUMNS = ("domain", "what")

_REMEDY = "reinstall the package, which carries it"


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


def read_suppliers(path: Path = SUPPLIERS) -> frozenset[str]:
    """Read the domains of the suppliers that councils are known to use. Raises `MissingFile`,
    `UnreadableFile` or `BadRegister`, which names the line."""
    lines: dict[str, int] = {}
    for line, row in rows(path, SUPPLIER_COLUMNS, _REMEDY):
        domain = row["domain"]
        try:
            _check(row)
            unused(domain, "domain", lines)
        except Problem as error:
            raise refusal(path, line, error) from None
        lines[domain] = line
    return frozenset(lines)


def _check(row: Mapping[str, str]) -> None:
    domain = row["domain"]
    if host_of(f"https://{domain}/") != domain or "." not in domain:
        raise Problem(
            f"domain is {quoted(domain)}", "Write the domain alone, in lower case and without www."
        )
    if not row["what"]:
        raise Problem("what is empty", "Say what the supplier runs for councils.")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return read_suppliers()
