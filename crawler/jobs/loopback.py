"""Whether an address is on this machine, as far as its spelling says."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def on_this_machine(url: str) -> bool:
    """Whether the host is a loopback address or a name that is reserved for one."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
