"""Where redirects may lead: to the council's other hosts, and to no page twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.jobs.crawl import run_crawl
from crawler.panel.hosts import same_organisation
from crawler.records import EndState
from crawler.register import read_register
from crawler.spiders.redirects import REASON_LENGTH
from tests.jobs.crawling import Reports, config_for, pages_of
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from pathlib import Path

GO = '<!doctype html><title>Go</title><script>location = "{}"</script>'


@pytest.mark.parametrize(
    ("url", "website"),
    [
        ("https://www.walsall.gov.uk/", "https://go.walsall.gov.uk/"),
        ("https://www.halton.gov.uk/", "https://www3.halton.gov.uk/"),
        ("https://cy.powys.gov.uk/a", "https://en.powys.gov.uk/"),
        ("https://my.northam.co.uk/", "https://www.northam.co.uk/"),
        ("https://www.northam.llyw.cymru/", "https://northam.llyw.cymru/"),
        ("http://127.0.0.1:8000/b", "http://127.0.0.1:8000/"),
    ],
)
def test_hosts_of_one_council_are_one_organisation(url: str, website: str) -> None:
    assert same_organisation(url, website)


@pytest.mark.parametrize(
    ("url", "website"),
    [
        ("https://www.eastham.gov.uk/", "https://www.northam.gov.uk/"),
        ("https://www.gov.uk/", "https://www.northam.gov.uk/"),
        ("https://northam.service.gov.uk/", "https://eastham.service.gov.uk/"),
        ("https://northam.azurewebsites.net/", "https://eastham.azurewebsites.net/"),
        ("https://northam-gov.uk/", "https://northam.gov.uk/"),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8000/"),
        ("http://10.0.0.1/", "http://11.0.0.1/"),
    ],
)
def test_neighbours_under_a_public_suffix_are_not(url: str, website: str) -> None:
    assert not same_organisation(url, website)


def test_no_page_counts_twice_and_no_reason_is_long(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    links = {
        "/contact": "Contact us",
        "/council-tax": "Pay your council tax",
        "/bins": "Bin collection",
        "/planning": "Planning applications",
        "/libraries": "Libraries",
    }
    write_site(sites, "retired", links=links)
    folder = sites / "retired"
    (folder / "council-tax.html").write_text(GO.format("/"))
    (folder / "contact.html").write_text(GO.format("/bins"))
    (folder / "planning.html").write_text(GO.format("/moved"))
    (folder / "libraries.html").write_text(GO.format("/moved?" + "x" * 1500))
    (folder / "moved.html").write_text((folder / "bins.html").read_text())
    with SiteServer(sites) as server:
        config = config_for(tmp_path, server, pages=6)
        run_crawl(config, read_register(config.register), reporter=Reports())
        home = server.url("retired")
    pages = pages_of(config, "retired")
    states = {path: page.state for path, page in pages.items()}
    assert states == {
        "/": EndState.AUDITED,
        "/bins": EndState.AUDITED,
        "/planning": EndState.AUDITED,
        "/libraries": EndState.AUDITED,
        "/contact": EndState.GONE,
        "/council-tax": EndState.GONE,
    }
    assert pages["/council-tax"].reason == f"it redirects to {home}, which is in the panel already"
    assert pages["/contact"].scores.total is None
    assert all(len(page.reason) <= REASON_LENGTH for page in pages.values())
