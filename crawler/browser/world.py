"""The isolated world: our scripts in a page, out of reach of the page's own.

They share its elements and nothing else: a strict content security policy does not stop them, and
a page that replaces JSON or `window.axe` replaces only its own.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import CDPSession

NAME = "usability"
INTERRUPT_SECONDS = 2.0
CONTEXT_GONE = ("Cannot find context", "context was destroyed", "uniqueContextId")
# Far above what the gatherers' own limits let through; a page's doing if it is passed.
LARGEST_ANSWER = 8_000_000


class ScriptFailed(Exception):
    """One of our scripts gave no answer in the page, and why, in a sentence."""


class World:
    """An isolated world in a page's top frame, or in the frame with the id given, made when first
    needed and again after the page has navigated or the world was left. No call here ends by
    itself: the caller sets a timeout."""

    def __init__(self, session: CDPSession, frame: str | None = None) -> None:
        self._session = session
        self._frame = frame
        self._context: int | None = None
        self._installed: set[str] = set()
        self._made = 0

    async def call(self, script: str, *arguments: object, install: tuple[str, ...] = ()) -> str:
        """Call the function that `script` is, and return the string that it returns (or resolves
        to). Each of the scripts in `install` is evaluated once in the world before.

        Raises `ScriptFailed` when it throws, or gives anything but a string of a sane length.
        """
        try:
            return await self._call(script, arguments, install)
        except PlaywrightError as error:
            if not _context_is_gone(error):
                raise
        # The page has gone elsewhere meanwhile. Once more, where it is now.
        self._context = None
        return await self._call(script, arguments, install)

    async def give(
        self, script: str, *arguments: object, nodes: Sequence[int], install: tuple[str, ...] = ()
    ) -> str:
        """Call the function that `script` is with the arguments and then the elements of these
        backend node ids, null for those that are not there any more. Raises as `call` does."""
        context = self._context if self._context is not None else await self._open()
        held: list[dict[str, Any]] = []
        for node in nodes:
            try:
                answer = await self._session.send(
                    "DOM.resolveNode",
                    {"backendNodeId": node, "executionContextId": context, "objectGroup": NAME},
                )
                held.append({"objectId": answer["object"]["objectId"]})
            except PlaywrightError as error:
                if "node" not in error.message.lower():
                    raise
                held.append({"value": None})
        try:
            return await self._call(script, arguments, install, held)
        finally:
            await self._session.send("Runtime.releaseObjectGroup", {"objectGroup": NAME})

    async def frame(self, script: str, *arguments: object) -> World | None:
        """A world in the frame whose element is what the function that `script` is returns; None
        where there is none, or where it is in another process. The world must be made already."""
        if self._context is None:
            return None
        held = await self._ask(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": script,
                "executionContextId": self._context,
                "arguments": [{"value": argument} for argument in arguments],
            },
        )
        if "objectId" not in held:
            return None
        described = await self._session.send("DOM.describeNode", {"objectId": held["objectId"]})
        frame = described["node"].get("frameId")
        return World(self._session, frame) if frame else None

    async def interrupt(self) -> None:
        """Stop the script that runs in the page, ours or its own, and leave this world: what was
        stopped half way would be in the way of the next call."""
        self._context = None
        try:
            async with asyncio.timeout(INTERRUPT_SECONDS):
                await self._session.send("Runtime.terminateExecution")
        except (TimeoutError, PlaywrightError):
            return

    async def _call(
        self,
        script: str,
        arguments: tuple[object, ...],
        install: tuple[str, ...],
        held: Sequence[dict[str, Any]] = (),
    ) -> str:
        context = self._context if self._context is not None else await self._open()
        for source in install:
            if source not in self._installed:
                await self._ask(
                    "Runtime.evaluate",
                    {"expression": source, "contextId": context, "returnByValue": False},
                )
                self._installed.add(source)
        answer = await self._ask(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": script,
                "executionContextId": context,
                "arguments": [*({"value": argument} for argument in arguments), *held],
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        value = answer.get("value")
        if not isinstance(value, str):
            raise ScriptFailed("the script gave no text")
        if len(value) > LARGEST_ANSWER:
            raise ScriptFailed(f"the script gave {len(value)} characters")
        return value

    async def _open(self) -> int:
        frame = self._frame
        if frame is None:
            tree = await self._session.send("Page.getFrameTree")
            frame = tree["frameTree"]["frame"]["id"]
        made = await self._session.send(
            "Page.createIsolatedWorld",
            {"frameId": frame, "worldName": f"{NAME} {self._made}"},
        )
        self._made += 1  # under the same name it would be the same world again
        self._installed.clear()
        context: int = made["executionContextId"]
        self._context = context
        return context

    async def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        answer = await self._session.send(method, parameters)
        if (trouble := answer.get("exceptionDetails")) is not None:
            thrown = trouble.get("exception", {}).get("description") or trouble.get("text", "")
            raise ScriptFailed(str(thrown).splitlines()[0][:300] if thrown else "the script failed")
        result: dict[str, Any] = answer["result"]
        return result


def _context_is_gone(error: PlaywrightError) -> bool:
    return any(sign in error.message for sign in CONTEXT_GONE)
