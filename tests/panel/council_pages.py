"""Facts of pages of a council that does not exist, for searching without a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.panel.applicability import applicable
from crawler.panel.discover import Discovered, Discovery
from crawler.records import EndState, Link, Markup, PageFacts
from crawler.tasks import read_tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOME = "https://www.northam.gov.uk/"
TASKS = applicable(read_tasks(), ["unitary"])


def link(path: str, text: str, **fields: Any) -> Link:
    """A link in the main part, to a path of the site or to an address."""
    url = path if "://" in path else HOME + path.lstrip("/")
    return Link(url=url, text=text, **({"region": "main"} | fields))


def page(
    path: str,
    heading: str,
    *links: Link,
    below: Sequence[str] = (),
    state: EndState = EndState.AUDITED,
    final: str | None = None,
    **markup: Any,
) -> PageFacts:
    """What a look at a page saw: its h1 (and title), the headings below, its links."""
    url = path if "://" in path else HOME + path.lstrip("/")
    seen = Markup(
        title=f"{heading} | Northam Council",
        language=markup.pop("language", "en"),
        viewport=(),
        links=links,
        headings=((1, heading), *((2, text) for text in below)),
        text_excerpt="",
        element_count=10,
        **markup,
    )
    return PageFacts(
        url=url,
        final_url=final or url,
        state=state,
        visited_at=datetime(2026, 11, 23, tzinfo=UTC),
        markup=seen if state.scored else None,
    )


def home(*links: Link, **markup: Any) -> PageFacts:
    return page("", "Home", *links, **markup)


def search(
    start: PageFacts, site: Mapping[str, PageFacts] | Sequence[PageFacts] = (), **options: Any
) -> Discovered:
    """Discover a site whose pages are given; a page that is not there is gone."""
    discovery, asked = looking(start, site, **options)
    assert len(asked) == len(set(asked))
    return discovery.result()


def looking(
    start: PageFacts, site: Mapping[str, PageFacts] | Sequence[PageFacts] = (), **options: Any
) -> tuple[Discovery, list[str]]:
    """The search of a site, ended, and the addresses that it asked for in their order."""
    pages = {facts.url: facts for facts in (site.values() if hasattr(site, "values") else site)}
    given: dict[str, Any] = {"home_url": HOME, "tasks": TASKS, "nation": "England"}
    discovery = Discovery(start, **(given | options))
    asked: list[str] = []
    while (url := discovery.next()) is not None:
        asked.append(url)
        discovery.saw(pages.get(url) or page(url, "", state=EndState.GONE))
    return discovery, asked


def chosen(found: Discovered) -> dict[str, str]:
    """The path of each chosen page, by task or by role."""
    return {
        page.task or page.role.value: page.url.removeprefix(HOME)
        for page in found.pages
        if page.role.value != "welsh"
    }
