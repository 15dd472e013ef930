"""A page in the browser that is watched for whatever must not happen on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from crawler.config import Config

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Request

AXE = (Config().node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What passes is judged as well, but not described, which takes longer on a large page.
OFFENCES = """rules => axe.run(document, {
  runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], selectors: false
})"""
SETTLED = """() => {
  const app = document.querySelector('#root.ready [data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-stale=true]');
}"""
Scheme = Literal["light", "dark"]


class Watched:
    """A page of its own context, and what went wrong on it: script errors, errors in the console,
    requests to other hosts, dialogs."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._context = context
        self._address = address
        self._host = urlsplit(address).netloc
        self.wrong: list[str] = []

    async def open(self, path: str) -> None:
        """Go to a path of the dashboard and wait until Streamlit has taken over."""
        await self.page.goto(self._address + path)
        await self.settle()

    async def settle(self) -> None:
        await self.page.wait_for_function(SETTLED)

    async def start(self) -> None:
        self.page = await self._context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    async def close(self) -> None:
        await self._context.close()

    async def violations(self) -> list[tuple[str, str, str]]:
        """What axe-core finds on the page as it stands: rule, element, summary."""
        await self.page.evaluate(AXE)
        answer: dict[str, Any] = await self.page.evaluate(OFFENCES, RULES)
        return [
            (found["id"], node["html"][:200], node["failureSummary"])
            for found in answer["violations"]
            for node in found["nodes"]
        ]

    async def overflow(self) -> int:
        """By how many CSS pixels the page is wider than the window."""
        return int(await self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    async def open_all(self) -> None:
        await self.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text}")

    async def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.wrong.append(f"request: {request.url}")


async def watch(
    browser: Browser,
    address: str,
    *,
    scheme: Scheme = "light",
    width: int = 1280,
    scripts: bool = True,
) -> Watched:
    context = await browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    watched = Watched(context, address)
    await watched.start()
    return watched
