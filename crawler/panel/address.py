"""One spelling for each web address, so that a page is found, and audited, once."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MARKS = "!$&'()*+,;=:@~"
# Added by newsletters and advertisements: they say where a visitor came from, not what is shown.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl)$", re.IGNORECASE)
_INDEX = re.compile(r"/(index|default)\.(html?|php|aspx?)$", re.IGNORECASE)
_LONGEST = 2000


# Each page is asked about several times, and all the links of a menu on every page.
@lru_cache(maxsize=16384)
def normalise(url: str) -> str | None:
    """Return the address in one spelling, or None when it is not a usable http(s) address.

    What is shown stays the same: case, default ports, dots, percent-encoding, fragments and
    tracking parameters are settled; the order of the query and a trailing slash are kept.
    """
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    host = _host(parts)
    if parts.scheme not in _DEFAULT_PORTS or host is None or parts.username is not None:
        return None
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = _query(parts.query)
    normal = f"{parts.scheme}://{host}{_path(parts.path)}{'?' + query if query else ''}"
    return normal if len(normal) <= _LONGEST else None  # it may have grown


@lru_cache(maxsize=16384)
def page_key(url: str) -> str | None:
    """Return a key that is equal for addresses that almost always show the same page.

    It ignores the scheme, `www.`, a trailing slash and `index.html`; it is no address to visit.
    """
    normal = normalise(url)
    if normal is None:
        return None
    parts = urlsplit(normal)
    path = _INDEX.sub("/", parts.path).rstrip("/")
    return f"{_without_www(parts.netloc)}{path}?{parts.query}"


def same_site(url: str, home_url: str) -> bool:
    """Whether two addresses have the same host and port, with or without `www.`."""
    first, second = normalise(url), normalise(home_url)
    if first is None or second is None:
        return False
    return _without_www(urlsplit(first).netloc) == _without_www(urlsplit(second).netloc)


def _without_www(netloc: str) -> str:
    return netloc.removeprefix("www.")


def _host(parts: SplitResult) -> str | None:
    name = (parts.hostname or "").rstrip(".")
    if not name:
        return None
    if ":" in name:
        return f"[{name}]"
    try:
        plain = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return plain if re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", plain) else None


def _path(path: str) -> str:
    steps: list[str] = []
    given = _respell(path, keep="/" + _MARKS).split("/")[1:]
    for step in given:
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    if given and given[-1] in (".", ".."):
        steps.append("")
    return "/" + "/".join(steps)


def _query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return "&".join(_respell(pair, keep="/?" + _MARKS) for pair in pairs)


def _is_tracking(pair: str) -> bool:
    return any(_TRACKING.match(name) for name, _ in parse_qsl(pair, keep_blank_values=True))


def _respell(text: str, keep: str) -> str:
    """Settle percent-encoding: reserved characters stay as they were written, escaped or not."""
    pieces = re.split(f"([{re.escape(keep)}]|%[0-9A-Fa-f]{{2}})", text)
    return "".join(
        _respell_escape(piece)
        if piece.startswith("%") and len(piece) == 3
        else piece
        if piece in keep
        else quote(piece, safe="-._~")
        for piece in pieces
    )


def _respell_escape(escape: str) -> str:
    character = unquote_to_bytes(escape).decode("latin-1")
    unreserved = character.isascii() and (character.isalnum() or character in "-._~")
    return character if unreserved else escape.upper()
