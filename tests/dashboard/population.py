"""A database as three crawls of fourteen councils leave it, with every end state and hostile text.

It is written through the store and scored by the method, as a crawl would. What the councils' tasks
come to is in `tasks`.
"""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PIL import Image, ImageDraw

from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.records import (
    Council,
    Element,
    EndState,
    Finding,
    Impact,
    Metrics,
    Network,
    Outcome,
    PageResult,
    PageRole,
    PanelPage,
    Pillar,
    Source,
    StoredPanel,
    Viewport,
)
from crawler.scoring.page import score_page
from crawler.scoring.site import score_site, site_state
from tests.dashboard.hostile import HOSTILE, IMAGE, LONG, MARKDOWN, SCRIPT
from tests.dashboard.speeds import loading_of, measurement_of, save_field_data
from tests.dashboard.statements import DOCUMENTS, statement_of
from tests.dashboard.tasks import findability_of
from tests.facts import sound_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.database.session import Database

NOW = datetime.now(UTC).replace(microsecond=0)
CRAWLS = (NOW - timedelta(days=30), NOW - timedelta(days=9), NOW - timedelta(days=2))

SUPPLIER = "planning.supplier.example"

PANEL = (
    ("", PageRole.HOME, None),
    ("contact", PageRole.CONTACT, None),
    ("council-tax/pay", PageRole.TASK, "council-tax"),
    ("bins/collection-days", PageRole.TASK, "bin-day"),
)

# What some websites have besides: forms, documents, suppliers' pages, Welsh versions, pages by lot.
_BESIDES: dict[str, tuple[PanelPage, ...]] = {
    "northam": (
        PanelPage(
            url="https://www.northam.example/report/missed-bin",
            role=PageRole.FORM,
            reason="The page has 6 fields to fill in.",
            source=Source.DEEPER_LINK,
        ),
        PanelPage(
            url="https://www.northam.example/council/budgets-and-spending",
            role=PageRole.DOCUMENTS,
            reason="The page links to 14 documents.",
            source=Source.SITEMAP,
        ),
        PanelPage(
            url=f"https://{SUPPLIER}/northam/search?area=all",
            role=PageRole.TASK,
            task="planning",
            reason="The link “View planning applications” on the page Planning says the task.",
            source=Source.LOCAL_LINKS,
            supplier=SUPPLIER,
        ),
        PanelPage(
            url="https://pay.northam-money.example/",
            role=PageRole.TASK,
            task="parking-fine",
            reason="GOV.UK’s Local Links names it.",
            source=Source.LOCAL_LINKS,
            supplier="pay.northam-money.example",
        ),
        PanelPage(
            url="https://www.northam.example/news/mayor-opens-library",
            role=PageRole.ROTATING,
            reason="Chosen by lot for this crawl.",
            source=Source.DRAWN,
        ),
        PanelPage(
            url="https://www.northam.example/leisure/parks",
            role=PageRole.ROTATING,
            reason="Chosen by lot for this crawl.",
            source=Source.DRAWN,
        ),
    ),
    "cwmhir": (
        PanelPage(
            url="https://www.cwmhir.example/cy/",
            role=PageRole.WELSH,
            reason="The link “Cymraeg” leads to it.",
        ),
        PanelPage(
            url="https://www.cwmhir.example/cy/treth-y-cyngor",
            role=PageRole.WELSH,
            task="council-tax",
            reason="The page in English links to it as “Cymraeg”.",
        ),
    ),
    "hostile": (
        PanelPage(
            url="https://www.supplier.example/?q=<script>window.hacked=1</script>",
            role=PageRole.TASK,
            task="planning",
            reason=f"The link {' '.join(HOSTILE)} says so",
            source=Source.DEEPER_LINK,
            supplier=f"x.example{IMAGE}",
            replaces="javascript:window.hacked=1",
        ),
        PanelPage(
            url=f"https://www.hostile.example/{LONG}",
            role=PageRole.ROTATING,
            reason=MARKDOWN,
        ),
    ),
}

# slug, name, nation, region, type, website, how many faults in each crawl (None: not scored)
COUNCILS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("northam", "Northam District Council", "England", "East Midlands", "district", "northam"),
    ("southam", "Southam District Council", "England", "East Midlands", "district", "northam"),
    ("eastshire", "Eastshire County Council", "England", "East of England", "county", "eastshire"),
    ("westbury", "Westbury Borough Council", "England", "South West", "unitary", "westbury"),
    ("twinford", "Twinford City Council", "England", "South West", "unitary", "twinford"),
    ("glenmore", "Glenmore Council", "Scotland", "Scotland", "scottish", "glenmore"),
    ("cwm-hir", "Cyngor Cwm Hir", "Wales", "Wales", "welsh", "cwmhir"),
    (
        "loughside",
        "Loughside District Council",
        "Northern Ireland",
        "Northern Ireland",
        "northern-irish",
        "loughside",
    ),
    ("walled", "Walled City Council", "England", "London", "london-borough", "walled"),
    ("hermit", "Hermit Island Council", "Scotland", "Scotland", "scottish", "hermit"),
    ("lost", "Lost Valley Council", "Wales", "Wales", "welsh", "lost"),
    ("merged", "Merged Borough Council", "England", "North West", "metropolitan", "merged"),
    ("unlucky", "Unlucky Metropolitan Borough", "England", "North West", "metropolitan", "unlucky"),
    ("small", "Small Parish Unitary", "England", "South East", "unitary", "small"),
    ("later", "Later District Council", "England", "South East", "district", "later"),
    (
        "hostile",
        f"Hostile {SCRIPT} {LONG[:58]} Council",
        "England",
        "London",
        "london-borough",
        "hostile",
    ),
)

# Websites by the number of faulty audits in each crawl, or the state in which it ended.
HISTORIES: dict[str, tuple[int | EndState, int | EndState, int | EndState]] = {
    "northam": (6, 4, 1),
    "eastshire": (5, 5, 5),
    "westbury": (3, 3, 3),
    "twinford": (1, 2, 3),
    "glenmore": (0, 0, 0),
    "cwmhir": (EndState.UNREACHABLE, EndState.UNREACHABLE, 4),
    "loughside": (2, EndState.BLOCKED, 2),
    "walled": (3, 2, EndState.BLOCKED),
    "hermit": (EndState.DISALLOWED, EndState.DISALLOWED, EndState.DISALLOWED),
    "lost": (4, EndState.UNREACHABLE, EndState.UNREACHABLE),
    "merged": (4, 4, EndState.GONE),
    "unlucky": (2, 2, EndState.FAILED),
    "small": (2, 2, 2),
    "hostile": (6, 6, 6),
}
REASONS = {
    EndState.BLOCKED: "HTTP 403, and a page that asks to prove that one is human.",
    EndState.DISALLOWED: "robots.txt disallows / for every robot.",
    EndState.UNREACHABLE: "The name lost.example does not resolve.",
    EndState.GONE: "HTTP 410 on the home page.",
    EndState.FAILED: "The browser ended before the page was read.",
}

FAULTS: tuple[tuple[str, Pillar, Impact, tuple[str, ...], str], ...] = (
    (
        "color-contrast",
        Pillar.ACCESSIBILITY,
        Impact.SERIOUS,
        ("1.4.3",),
        "Some text is too faint against its background",
    ),
    (
        "image-alt",
        Pillar.ACCESSIBILITY,
        Impact.CRITICAL,
        ("1.1.1",),
        "Some images have no text alternative",
    ),
    (
        "target-size",
        Pillar.MOBILE,
        Impact.SERIOUS,
        ("2.5.8",),
        "Some buttons and links are too small to touch",
    ),
    (
        "reflow",
        Pillar.MOBILE,
        Impact.SERIOUS,
        ("1.4.10",),
        "The page scrolls sideways on a narrow phone",
    ),
    (
        "link-name",
        Pillar.ACCESSIBILITY,
        Impact.SERIOUS,
        ("2.4.4", "4.1.2"),
        "Some links have no name",
    ),
    (
        "html-has-lang",
        Pillar.ACCESSIBILITY,
        Impact.SERIOUS,
        ("3.1.1",),
        "The page does not say its language",
    ),
)


def populate(url: str, artifacts: Path) -> None:
    """Make the database at `url` and fill it."""
    database = open_database(url, create=True)
    shelf = Artifacts(artifacts)
    try:
        councils = [_council(*row) for row in COUNCILS]
        store.save_register(database, councils)
        for number, started in enumerate(CRAWLS):
            ticket = store.begin_crawl(database, started_at=started, register="r", fresh=True)
            for site, history in HISTORIES.items():
                _audit(database, shelf, ticket.id, site, history[number], started, number)
            store.close_crawl(database, ticket.id, started + timedelta(hours=2))
        save_field_data(database, NOW)
    finally:
        database.close()


def council(slug: str) -> Council:
    """A council of the sample by its slug."""
    return next(_council(*row) for row in COUNCILS if row[0] == slug)


def _council(slug: str, name: str, nation: str, region: str, kind: str, site: str) -> Council:
    return Council(
        slug=slug,
        name=name,
        nation=nation,
        region=region,
        type=kind,
        gss_code=f"E{int(hashlib.sha256(slug.encode()).hexdigest()[:6], 16):08}",
        website=address(site),
    )


def address(site: str) -> str:
    return f"https://www.{site}.example/"


def _audit(
    database: Database,
    shelf: Artifacts,
    crawl: int,
    site: str,
    ending: int | EndState,
    started: datetime,
    number: int,
) -> None:
    audit = store.begin_site(database, crawl, address(site), started).site_audit_id
    ended = started + timedelta(hours=1)
    if isinstance(ending, EndState):
        store.close_site(database, audit, ending, REASONS[ending], None, ended)
        return
    panel = panel_of(site, number)
    why = {page.replaces: "It answers with HTTP 404" for page in panel if page.replaces}
    store.keep_panel(
        database, address(site), StoredPanel(pages=headline(panel)), (), started, why=why
    )
    store.save_panel(database, audit, panel)
    results = []
    for index, page in enumerate(panel):
        # What stands besides has the faults and no pictures of the last two of every panel.
        position = index if index < len(PANEL) else 2 + index % 2
        result, pictures = _result(site, page, ending, started, position, number)
        store.save_page(database, audit, result, shelf, pictures)
        results.append(result)
    found = findability_of(site, number)
    if found is not None:
        store.save_findability(database, audit, found)
    if site in ("northam", "hostile"):
        store.save_statement(database, audit, statement_of(site))
        store.save_documents(database, audit, DOCUMENTS)
    store.close_site(database, audit, site_state(results), "", score_site(results), ended)


def panel_of(site: str, number: int) -> tuple[PanelPage, ...]:
    """The pages of a website in one of the crawls. One of Northam's is replaced in the last."""
    pages = [
        PanelPage(url=address(site) + path, role=role, task=task, reason="chosen for the test")
        for path, role, task in (PANEL[:2] if site == "small" else PANEL)
    ]
    if site == "northam":
        old = replace(pages[3], url=address(site) + "waste/when-is-my-bin-day")
        pages[3] = old if number < 2 else replace(pages[3], replaces=old.url)
    return (*pages, *_BESIDES.get(site, ()))


def headline(panel: Sequence[PanelPage]) -> tuple[PanelPage, ...]:
    return tuple(page for page in panel if page.role.headline)


def _result(
    site: str, page: PanelPage, faults: int, at: datetime, position: int, number: int
) -> tuple[PageResult, dict[str, bytes]]:
    if site == "eastshire" and position == 3:
        facts = sound_facts(
            url=page.url,
            final_url=page.url,
            visited_at=at,
            state=EndState.BLOCKED,
            status=403,
            reason="HTTP 403",
            axe=(),
            metrics=None,
            layout=(),
            markup=None,
        )
        return PageResult(page=page, facts=facts, findings=(), score=score_page(facts, ())), {}
    pictures = _pictures(site, page, number) if position < 2 else {}
    slowness = 1 + faults + position * 0.2
    facts = sound_facts(
        url=page.url,
        final_url=page.url,
        visited_at=at + timedelta(minutes=position),
        metrics=Metrics(
            fcp_ms=900 * slowness**0.5,
            lcp_ms=1400 * slowness**0.6,
            tbt_ms=60 * slowness,
            cls=0.02 * slowness,
            speed_index_ms=1600 * slowness**0.5,
        ),
        network=Network(
            requests=20 + 8 * faults, transfer_bytes=400_000 * (1 + faults), ttfb_ms=90
        ),
        loading=loading_of(site),
        measurement=measurement_of(site, position),
        screenshots={viewport: digest for viewport, (digest, _) in pictures.items()},
    )
    findings = tuple(_findings(site, faults, position))
    result = PageResult(
        page=page, facts=facts, findings=findings, score=score_page(facts, findings)
    )
    return result, dict(pictures.values())


def _findings(site: str, faults: int, position: int) -> Sequence[Finding]:
    found = [
        Finding(
            audit=audit,
            pillar=pillar,
            outcome=Outcome.FAIL,
            title=title if site != "hostile" else f"{title} {HOSTILE[index % len(HOSTILE)]}",
            impact=impact,
            wcag=wcag,
            engines=(f"axe:{audit}",),
            elements=_elements(site, audit, position),
            failing=3 + position,
            passing=20,
            why="People who see poorly, or use a phone in the sun, cannot read it.",
            fix="Make the contrast at least 4.5 to 1." if site != "hostile" else MARKDOWN,
            help_url=f"https://dequeuniversity.com/rules/axe/4.14/{audit}"
            if site != "hostile"
            else "javascript:window.hacked=1",
        )
        for index, (audit, pillar, impact, wcag, title) in enumerate(FAULTS[:faults])
    ]
    review = replace(
        _of("color-contrast", Pillar.ACCESSIBILITY, "Some text may be too faint", site, position),
        outcome=Outcome.REVIEW,
        undecided=2,
        failing=0,
        audit="video-caption",
        wcag=("1.2.2",),
    )
    advice = replace(
        _of("region", Pillar.ACCESSIBILITY, "Some content is outside landmarks", site, position),
        advice=True,
        impact=Impact.MODERATE,
    )
    # Only an audit that ran and passed says that what failed before is repaired.
    repaired = [
        Finding(audit=audit, pillar=pillar, outcome=Outcome.PASS, title=title, passing=20)
        for audit, pillar, _, _, title in FAULTS[faults:]
    ]
    return [*found, *repaired, review, advice]


def _of(audit: str, pillar: Pillar, title: str, site: str, position: int) -> Finding:
    return Finding(
        audit=audit,
        pillar=pillar,
        outcome=Outcome.FAIL,
        title=title,
        engines=(f"axe:{audit}",),
        elements=_elements(site, audit, position)[:2],
        failing=2,
        passing=5,
    )


def _elements(site: str, audit: str, position: int) -> tuple[Element, ...]:
    shared = Element(
        selector="header > nav > a.logo",
        html='<a class="logo" href="/"><img src="/logo.svg"></a>',
        message=f"Fix any of the following: {audit} of 2.9 where 4.5 is needed",
        viewport=Viewport.MOBILE,
    )
    own = tuple(
        Element(
            selector=f"main > p.note-{position}-{index}",
            html=f'<p class="note">Paragraph {index} of page {position}</p>',
            message="Fix any of the following: it is too faint",
            viewport=Viewport.DESKTOP,
        )
        for index in range(2)
    )
    if site != "hostile":
        return (shared, *own)
    hostile = tuple(
        Element(selector=text, html=text, message=text, viewport=Viewport.NARROW)
        for text in HOSTILE
    )
    return (*hostile, shared)


def _pictures(site: str, page: PanelPage, number: int) -> dict[Viewport, tuple[str, bytes]]:
    found = {}
    for viewport, size in ((Viewport.MOBILE, (412, 823)), (Viewport.DESKTOP, (1350, 940))):
        image = Image.new("RGB", size, "#e8edf3")
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, size[0], 70), fill="#234")
        draw.text((20, 28), f"{site} {page.role.value} {number}", fill="white")
        for row in range(120, size[1], 46):
            draw.rectangle((20, row, size[0] - 60 - row % 90, row + 16), fill="#9ab")
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=50)
        content = buffer.getvalue()
        found[viewport] = (hashlib.sha256(content).hexdigest(), content)
    return found
