"""Origins: the scheme and host under which Chrome gathers what visitors of a website met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 300
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


def origin_of(url: str) -> str | None:
    """Return the origin of an http(s) address, in lower case and without the scheme's own port;
    None for what is not such an address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError:
        return None
    host = f"[{host}]" if ":" in host else host.lower()
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host) or port == 0:
        return None
    named = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    origin = f"{parts.scheme}://{host}{named}"
    return origin if len(origin) <= LONGEST else None


def candidates(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the origins under which a website may be known, likeliest first: those of its
    addresses in their order, then the same with and without "www." and by the other scheme."""
    own = dict.fromkeys(origin for url in addresses if (origin := origin_of(url)) is not None)
    likely = dict(own)
    for origin in own:
        scheme, _, host = origin.partition("://")
        twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        for other in (scheme, *(_DEFAULT_PORTS.keys() - {scheme})):
            likely.update(dict.fromkeys((f"{other}://{host}", f"{other}://{twin}")))
    return tuple(likely)
