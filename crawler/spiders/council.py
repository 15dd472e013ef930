"""One website in one crawl: robots.txt, home page, sitemap, panel, and an audit of each page.

The spider reads as the steps it takes: each request is awaited in `start`, one after another, and
passes through all of Scrapy's downloader middlewares (robots.txt, retries, delays). What is audited
is judged, scored and saved before the next page is asked for, so that a crawl may be killed at any
time. Pages and panels that an earlier run finished are read back, not visited again.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import msgspec
import tldextract
from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from typing_extensions import override

from crawler.audits.registry import judge
from crawler.browser.handler import AuditedPage
from crawler.database import store
from crawler.errors import UsabilityError
from crawler.panel.address import page_key, same_site
from crawler.panel.choose import choose_pages
from crawler.records import EndState, PageFacts, PageResult, PageRole, PageVisit, PanelPage
from crawler.scoring.page import score_page
from crawler.spiders import sitemap
from crawler.spiders.robots import RefusedByRobots, RobotsMiddleware

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from crawler.database.artifacts import Artifacts
    from crawler.database.session import Database
    from crawler.records import Link, Task, Website

HOME_REASON = "The address in the register"
REASON_LENGTH = 500
# The list of public suffixes that comes with the package: nothing is fetched, nothing is kept.
SUFFIXES = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
)


class CouncilSpider(Spider):
    """Audits the panel of one website into an open site audit, and leaves closing it to the job.

    `planned(pages, kept)` is called when the panel is known, `page_ended(result, seconds)` after
    each page that this run saved. Afterwards `finished` says whether the whole panel was audited,
    and `problem` what of ours ended it early; neither means that it was told to stop.
    """

    name = "council"

    def __init__(
        self,
        *,
        website: Website,
        site_audit_id: int,
        database: Database,
        artifacts: Artifacts,
        tasks: Sequence[Task],
        size: int,
        planned: Callable[[int, int], None],
        page_ended: Callable[[PageResult, float], None],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._website = website
        self._site_audit_id = site_audit_id
        self._database = database
        self._artifacts = artifacts
        self._tasks = tasks
        self._size = size
        self._planned = planned
        self._page_ended = page_ended
        self.finished = False
        self.problem: Exception | None = None
        self._panel_keys: set[str | None] = set()
        self._kept_keys: set[str | None] = set()  # of where the pages with scores were found

    @override
    async def start(self) -> AsyncIterator[Any]:
        try:
            await self._run()
        except Exception as error:
            # Scrapy would log it and call the crawl finished; the job must know.
            self.problem = error
            self.logger.exception("The crawl of %s failed", self._website.url)
        return
        yield  # makes this the generator that Scrapy wants; nothing is ever scheduled

    async def _run(self) -> None:
        panel = store.panel_of(self._database, self._site_audit_id)
        if panel:
            self._panel_keys = {page_key(page.url) for page in panel}
            for result in store.results_of(self._database, self._site_audit_id):
                self._keep_key(result.facts)
            done = store.audited_urls(self._database, self._site_audit_id)
            todo = [page for page in panel if page.url not in done]
            self._planned(len(panel), len(panel) - len(todo))
        else:
            todo = await self._begin()
        for page in todo:
            begun = time.monotonic()
            visit = self._once(page, await self._visit(page))
            self._save(page, visit, begun)
        self.finished = True

    async def _begin(self) -> list[PanelPage]:
        """Audit the home page, whose links name the other pages, and save it with the panel.
        Returns the rest of the panel."""
        home = PanelPage(url=self._website.url, role=PageRole.HOME, reason=HOME_REASON)
        # The sitemap first: with the panel chosen at once, the home page is saved at once.
        listed = await self._sitemap(home.url)
        begun = time.monotonic()
        visit = await self._visit(home)
        panel = [home]
        if visit.facts.markup is not None:
            home_url = visit.facts.final_url
            council = self._website.councils[0]
            chosen = choose_pages(
                home_url,
                await self._allowed(visit.facts.markup.links, home_url),
                listed,
                self._tasks,
                council.type,
                council.nation,
                self._size,
            )
            panel += [page for page in chosen if not _is_home(page, home)]
        store.save_panel(self._database, self._site_audit_id, panel)
        self._panel_keys = {page_key(page.url) for page in panel}
        self._save(home, visit, begun)
        self._planned(len(panel), 0)
        return panel[1:]

    async def _allowed(self, links: Sequence[Link], home_url: str) -> list[Link]:
        """The links without those that robots.txt keeps from us: a panel of pages that we may not
        load would say nothing about the site."""
        rules = await self._robots().rules(home_url)
        return [
            link
            for link in links
            if not same_site(link.url, home_url) or rules.refusal(link.url) is None
        ]

    async def _sitemap(self, home_url: str) -> list[str]:
        """The pages in the sitemaps that robots.txt names, or else in /sitemap.xml. A bounded
        number of files, and only the site's own."""
        rules = await self._robots().rules(home_url)
        if rules.refusal(home_url) is not None:
            return []
        waiting = list(rules.sitemaps) or [urljoin(home_url, "/sitemap.xml")]
        seen: set[str] = set()
        pages: dict[str, None] = {}
        while waiting and len(seen) < sitemap.MOST_FILES and len(pages) < sitemap.MOST_ADDRESSES:
            address = waiting.pop(0)
            if address in seen or not same_site(address, home_url):
                continue
            seen.add(address)
            found, further = await self._read_sitemap(address)
            pages.update(dict.fromkeys(found))
            waiting.extend(further[: sitemap.MOST_FILES])
        return [page for page in pages if same_site(page, home_url) and rules.refusal(page) is None]

    async def _read_sitemap(self, address: str) -> tuple[list[str], list[str]]:
        request = Request(
            address,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"download_maxsize": sitemap.LARGEST_FILE},
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except UsabilityError:
            raise
        except Exception as error:  # noqa: BLE001 -- no sitemap is no loss; any failure means none
            self.logger.info("No sitemap at %s: %r", address, error)
            return [], []
        return sitemap.read_sitemap(response) if response.status == 200 else ([], [])

    def _save(self, page: PanelPage, visit: PageVisit, begun: float) -> None:
        """Judge, score and keep a visit. A page is never visited twice in a crawl."""
        self._keep_key(visit.facts)
        findings = judge(visit.facts)
        result = PageResult(
            page=page,
            facts=visit.facts,
            findings=findings,
            score=score_page(visit.facts, findings),
        )
        store.save_page(
            self._database, self._site_audit_id, result, self._artifacts, visit.artifacts
        )
        self._page_ended(result, time.monotonic() - begun)

    def _keep_key(self, facts: PageFacts) -> None:
        if facts.state.scored:
            self._kept_keys.add(page_key(facts.final_url))

    def _once(self, page: PanelPage, visit: PageVisit) -> PageVisit:
        """The visit, unless it led to a page that stands in the panel for itself: that page would
        count twice, and a task whose page was retired would be judged by the home page."""
        facts = visit.facts
        key = page_key(facts.final_url)
        redirected = key != page_key(page.url)
        if page.role is PageRole.HOME or not facts.state.scored:
            return visit
        if redirected and (key in self._panel_keys or key in self._kept_keys):
            reason = f"it redirects to {facts.final_url}, which is in the panel already"
            return _led_away(facts, EndState.GONE, reason)
        if key in self._kept_keys:
            return _led_away(facts, EndState.GONE, "another page of the panel redirects to it")
        return visit

    async def _visit(self, page: PanelPage) -> PageVisit:
        url = page.url
        request = Request(
            url,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"audit": True, "dont_retry": True, "dont_redirect": True, "dont_cache": True},
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except RefusedByRobots as refused:
            return _not_loaded(url, refused.refusal.state, refused.refusal.reason)
        except IgnoreRequest as ignored:
            return _not_loaded(url, EndState.FAILED, f"the request was dropped: {ignored}")
        if not isinstance(response, AuditedPage):
            raise TypeError(f"an audit request was answered by {type(response).__name__}")
        return await self._at_home(page, response.visit)

    async def _at_home(self, page: PanelPage, visit: PageVisit) -> PageVisit:
        """The visit, unless redirects led it away: what is on another website, or where robots.txt
        does not let us, says nothing about this one."""
        facts = visit.facts
        if not facts.state.scored or facts.final_url == facts.url:
            return visit
        if not same_organisation(facts.final_url, self._website.url):
            home = page.role is PageRole.HOME
            reason = "moved to" if home else "it redirects to another website,"
            return _led_away(facts, EndState.GONE, f"{reason} {facts.final_url}")
        refusal = (await self._robots().rules(facts.final_url)).refusal(facts.final_url)
        if refusal is not None:
            return _led_away(
                facts, refusal.state, f"it redirects to {facts.final_url}, and {refusal.reason}"
            )
        return visit

    def _robots(self) -> RobotsMiddleware:
        middleware = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if middleware is None:
            raise LookupError("the crawler runs without RobotsMiddleware")
        return middleware


def _is_home(page: PanelPage, home: PanelPage) -> bool:
    """Whether a chosen page is the home page: by its role, or as the register spells it."""
    return page.role is PageRole.HOME or page_key(page.url) == page_key(home.url)


def same_organisation(url: str, website_url: str) -> bool:
    """Whether an address is on the website or under the same registered domain: a council's
    `planning.` or `www3.` is the council's own, a supplier's portal is not."""
    if same_site(url, website_url):
        return True
    domain = _domain(website_url)
    return domain != "" and _domain(url) == domain


def _domain(url: str) -> str:
    """The domain that was registered, as in northam.gov.uk; "" for an address without one."""
    return SUFFIXES(urlsplit(url).hostname or "").top_domain_under_public_suffix


def _not_loaded(url: str, state: EndState, reason: str) -> PageVisit:
    return PageVisit(
        facts=PageFacts(
            url=url,
            final_url=url,
            state=state,
            visited_at=datetime.now(UTC),
            reason=reason[:REASON_LENGTH],
        )
    )


def _led_away(facts: PageFacts, state: EndState, reason: str) -> PageVisit:
    """The facts of where the visit went, without what was gathered there."""
    return PageVisit(
        facts=msgspec.structs.replace(
            facts,
            state=state,
            reason=reason[:REASON_LENGTH],
            markup=None,
            axe=(),
            metrics=None,
            network=None,
            layout=(),
            screenshots={},
        )
    )
