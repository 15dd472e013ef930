"""Pages with links, tasks and panel pages for tests of findability: small, and with no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from crawler.records import (
    FirstStep,
    Link,
    OpenedLink,
    PageRole,
    PanelPage,
    SearchOutcome,
    SearchState,
    Task,
    TaskFindability,
    Verdict,
)
from tests.facts import MARKUP, sound_facts

if TYPE_CHECKING:
    from crawler.records import PageFacts

SITE = "https://www.northam.gov.uk"
TASK = Task(
    slug="council-tax",
    title="Pay or query council tax",
    tiers=("district", "unitary"),
    english_terms=("council tax", "pay council tax"),
    welsh_terms=("Treth y Cyngor",),
    importance=3,
)
BULKY = Task(
    slug="bulky-waste",
    title="Bulky waste collection",
    tiers=("district",),
    english_terms=("bulky waste", "large item collection"),
    importance=2,
)
NOT_ASKED = SearchOutcome(state=SearchState.NOT_ASKED)
NO_FORM = SearchOutcome(state=SearchState.NO_FORM)
ASKED = SearchOutcome(state=SearchState.ASKED, query="council tax")


def at(path: str) -> str:
    """An address on the site, or one of another host as it is."""
    return SITE + path if path.startswith(("/", "#")) else path


def link(path: str, text: str, **fields: Any) -> Link:
    return Link(url=at(path), text=text, **({"region": "main"} | fields))


def opened(path: str, text: str, *controls: str, **fields: Any) -> OpenedLink:
    return OpenedLink(url=at(path), text=text, controls=controls or ("Menu",), **fields)


def page(path: str, *links: Link, h1: str = "", title: str = "", **changes: Any) -> PageFacts:
    """Facts of a page; `to` is the path that it redirects to."""
    markup = replace(
        MARKUP, title=title, links=links, headings=((1, h1),) if h1 else (), languages=()
    )
    values: dict[str, Any] = {
        "url": at(path),
        "final_url": at(changes.pop("to", path)),
        "markup": markup,
        "opened": (),
        "first_step": FirstStep(kind="link", text="Pay now", selector="main a", tabs=9),
    }
    return sound_facts(**(values | changes))


def panel_page(path: str = "/council-tax", **fields: Any) -> PanelPage:
    values: dict[str, Any] = {"role": PageRole.TASK, "reason": "", "task": TASK.slug}
    return PanelPage(url=at(path), **(values | fields))


def judged(verdict: Verdict | None, importance: int = 1, slug: str = "jobs") -> TaskFindability:
    return TaskFindability(
        task=slug, title=slug, importance=importance, verdict=verdict, reason="So it is."
    )
