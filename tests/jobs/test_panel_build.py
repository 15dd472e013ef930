"""Choosing panels without auditing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from typing_extensions import override

from crawler.database import queries
from crawler.errors import UnknownCouncil
from crawler.jobs.messages import PageSeen
from crawler.jobs.panel_build import run_panel_build
from crawler.panel.overrides import Override, write_overrides
from crawler.records import EndState, PageRole, Source
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for
from tests.server import SiteServer
from tests.small_site import LINKS, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.config import Config
    from crawler.jobs.messages import Progress
    from crawler.jobs.reporter import PanelOutcome, PanelReport
    from crawler.records import Website

LOOKS = 5


class Panels(Reports):
    """Keeps what was said of each panel, by the website's first council."""

    def __init__(self) -> None:
        super().__init__()
        self.panels: dict[str, PanelReport] = {}
        self.seen: list[str] = []
        self.outcome: PanelOutcome | None = None

    @override
    def site_progress(self, website: Website, progress: Progress) -> None:
        if isinstance(progress, PageSeen):
            self.seen.append(progress.url)

    @override
    def panel_ended(self, report: PanelReport) -> None:
        self.panels[report.website.councils[0].slug] = report

    @override
    def panels_ended(self, outcome: PanelOutcome) -> None:
        self.outcome = outcome


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    write_site(tmp_path / "sites", "good", links=LINKS)
    write_site(tmp_path / "sites", "closed", robots="User-agent: *\nDisallow: /\n")
    with SiteServer(tmp_path / "sites") as server:
        yield server


def build(config: Config, *slugs: str, fresh: bool = False) -> Panels:
    panels = Panels()
    councils = read_register(config.register)
    outcome = run_panel_build(config, councils, slugs=slugs, fresh=fresh, reporter=panels)
    assert panels.outcome == outcome
    return panels


def detail(config: Config, slug: str) -> queries.PanelDetail:
    database = queries.open_for_reading(config.database)
    found = queries.panel(database, slug)
    database.close()
    assert found is not None
    return found


def remove(server: SiteServer, slug: str, *paths: str) -> None:
    site = server.sites[slug]
    behaviour = msgspec.structs.replace(site.settings.behaviour, removed=paths)
    site.settings = msgspec.structs.replace(site.settings, behaviour=behaviour)


def test_panels_are_chosen_kept_renewed_and_chosen_anew(tmp_path: Path, server: SiteServer) -> None:
    config = config_for(tmp_path, server, discovery_pages=LOOKS)
    first = build(config)
    good, closed = first.panels["good"].ended, first.panels["closed"].ended
    assert (good.state, good.pages, good.reason) == (EndState.AUDITED, config.pages, "")
    assert good.tasks_found == 5
    assert good.tasks_applicable > 20
    assert good.requests == len(first.seen) - 1 <= 1 + LOOKS
    assert (closed.state, closed.pages) == (EndState.DISALLOWED, 0)
    assert closed.reason == "robots.txt disallows /"
    assert first.outcome is not None
    assert (first.outcome.planned, len(first.outcome.sites)) == (2, 2)
    database = queries.open_for_reading(config.database)
    assert queries.crawls(database) == ()
    assert queries.panel(database, "closed") is None
    database.close()
    chosen = detail(config, "good")
    assert chosen.pages[0].role is PageRole.HOME
    assert chosen.candidates

    build(config, "good")
    assert detail(config, "good").pages == chosen.pages

    task = next(each for each in chosen.pages if each.role is PageRole.TASK)
    path = "/" + task.url.split("/", 3)[3]
    remove(server, "good", path)
    build(config, "good")
    renewed = detail(config, "good")
    (change,) = [each for each in renewed.changes if each.replaced_by]
    assert change.url == task.url
    assert len(renewed.pages) == len(chosen.pages)

    remove(server, "good")
    build(config, "good", fresh=True)
    anew = detail(config, "good")
    assert anew.pages == chosen.pages
    assert "The panel was chosen anew." in {each.reason for each in anew.changes}


def test_what_a_person_chose_wins_and_can_be_taken_back(tmp_path: Path, server: SiteServer) -> None:
    config = config_for(tmp_path, server, discovery_pages=LOOKS)
    build(config, "good")
    before = detail(config, "good").pages
    task = next(each for each in before if each.role is PageRole.TASK)
    assert task.task is not None
    url = server.url("good", "/somewhere")
    (tmp_path / "sites" / "good" / "somewhere.html").write_text("<!doctype html><h1>Here</h1>")
    mine = Override(
        council="good", role=PageRole.TASK, task=task.task, url=url, reason="We know better."
    )
    write_overrides(config.overrides_file, [mine])
    build(config, "good")
    after = detail(config, "good").pages
    (page,) = [each for each in after if each.task == task.task]
    assert (page.url, page.source, page.replaces) == (url, Source.OVERRIDE, task.url)
    assert "We know better." in page.reason
    assert after.index(page) == before.index(task)

    write_overrides(config.overrides_file, [])
    build(config, "good")
    back = detail(config, "good")
    assert task.url in {each.url for each in (*back.pages, *back.beyond)}
    assert url not in {each.url for each in back.pages}


def test_an_unknown_slug_is_refused(tmp_path: Path, server: SiteServer) -> None:
    config = config_for(tmp_path, server)
    with pytest.raises(UnknownCouncil, match="Did you mean good"):
        build(config, "goood")
    assert not (tmp_path / "crawl.db").exists()
