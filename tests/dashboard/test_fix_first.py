"""What a council's page says of a fault: how far it spreads, its pictures, and who walked where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.config import Config
from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.records import Element, EndState, Viewport
from dashboard import data
from dashboard.pages import page_at
from tests.dashboard.hostile import IMAGE
from tests.dashboard.population import CRAWLS, council
from tests.database.samples import DIGEST, PICTURE, finding, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GONE = "cd" * 32


@pytest.fixture
def _walked(tmp_path: Path) -> Iterator[None]:
    """A council whose home page was acted on, and whose header has a fault on all its pages."""
    artifacts = tmp_path / "artifacts"
    config = replace(
        Config(), database=f"sqlite:///{tmp_path / 'usability.db'}", artifacts=artifacts
    )
    database, northam = open_database(config.database, create=True), council("northam")
    store.save_register(database, [northam])
    ticket = store.begin_crawl(database, started_at=CRAWLS[-1], register="r")
    key = store.begin_site(database, ticket.id, northam.website, CRAWLS[-1]).site_audit_id
    link = Element(
        selector="#top > a", html=f'<a class="logo">{IMAGE}</a>', message="It hides its focus.",
        viewport=Viewport.DESKTOP, pictures=(DIGEST, GONE),
    )  # fmt: skip
    hidden = replace(
        finding("reflow"), elements=(link,), failing=1, who="People who use a keyboard.",
        engines=("axe:reflow", "usability:reflow"),
    )  # fmt: skip
    for number, page in enumerate(panel(3, northam.website)):
        visit = result(page, CRAWLS[-1], findings=(hidden,))
        facts = replace(visit.facts, walked=number == 0)
        shelf = Artifacts(artifacts)
        store.save_page(database, key, replace(visit, facts=facts), shelf, {DIGEST: PICTURE})
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), CRAWLS[-1])
    database.close()
    data.configure(config)
    yield
    data.configure(Config())


@pytest.mark.usefixtures("_walked")
@pytest.mark.parametrize("query", [{}, {"finding": "reflow"}], ids=["list", "alone"])
def test_a_fault_of_the_template_is_said_once_with_all_there_is_to_it(
    query: dict[str, str],
) -> None:
    main = page_at("/council", {"council": "northam", **query}).main
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
    assert main.count("<strong>In the template: all 3 pages</strong>, 3 elements") == 1
    assert "Who is affected People who use a keyboard." in said
    assert "Found by axe-core and our own check" in said
    assert f'<img src="/artifact/{DIGEST}" loading="lazy" alt="Before: how the element' in main
    assert "The picture is no longer kept. After" in said
    assert IMAGE not in main


@pytest.mark.usefixtures("_walked")
def test_which_pages_were_acted_on_is_said_and_why_not_the_others() -> None:
    main = page_at("/council", {"council": "northam"}).main
    assert "With keyboard and mouse we also acted on 1 of them, one of each template" in main
    assert main.count("We also acted on it with keyboard and mouse.") == 1
    assert main.count("We did not act on it with keyboard and mouse. It has the same template") == 2
