"""Which elements of a page listen for which events, as the browser knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from playwright.async_api import CDPSession

GROUP = "usability listeners"
MOST = 300


async def listeners_of(
    session: CDPSession, kinds: Collection[str], expression: str = "document", *, depth: int = -1
) -> dict[int, tuple[str, ...]]:
    """The kinds of events of `kinds` that nodes of the page listen for, by backend node id, of what
    `expression` gives in the page and all in it; of at most 300 nodes. The window has the id 0.

    Listeners that stand higher up and ask where an event came from tell nothing of the elements
    that they serve.
    """
    try:
        held = await session.send(
            "Runtime.evaluate", {"expression": expression, "objectGroup": GROUP}
        )
        handle = held["result"].get("objectId")
        if handle is None:
            return {}
        answer = await session.send(
            "DOMDebugger.getEventListeners", {"objectId": handle, "depth": depth, "pierce": False}
        )
    finally:
        await session.send("Runtime.releaseObjectGroup", {"objectGroup": GROUP})
    found: dict[int, set[str]] = {}
    for listener in answer["listeners"]:
        node = listener.get("backendNodeId", 0)
        if listener["type"] in kinds and (node in found or len(found) < MOST):
            found.setdefault(node, set()).add(listener["type"])
    return {node: tuple(sorted(types)) for node, types in found.items()}
