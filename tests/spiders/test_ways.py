"""How a page was found decides nothing, and a page that we may not see is not a missing one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.jobs.crawl import run_crawl
from crawler.panel.overrides import Override, write_overrides
from crawler.records import LocalLink, PageRole, Verdict
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for
from tests.server import SiteServer
from tests.small_site import page, write_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.records import TaskFindability

# The pages between the home page and the tasks, with GOV.UK's numbers of the services.
PARTS = {
    "/waste": ("Bins and recycling", {"/days": ("Check your bin day", 524)}),
    "/homes": ("Housing", {"/apply": ("Apply for housing", 92), "/lost": ("Homelessness", 112)}),
}
HOME_LINKS = {path: title for path, (title, _) in PARTS.items()}
PAGES = {
    f"{path[1:]}.html": page(title, path, {at: text for at, (text, _) in below.items()})
    for path, (title, below) in PARTS.items()
} | {
    f"{at[1:]}.html": page(text, at)
    for _, below in PARTS.values()
    for at, (text, _) in below.items()
}
SERVICES = {at: number for _, below in PARTS.values() for at, (_, number) in below.items()}
TASKS = ("bin-day", "housing", "homelessness")
ODD = {
    "/council-tax": "Pay your council tax",
    "/planning": "Search planning applications",
    "/bins": "Bin collection days",
    "/libraries": "Find a library",
}
FAULTY = """removed = ["/bins"]
[[behaviour.rules]]
path = "/planning"
status = 503
"""

Found = dict[str, dict[str, "TaskFindability"]]


def crawl(folder: Path, looks: int, overrides: Sequence[Override] = ()) -> Found:
    """The tasks of each site after one crawl; GOV.UK names those of the site "named"."""
    with SiteServer(folder / "sites") as server:
        config = config_for(folder, server, pages=3, discovery_pages=looks)
        write_overrides(config.overrides_file, overrides)
        database = open_database(config.database, create=True)
        links = [
            LocalLink(council="named", lgsl=number, lgil=8, url=server.url("named", path))
            for path, number in SERVICES.items()
        ]
        store.save_local_links(database, links, "a test", datetime.now(UTC))
        database.close()
        councils = read_register(config.register)
        run_crawl(config, councils, reporter=Reports())
        database = queries.open_for_reading(config.database)
        details = {each.slug: queries.findability(database, each.slug) for each in councils}
        database.close()
    return {
        slug: {each.task: each for each in detail.findability.tasks}
        for slug, detail in details.items()
        if detail is not None
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp("ways")
    sites = folder / "sites"
    listed = "".join(f"<url><loc>{{{{origin}}}}{path}</loc></url>" for path in SERVICES)
    for slug, sitemap in (
        ("plain", None),
        ("named", None),
        ("listed", f"<urlset>{listed}</urlset>"),
    ):
        write_site(sites, slug, links=HOME_LINKS, pages=PAGES, sitemap=sitemap)
    write_site(
        sites,
        "odd",
        links=ODD,
        robots="User-agent: *\nDisallow: /council-tax\n",
        behaviour=f"[behaviour]\n{FAULTY}",
    )
    none = Override(council="odd", role=PageRole.TASK, task="libraries", url=None, reason="Shut")
    return crawl(folder, looks=40, overrides=[none])


@pytest.mark.parametrize("task", TASKS)
def test_a_page_that_govuk_or_the_sitemap_names_is_no_harder_to_reach(
    found: Found, task: str
) -> None:
    plain = found["plain"][task]
    assert (plain.verdict, plain.clicks) == (Verdict.EASY, 2)
    for slug in ("named", "listed"):
        other = found[slug][task]
        assert (other.verdict, other.reason) == (plain.verdict, plain.reason), slug
        assert [step.text for step in other.path] == [step.text for step in plain.path]


def test_without_a_look_at_the_pages_between_there_is_no_verdict(tmp_path: Path) -> None:
    write_site(tmp_path / "sites", "named", links=HOME_LINKS, pages=PAGES)
    tasks = crawl(tmp_path, looks=0)["named"]
    judged = [tasks[task] for task in TASKS if tasks[task].loads is not None]
    open_ = [tasks[task] for task in TASKS]
    assert not judged
    assert {task.verdict for task in open_} == {None}
    assert "We could not look at all pages that may lead to it." in {task.reason for task in open_}


def test_a_page_that_robots_txt_closes_has_no_verdict(found: Found) -> None:
    tax = found["odd"]["council-tax"]
    assert tax.verdict is None
    assert tax.reason == "The site asks robots to keep away from its page, and we do."
    assert tax.url is not None
    assert tax.url.endswith("/council-tax")
    assert tax.clicks == 1


def test_a_link_to_a_page_that_does_not_load_is_hard(found: Found) -> None:
    silent, gone = found["odd"]["planning"], found["odd"]["bin-day"]
    assert (silent.verdict, silent.loads) == (Verdict.HARD, False)
    assert silent.reason == "One click from the home page, but that page does not answer."
    assert (gone.verdict, gone.loads) == (Verdict.HARD, False)
    assert gone.reason == "One click from the home page, but that page is gone."


def test_a_task_set_to_none_by_hand_says_so(found: Found) -> None:
    library = found["odd"]["libraries"]
    assert library.verdict is Verdict.NOT_FOUND
    assert library.reason == "A person looked, and says that there is no page for it: Shut."
    other = found["odd"]["noise"]
    assert other.reason == "No page of the council or of a supplier was found for it."
