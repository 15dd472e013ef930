"""Small but complete visits and judgements to store."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from crawler.facts.measurement import Flag, Measurement, Run
from crawler.records import (
    AxeNode,
    AxeRule,
    AxeRun,
    Council,
    Element,
    EndState,
    Findability,
    Finding,
    Impact,
    Layout,
    Link,
    Markup,
    Metrics,
    Network,
    Outcome,
    PageFacts,
    PageResult,
    PageRole,
    PageScore,
    PanelPage,
    Pillar,
    PillarScores,
    Resource,
    SearchOutcome,
    SearchState,
    SiteScore,
    Step,
    TaskFindability,
    Verdict,
    Versions,
    Viewport,
    WideElement,
)

MONDAY = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
WEEK = timedelta(days=7)
SITE = "https://www.eastmere.example/"
PICTURE = b"RIFF not really a picture"
VERDICTS = (*Verdict, None)
DIGEST = hashlib.sha256(PICTURE).hexdigest()


def council(slug: str = "eastmere", website: str = SITE, **fields: object) -> Council:
    values: dict[str, object] = {
        "name": slug.title(),
        "nation": "england",
        "region": "East of England",
        "type": "district",
        "gss_code": f"E07{sum(slug.encode()):06}",
        "population": 120_000,
        "latitude": 52.5,
        "longitude": 0.25,
        "valid_from": date(1974, 4, 1),
    }
    return Council(slug=slug, website=website, **(values | fields))  # type: ignore[arg-type]


def panel(size: int = 3, site: str = SITE) -> tuple[PanelPage, ...]:
    home = PanelPage(url=site, role=PageRole.HOME, reason="The home page.")
    tasks = [
        PanelPage(
            url=f"{site}task-{number}",
            role=PageRole.TASK,
            task=f"task-{number}",
            reason=f"The home page links to it as “Task {number}”.",
        )
        for number in range(1, size)
    ]
    return (home, *tasks)


def axe_run(viewport: Viewport, selectors: tuple[str, ...]) -> AxeRun:
    nodes = tuple(
        AxeNode(selector=selector, html=f"<a class='{selector}'>x</a>", summary="Fix the contrast")
        for selector in selectors
    )
    return AxeRun(
        viewport=viewport,
        rules=(
            AxeRule(
                id="color-contrast",
                help="Elements must meet minimum color contrast ratio thresholds",
                description="Ensure the contrast between foreground and background colors",
                help_url="https://dequeuniversity.com/rules/axe/4.11/color-contrast",
                tags=("cat.color", "wcag2aa", "wcag143"),
                impact="serious",
                passed=40,
                failed=len(nodes),
                violations=nodes,
            ),
        ),
        inapplicable=("marquee", "blink"),
    )


def facts(
    url: str = SITE,
    at: datetime = MONDAY,
    *,
    selectors: tuple[str, ...] = ("#nav > a", "#footer > a"),
    widths: tuple[Viewport, ...] = (Viewport.MOBILE, Viewport.DESKTOP),
    state: EndState = EndState.AUDITED,
    reason: str = "",
) -> PageFacts:
    if not state.scored:
        return PageFacts(url=url, final_url=url, state=state, visited_at=at, reason=reason)
    return PageFacts(
        url=url,
        final_url=f"{url}?welcome=1",
        state=state,
        visited_at=at,
        reason=reason,
        status=200,
        versions=Versions(chromium="156.0.1", axe="4.11.1", lighthouse="13.5.0"),
        markup=Markup(
            title="Eastmere \N{EM DASH} Croeso",
            language="en",
            viewport=("width=device-width, initial-scale=1",),
            links=(Link(url=f"{url}bins", text="Bins"), Link(url=url, text="", visible=False)),
            headings=((1, "Eastmere"), (2, "Bins & <recycling>")),
            text_excerpt="Welcome \x00 to Eastmere",
            element_count=321,
        ),
        axe=tuple(axe_run(width, selectors) for width in widths),
        metrics=Metrics(
            fcp_ms=1234.5678901234567,
            lcp_ms=2500.1,
            tbt_ms=0.0,
            cls=0.012345678901234567,
            speed_index_ms=3000.0,
            cpu_share=0.9,
        ),
        measurement=Measurement(
            factor=0.57,
            load=0.3,
            flag=Flag.BUSY,
            why="home page",
            seconds=6.1,
            runs=(
                Run(fcp_ms=1, lcp_ms=2, tbt_ms=3, speed_index_ms=4, cls_thousandths=12),
                Run(fcp_ms=1235, tbt_ms=0, cls_thousandths=0, cpu_percent=61, flag=Flag.BUSY),
                Run(flag=Flag.AWAY),
            ),
        ),
        network=Network(
            requests=12,
            transfer_bytes=345_678,
            ttfb_ms=None,
            resources=(
                Resource(url=f"{url}a.js", type="script", status=200, transfer_bytes=100_000),
            ),
        ),
        layout=(
            Layout(viewport=Viewport.MOBILE, viewport_width=412, content_width=412.0),
            Layout(
                viewport=Viewport.NARROW,
                viewport_width=320,
                content_width=350.5,
                wide_elements=(
                    WideElement(selector="table", html="<table>", left=0.5, right=350.5),
                ),
                text_characters=1000,
                legible_characters=990,
            ),
        ),
        screenshots={Viewport.MOBILE: DIGEST, Viewport.DESKTOP: "ab" * 32},
        template="0123456789abcdef",
        walked=True,
        timings_ms={"navigate": 123.4, "load": 1500.25, "total": 4100.0},
        errors={} if state is EndState.AUDITED else {"layout": "timed out after 5 s"},
    )


def finding(
    audit: str = "color-contrast",
    selectors: tuple[str, ...] = ("#nav > a", "#footer > a"),
    outcome: Outcome = Outcome.FAIL,
    pillar: Pillar = Pillar.ACCESSIBILITY,
    failing: int | None = None,
    advice: bool = False,
) -> Finding:
    return Finding(
        audit=audit,
        pillar=pillar,
        outcome=outcome,
        title=f"{audit} is not as it should be",
        impact=Impact.SERIOUS,
        wcag=("1.4.3",),
        advice=advice,
        engines=(f"axe:{audit}",),
        elements=tuple(
            Element(
                selector=selector,
                html=f"<a class='{selector}'>x</a>",
                message="Contrast 2.1:1",
                viewport=Viewport.MOBILE,
            )
            for selector in selectors
        ),
        failing=len(selectors) if failing is None else failing,
        passing=40,
        why="Some people cannot read it.",
        fix="Make it darker.",
        help_url=f"https://dequeuniversity.com/rules/axe/4.11/{audit}",
    )


def result(
    page: PanelPage,
    at: datetime = MONDAY,
    *,
    selectors: tuple[str, ...] = ("#nav > a", "#footer > a"),
    findings: tuple[Finding, ...] | None = None,
    widths: tuple[Viewport, ...] = (Viewport.MOBILE, Viewport.DESKTOP),
    state: EndState = EndState.AUDITED,
    total: float = 80.0,
    reason: str = "",
) -> PageResult:
    if findings is None:
        findings = (
            (finding(selectors=selectors),)
            if selectors
            else (finding(selectors=(), outcome=Outcome.PASS),)
        )
    if not state.scored:
        findings = ()
    scores = (
        PillarScores(accessibility=total, speed=total, mobile=total, total=total)
        if state.scored
        else PillarScores()
    )
    return PageResult(
        page=page,
        facts=facts(page.url, at, selectors=selectors, widths=widths, state=state, reason=reason),
        findings=findings,
        score=PageScore(
            method=1,
            scores=scores,
            gains={each.audit: 7.012 for each in findings if each.failing},
        ),
    )


def site_score(total: float | None, pages_scored: int = 3, pages_planned: int = 3) -> SiteScore:
    return SiteScore(
        method=1,
        scores=PillarScores(accessibility=total, speed=total, mobile=total, total=total),
        pages_scored=pages_scored,
        pages_planned=pages_planned,
    )


def task_findability(
    number: int, verdict: Verdict | None = Verdict.EASY, text: str = "Bins"
) -> TaskFindability:
    return TaskFindability(
        task=f"task-{number}",
        title=f"Task {number}",
        importance=1 + number % 3,
        verdict=verdict,
        reason=f"Two clicks lead there, by “{text}”.",
        url=f"{SITE}task-{number}",
        supplier="pay.example" if number % 2 else None,
        clicks=1,
        path=(Step(on=SITE, text=text, url=f"{SITE}task-{number}", controls=("Menu",)),),
        search=SearchOutcome(state=SearchState.ASKED, query="bins", position=1),
        loads=True,
        reflows=None,
        keyboard=False,
        first_step="Search button",
        reading_age=13.456789012345678,
    )


def findability(figure: float | None = 66.6, text: str = "Bins", size: int = 30) -> Findability:
    tasks = tuple(task_findability(number, VERDICTS[number % 6], text) for number in range(size))
    return Findability(method=1, figure=figure, tasks=tasks, requests=31)
