"""Council websites that exist only as facts, and change from week to week as real ones do.

Sizes follow what visits to pages of real councils gather: about 150 links, 45 axe rules with an
outcome, 10 to 40 elements that fail, 20 resources. How much changes is set by the constants below.
Everything comes from the seed, so a run can be repeated.
"""

from __future__ import annotations

import hashlib
import random
import textwrap
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bench.examined import Examined
from bench.on_phone import OnPhone
from crawler.audits.axe_words import AXE_WORDS
from crawler.records import (
    AxeNode,
    AxeRule,
    AxeRun,
    Candidate,
    Council,
    EndState,
    Findability,
    FirstStep,
    Layout,
    Link,
    Markup,
    Metrics,
    Network,
    OpenedLink,
    PageFacts,
    PageRole,
    PanelPage,
    Resource,
    SearchForm,
    SearchOutcome,
    SearchState,
    Source,
    Step,
    StoredPanel,
    TaskFindability,
    Verdict,
    Versions,
    Viewport,
)

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WEEK = timedelta(days=7)

# The chance, each week, that …
SOME_CONTENT_CHANGES = 0.25  # a page other than the home page gets new text or a new link
NAVIGATION_CHANGES = 0.03  # a link of the navigation changes on every page of a site
COUNTS_WAVER = 0.5  # axe counts other numbers of passing elements than last week
A_FAILURE_CHANGES = 0.12  # an element that fails is mended, or a new one appears
A_TASK_CHANGES = 0.15  # what is found of one of a site's tasks is another thing
A_PAGE_IS_GONE = 0.01  # a page of the panel is replaced
A_RESOURCE_CHANGES = 0.3  # (each resource) its transfer size moves
TOOLS_UPGRADED = 1 / 13  # a new axe and a new Chromium: every text that names a version changes
REDESIGNED = 1 / 150  # the whole site is new

ROTATING = 2
WALKED = 4
TASKS = 25  # that a council is responsible for; those that the panel has no room for are beyond it
CANDIDATES = 10  # for each task

_SYLLABLES = str.split(
    "ba be bi bo bu ca ce co da de di do fa fe fi ga ge ha he hi la le li lo ma me mi mo na ne "
    "ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve wa we"
)
_IMPACTS = ("critical", "serious", "serious", "moderate", "minor")
_STEPS = str.split(
    "open network trace_start navigate load quiet trace markup lantern axe_mobile "
    "screenshot_mobile layout_mobile resize_320 layout resize_1350 axe_desktop "
    "screenshot_desktop template codesniffer text links fields tables frames style motion resizing "
    "close total"
)


class Chance(random.Random):
    """Made-up words, always the same from the same seed."""

    def word(self) -> str:
        return "".join(self.choices(_SYLLABLES, k=self.randint(1, 4)))

    def words(self, count: int) -> str:
        return " ".join(self.word() for _ in range(count))


class FictionalPage:
    def __init__(self, chance: Chance, site: str, number: int, *, rotating: bool = False) -> None:
        self.chance = chance
        self.home = number == 0
        self.url = site if self.home else f"{site}{chance.word()}/{chance.word()}-{number}"
        first = (PageRole.HOME, PageRole.CONTACT, PageRole.ACCESSIBILITY_STATEMENT)
        role = first[number] if number < len(first) else PageRole.TASK
        if rotating:
            role = PageRole.ROTATING
        self.panel = PanelPage(
            url=self.url,
            role=role,
            task=f"{chance.word()}-{chance.word()}" if role is PageRole.TASK else None,
            reason=f"The home page links to it as “{chance.words(3)}”.",
            source=chance.choice(list(Source)),
            score=chance.randint(60, 100),
            supplier=f"{chance.word()}.example" if chance.random() < 0.15 else None,
        )
        self.design(site)

    def design(self, site: str) -> None:
        chance = self.chance
        self.title = f"{chance.words(4)} - {chance.word()} Council"
        self.links = [self.link(site) for _ in range(chance.randint(30, 100))]
        self.headings = [
            (chance.randint(1, 3), chance.words(4)) for _ in range(chance.randint(6, 24))
        ]
        self.text = chance.words(700)
        self.fields = chance.choice([0, 0, 0, 1, 8])
        self.documents = chance.choice([0, 0, 2, 30])
        self.examined = Examined(chance)
        self.on_phone = OnPhone(chance)
        self.rules: dict[str, dict[str, Any]] = {
            rule: {"passed": chance.randint(1, 200), "nodes": []}
            for rule in chance.sample(sorted(AXE_WORDS), 46)
        }
        self.rules["target-size"] = {"passed": chance.randint(30, 200), "nodes": []}
        for _ in range(chance.randint(6, 30)):
            self.fail()
        self.resources = [
            Resource(
                url=f"{site}{chance.word()}/{chance.randbytes(6).hex()}/{chance.word()}.js",
                type=chance.choice(["script", "stylesheet", "image", "font"]),
                status=200,
                transfer_bytes=chance.randint(2_000, 200_000),
            )
            for _ in range(20)
        ]

    def share(self, fellow: FictionalPage) -> None:
        """Take the template that all pages of a site have: most of what loads and of what fails.

        A new page then costs a third of the site's first; on the demo's small sites it is a tenth.
        """
        self.resources = [*fellow.resources[:15], *self.resources[:5]]
        self.rules = {
            rule: {"passed": found["passed"], "nodes": list(found["nodes"])}
            for rule, found in fellow.rules.items()
        }
        for rule in self.chance.sample(sorted(self.rules), 20):
            self.rules[rule]["passed"] = self.chance.randint(1, 200)
        for _ in range(3):
            self.fail()

    def link(self, site: str) -> Link:
        chance = self.chance
        path = f"{chance.word()}/{chance.word()}-{chance.word()}"
        return Link(
            url=f"{site}{path}",
            text=chance.words(3),
            visible=chance.random() < 0.8,
            region=chance.choice(["header", "nav", "main", "main", "footer", ""]),
            heading=chance.words(3) if chance.random() < 0.5 else "",
        )

    def fail(self) -> None:
        chance = self.chance
        # Most of what fails on a page fails in a few ways.
        rule = chance.choice(sorted(self.rules)[:9])
        where = f"#{chance.word()}-{chance.word()} > li:nth-child({chance.randint(1, 9)}) > a"
        self.rules[rule]["nodes"].append(
            AxeNode(
                selector=where,
                html=f'<a class="{chance.words(3)}" href="/{chance.word()}">{chance.words(18)}</a>',
                summary=f"Fix any of the following: {chance.words(22)}",
            )
        )

    def pass_a_week(self, site: str) -> None:
        chance = self.chance
        if self.home or chance.random() < SOME_CONTENT_CHANGES:
            for _ in range(4 if self.home else 1):
                self.links[chance.randrange(len(self.links))] = self.link(site)
            words = self.text.split()
            start = chance.randrange(len(words) - 40)
            words[start : start + 25] = chance.words(25).split()
            self.text = " ".join(words)
            self.examined.change()
            self.on_phone.change()
        if chance.random() < COUNTS_WAVER:
            for rule in chance.sample(sorted(self.rules), 8):
                self.rules[rule]["passed"] = max(
                    1, self.rules[rule]["passed"] + chance.choice([-1, 1, 3])
                )
        if chance.random() < A_FAILURE_CHANGES:
            if chance.random() < 0.5 and (
                failing := [r for r in self.rules.values() if r["nodes"]]
            ):
                chance.choice(failing)["nodes"].pop()
            else:
                self.fail()
        self.resources = [
            replace(each, transfer_bytes=each.transfer_bytes + chance.randint(-40, 400))
            if chance.random() < A_RESOURCE_CHANGES
            else each
            for each in self.resources
        ]

    def visit(
        self, at: datetime, navigation: list[Link], versions: Versions, *, walked: bool
    ) -> PageFacts:
        chance = self.chance
        tooltip = f"https://dequeuniversity.com/rules/axe/{versions.axe.rpartition('.')[0]}"
        resources = sorted(self.resources, key=lambda each: -each.transfer_bytes)
        letters = len(self.text)
        return PageFacts(
            url=self.url,
            final_url=self.url,
            state=EndState.AUDITED,
            visited_at=at,
            status=200,
            versions=versions,
            markup=Markup(
                title=self.title,
                language="en-GB",
                viewport=("width=device-width, initial-scale=1",),
                links=(*navigation, *self.links),
                headings=tuple(self.headings),
                text_excerpt=self.text[:2000],
                element_count=600 + len(self.links) * 4,
                # The main part is a piece of the text; a line is a paragraph.
                prose="\n".join(textwrap.wrap(self.text, 240))[600:3600],
                fields=self.fields,
                documents=self.documents,
                search=SearchForm(action=f"{navigation[0].url}/search", field="q"),
            ),
            opened=tuple(
                OpenedLink(url=link.url, text=link.text, controls=("Menu",), region="nav")
                for link in navigation[:40]
            ),
            first_step=FirstStep(
                kind="link",
                text=self.links[0].text,
                selector=f"main > p:nth-child(3) > a.{self.title.split()[0]}",
                tabs=len(navigation) + 3,
            ),
            axe=(
                self.axe(Viewport.MOBILE, tooltip, 0),
                self.axe(Viewport.DESKTOP, tooltip, 7),
            ),
            metrics=Metrics(
                fcp_ms=round(chance.uniform(900, 4000), 3),
                lcp_ms=round(chance.uniform(1500, 9000), 3),
                tbt_ms=chance.uniform(0, 900),
                cls=chance.random() / 4,
                speed_index_ms=round(chance.uniform(1500, 9000), 3),
                cpu_share=chance.random(),
            ),
            network=Network(
                requests=chance.randint(20, 90),
                transfer_bytes=sum(each.transfer_bytes for each in resources),
                ttfb_ms=chance.uniform(40, 900),
                resources=tuple(resources),
            ),
            layout=tuple(
                Layout(
                    viewport=width,
                    viewport_width=pixels,
                    content_width=float(pixels),
                    text_characters=letters,
                    legible_characters=letters - 40,
                )
                for width, pixels in ((Viewport.MOBILE, 412), (Viewport.NARROW, 320))
            ),
            screenshots={
                Viewport.MOBILE: hashlib.sha256(chance.randbytes(8)).hexdigest(),
                Viewport.DESKTOP: hashlib.sha256(chance.randbytes(8)).hexdigest(),
            },
            timings_ms={step: round(chance.uniform(2, 700)) for step in _STEPS},
            template=hashlib.sha256(b"walked" if walked else b"not").hexdigest()[:16],
            walked=walked,
            **self.examined.facts(letters, walked=walked),
            **self.on_phone.facts(resources),
        )

    def axe(self, viewport: Viewport, tooltip: str, more: int) -> AxeRun:
        rules = []
        for place, (name, found) in enumerate(sorted(self.rules.items())):
            fixed = Chance(name)
            nodes: tuple[AxeNode, ...] = tuple(found["nodes"][:50])
            rules.append(
                AxeRule(
                    id=name,
                    help=fixed.words(9),
                    description=fixed.words(13),
                    help_url=f"{tooltip}/{name}?application=axeAPI",
                    tags=("cat.aria", "wcag2a", "wcag412", "EN-301-549", "EN-9.4.1.2", "RGAAv4"),
                    impact=_IMPACTS[place % len(_IMPACTS)] if nodes else None,
                    passed=found["passed"] + more,
                    failed=len(nodes),
                    violations=nodes,
                )
            )
        rest = tuple(name for name in sorted(AXE_WORDS) if name not in self.rules)
        return AxeRun(viewport=viewport, rules=tuple(rules), inapplicable=rest)


class FictionalSite:
    """One website and its pages; `week` moves it on and visits them all."""

    def __init__(self, seed: int, number: int, pages: int) -> None:
        self.number = pages
        self.chance = Chance(seed * 10_000 + number)
        self.slug = f"{self.chance.word()}-{number}"
        self.url = f"https://www.{self.slug}.example/"
        self.pages = [FictionalPage(self.chance, self.url, page) for page in range(pages)]
        self.navigation = [self.pages[0].link(self.url) for _ in range(70)]
        tasked = [page.panel for page in self.pages if page.panel.task is not None]
        self.beyond = [
            FictionalPage(self.chance, self.url, 100 + number).panel
            for number in range(TASKS - len(tasked))
        ]
        self.tasks = [self.task(page) for page in (*tasked, *self.beyond)]

    def task(self, page: PanelPage) -> TaskFindability:
        """What is found of a task: two clicks to it, each said in words."""
        chance = self.chance
        steps = [
            Step(on=self.url, text=chance.words(3), url=f"{self.url}{chance.word()}/")
            for _ in range(2)
        ]
        return TaskFindability(
            task=page.task or "",
            title=chance.words(4),
            importance=chance.randint(1, 3),
            verdict=chance.choice([*Verdict, None]),
            reason=f"Two clicks lead there: “{steps[0].text}”, then “{steps[1].text}”.",
            url=page.url,
            supplier=page.supplier,
            clicks=2,
            path=tuple(steps),
            search=SearchOutcome(
                state=SearchState.ASKED, query=chance.words(2), position=chance.randint(1, 10)
            ),
            loads=True,
            reflows=True,
            keyboard=True,
            first_step=chance.words(3),
            reading_age=chance.uniform(9, 20),
        )

    def stored(self) -> StoredPanel:
        """The panel that stands for the site now."""
        return StoredPanel(
            pages=tuple(page.panel for page in self.pages), beyond=tuple(self.beyond)
        )

    def candidates(self) -> list[Candidate]:
        chance = self.chance
        return [
            Candidate(
                role=page.role,
                task=page.task,
                url=f"{page.url}-{number}" if number else page.url,
                source=chance.choice(list(Source)),
                score=100 - number,
                reason=f"A link on the home page says “{chance.words(3)}”.",
                rejected="Another page was better." if number else "",
            )
            for page in (*self.stored().pages, *self.beyond)
            for number in range(CANDIDATES)
        ]

    def findability(self) -> Findability:
        if self.chance.random() < A_TASK_CHANGES:
            place = self.chance.randrange(len(self.tasks))
            page = replace(self.beyond[0], task=self.tasks[place].task, url=self.tasks[place].url)
            self.tasks[place] = self.task(page)
        return Findability(method=1, figure=66.6, tasks=tuple(self.tasks), requests=40)

    def councils(self, *, shared: bool) -> list[Council]:
        """The council that the site serves; two for a shared site."""
        slugs = [self.slug, f"{self.slug}-too"] if shared else [self.slug]
        return [
            Council(
                slug=slug,
                name=slug.title(),
                nation=self.chance.choice(["england", "scotland", "wales", "northern-ireland"]),
                region="East of England",
                type=self.chance.choice(["district", "county", "unitary"]),
                gss_code=f"E07{zlib.crc32(slug.encode()) % 1_000_000:06}",
                website=self.url,
                population=self.chance.randint(30_000, 900_000),
            )
            for slug in slugs
        ]

    def week(self, at: datetime, versions: Versions) -> list[tuple[PanelPage, PageFacts]]:
        chance = self.chance
        if chance.random() < REDESIGNED:
            self.navigation = [self.pages[0].link(self.url) for _ in range(70)]
            for page in self.pages:
                page.design(self.url)
        if chance.random() < NAVIGATION_CHANGES:
            self.navigation[chance.randrange(70)] = self.pages[0].link(self.url)
        if chance.random() < A_PAGE_IS_GONE:
            place = chance.randrange(3, len(self.pages))
            old = self.pages[place].panel
            self.number += 1
            self.pages[place] = FictionalPage(chance, self.url, self.number)
            self.pages[place].panel = replace(
                self.pages[place].panel, task=old.task, replaces=old.url
            )
        # Drawn from so many pages that hardly one comes twice.
        rotating = [
            FictionalPage(chance, self.url, 1000 + 10 * self.number + extra, rotating=True)
            for extra in range(ROTATING)
        ]
        for page in rotating:
            page.share(self.pages[-1])
        visits = []
        for order, page in enumerate([*self.pages, *rotating]):
            page.pass_a_week(self.url)
            moment = at + timedelta(seconds=5 * order, microseconds=chance.randrange(10**6))
            walked = order < WALKED
            visits.append(
                (page.panel, page.visit(moment, self.navigation, versions, walked=walked))
            )
        return visits


def versions_at(week: int) -> Versions:
    """The tools move on together about four times a year."""
    release = int(week * TOOLS_UPGRADED)
    return Versions(
        chromium=f"{156 + release}.0.7{release:03}.66",
        axe=f"4.{14 + release}.0",
        lighthouse="13.5.0",
    )
