"""The devtools log, cut down to what Lighthouse's simulator reads of each event.

Headers, bodies, security details and call stacks are most of a log's bytes, and it goes to Node
for every page. The names are those that Lighthouse's NetworkRequest and DocumentUrls read.
"""

from __future__ import annotations

from typing import Any

LONGEST_URL = 8_000
LONGEST_DATA_URL = 100

_KEPT = {
    "Network.requestWillBeSent": (
        *("requestId", "loaderId", "documentURL", "timestamp", "type", "frameId"),
        *("request", "initiator", "redirectResponse"),
    ),
    "Network.requestServedFromCache": ("requestId",),
    "Network.responseReceived": ("requestId", "timestamp", "type", "frameId", "response"),
    "Network.loadingFinished": ("requestId", "timestamp", "encodedDataLength"),
    "Network.loadingFailed": ("requestId", "timestamp", "type", "errorText", "canceled"),
    "Network.resourceChangedPriority": ("requestId", "newPriority", "timestamp"),
    "Page.frameNavigated": ("frame",),
}
_REQUEST = ("url", "method", "initialPriority", "isLinkPreload")
_RESPONSE = (
    *("url", "status", "mimeType", "protocol", "connectionReused", "connectionId", "timing"),
    *("fromDiskCache", "fromServiceWorker", "fromPrefetchCache", "encodedDataLength"),
)
_FRAME = ("id", "parentId", "loaderId", "url")


def log_entry(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """One entry of a devtools log, `{"method", "params"}`, from an event of the protocol."""
    kept = _only(params, _KEPT[method])
    if "request" in kept:
        kept["request"] = _only(kept["request"], _REQUEST)
    if "initiator" in kept:
        kept["initiator"] = _initiator(kept["initiator"])
    if "frame" in kept:
        kept["frame"] = _only(kept["frame"], _FRAME)
    for name in ("response", "redirectResponse"):
        if name in kept:
            kept[name] = _only(kept[name], _RESPONSE) | {"headers": {}}
    return {"method": method, "params": kept}


def _initiator(initiator: dict[str, Any]) -> dict[str, Any]:
    """Who asked for it: the type, and of the whole call stack each script's address once."""
    kept = _only(initiator, ("type", "url"))
    addresses: dict[str, None] = {}
    stack = initiator.get("stack")
    while stack:
        for frame in stack.get("callFrames", ()):
            if frame.get("url"):
                addresses[_short(frame["url"])] = None
        stack = stack.get("parent")
    if addresses:
        kept["stack"] = {"callFrames": [{"url": address} for address in addresses]}
    return kept


def _only(source: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: source[name] for name in names if name in source}
    for name in ("url", "documentURL"):
        if name in kept:
            kept[name] = _short(kept[name])
    return kept


def _short(url: str) -> str:
    return url[: LONGEST_DATA_URL if url.startswith("data:") else LONGEST_URL]
