"""The frozen nouns that the rooms pass to each other.

All of them are msgspec structs, so that facts go to the database as compact JSON and come back as
the same types. A field added later needs a default: facts are kept for ever and judged again.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct, field

# --- The register -------------------------------------------------------------------------------


class Council(Struct, frozen=True, kw_only=True):
    """One row of councils.csv. `parent_county` is a slug; `population` counts residents."""

    slug: str
    name: str
    nation: str
    region: str
    type: str
    gss_code: str
    website: str
    parent_county: str | None = None
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: str | None = None


class Website(Struct, frozen=True, kw_only=True):
    """One address to audit, and the councils that it serves (three websites serve two)."""

    url: str
    councils: tuple[Council, ...]


class Task(Struct, frozen=True, kw_only=True):
    """A thing that residents come to do. `tiers` are district, county or unitary."""

    slug: str
    title: str
    tiers: tuple[str, ...]
    english_terms: tuple[str, ...]
    welsh_terms: tuple[str, ...] = ()
    lgsl: tuple[int, ...] = ()


class PageRole(StrEnum):
    """What a page stands for in its website's panel."""

    HOME = "home"
    CONTACT = "contact"
    ACCESSIBILITY_STATEMENT = "accessibility-statement"
    TASK = "task"
    OTHER = "other"


class PanelPage(Struct, frozen=True, kw_only=True):
    """A page chosen to stand for a website, and why it was chosen (a sentence for people)."""

    url: str
    role: PageRole
    reason: str
    task: str | None = None


# --- Facts: what a visit gathers ----------------------------------------------------------------


class EndState(StrEnum):
    """How an attempt to audit a page or a website ended. Only the first two have scores."""

    AUDITED = "audited"
    PARTIAL = "partial"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"
    UNREACHABLE = "unreachable"
    GONE = "gone"
    FAILED = "failed"

    @property
    def scored(self) -> bool:
        return self in (EndState.AUDITED, EndState.PARTIAL)


class Viewport(StrEnum):
    """The sizes, in CSS pixels, at which a visit looks at a page: 412x823 at 1.75, 320x823,
    1350x940."""

    MOBILE = "mobile"
    NARROW = "narrow"
    DESKTOP = "desktop"


class Versions(Struct, frozen=True, kw_only=True):
    chromium: str
    axe: str
    lighthouse: str


class Link(Struct, frozen=True, kw_only=True):
    """A link as a visitor gets it: absolute URL and visible text or accessible name."""

    url: str
    text: str
    visible: bool = True


class Markup(Struct, frozen=True, kw_only=True):
    """What the document says of itself after load. `viewport` is the content of each viewport meta
    element; `text_excerpt` is the first 2,000 characters of visible text."""

    title: str
    language: str | None
    viewport: tuple[str, ...]
    links: tuple[Link, ...]
    headings: tuple[tuple[int, str], ...]
    text_excerpt: str
    element_count: int


class AxeNode(Struct, frozen=True, kw_only=True):
    """An element that a rule failed or could not decide. `html` is cut at 500 characters."""

    selector: str
    html: str
    summary: str


class AxeRule(Struct, frozen=True, kw_only=True):
    """What one axe rule found in one run. `passed` counts the elements that passed; `violations`
    and `incomplete` keep up to 50 nodes each, and the counts beside them keep the true number."""

    id: str
    help: str
    description: str
    help_url: str
    tags: tuple[str, ...]
    impact: str | None = None
    passed: int = 0
    failed: int = 0
    undecided: int = 0
    violations: tuple[AxeNode, ...] = ()
    incomplete: tuple[AxeNode, ...] = ()


class AxeRun(Struct, frozen=True, kw_only=True):
    """axe-core at one width. Rules that did not apply are only named."""

    viewport: Viewport
    rules: tuple[AxeRule, ...]
    inapplicable: tuple[str, ...] = ()


class Metrics(Struct, frozen=True, kw_only=True):
    """Lantern's simulated slow 4G phone, on main-thread CPU time. Milliseconds; CLS has no unit.

    `cpu_share` is the main thread's CPU time over its wall time (0 to 1): low means that the
    machine was busy with something else.
    """

    fcp_ms: float
    lcp_ms: float
    tbt_ms: float
    cls: float
    speed_index_ms: float
    cpu_share: float | None = None


class Resource(Struct, frozen=True, kw_only=True):
    """One finished request. `type` is DevTools' (Document, Script, Image …), in lower case."""

    url: str
    type: str
    status: int
    transfer_bytes: int


class Network(Struct, frozen=True, kw_only=True):
    """What the load cost as observed here, not simulated. `ttfb_ms` is null when the timing of the
    document's request was not reported. `resources` are the 20 heaviest."""

    requests: int
    transfer_bytes: int
    ttfb_ms: float | None
    resources: tuple[Resource, ...] = ()


class WideElement(Struct, frozen=True, kw_only=True):
    """An element that reaches past the viewport's right edge. CSS pixels."""

    selector: str
    html: str
    left: float
    right: float
    exempt: bool = False


class Layout(Struct, frozen=True, kw_only=True):
    """Geometry at one width. `content_width` is the document's scroll width in CSS pixels;
    `text_characters` counts visible characters and `legible_characters` those shown at 12 px or
    more as rendered (so after any zoom that the browser applies to fit the page)."""

    viewport: Viewport
    viewport_width: int
    content_width: float
    wide_elements: tuple[WideElement, ...] = ()
    text_characters: int = 0
    legible_characters: int = 0
    small_text: tuple[AxeNode, ...] = ()


class PageFacts(Struct, frozen=True, kw_only=True):
    """All that one visit saw, judged by no one. A fact that could not be gathered is None (or
    missing from its tuple) and `errors` says why, by step. `reason` explains an end state other
    than audited in a sentence for people. `screenshots` are SHA-256 digests of artifacts."""

    url: str
    final_url: str
    state: EndState
    visited_at: datetime
    reason: str = ""
    status: int | None = None
    versions: Versions | None = None
    markup: Markup | None = None
    axe: tuple[AxeRun, ...] = ()
    metrics: Metrics | None = None
    network: Network | None = None
    layout: tuple[Layout, ...] = ()
    screenshots: dict[Viewport, str] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def axe_at(self, viewport: Viewport) -> AxeRun | None:
        return next((run for run in self.axe if run.viewport == viewport), None)

    def layout_at(self, viewport: Viewport) -> Layout | None:
        return next((layout for layout in self.layout if layout.viewport == viewport), None)


class PageVisit(Struct, frozen=True, kw_only=True):
    """Facts, and the pictures that they name: WebP bytes by digest."""

    facts: PageFacts
    artifacts: dict[str, bytes] = field(default_factory=dict)


# --- Judgements ---------------------------------------------------------------------------------


class Pillar(StrEnum):
    ACCESSIBILITY = "accessibility"
    SPEED = "speed"
    MOBILE = "mobile"


class Impact(StrEnum):
    """axe's words, worst first."""

    CRITICAL = "critical"
    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 -- a verdict, not a password
    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "not-applicable"
    ERROR = "error"


class Element(Struct, frozen=True, kw_only=True):
    """Evidence: where, what it is, what is wrong with it, and at which width it was seen."""

    selector: str
    html: str
    message: str
    viewport: Viewport


class Finding(Struct, frozen=True, kw_only=True):
    """One audit's judgement of one page.

    `failing` and `passing` count elements, not only the `elements` kept as evidence; `undecided`
    counts those that a person must look at. `advice` never costs points. `title` is a sentence;
    `fix` says what to do about it.
    """

    audit: str
    pillar: Pillar
    outcome: Outcome
    title: str
    impact: Impact | None = None
    wcag: tuple[str, ...] = ()
    advice: bool = False
    engines: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    failing: int = 0
    passing: int = 0
    undecided: int = 0
    why: str = ""
    fix: str = ""
    help_url: str = ""


# --- Scores -------------------------------------------------------------------------------------


class PillarScores(Struct, frozen=True, kw_only=True):
    """0 to 100, or None where the evidence for it is missing. `total` needs all three."""

    accessibility: float | None = None
    speed: float | None = None
    mobile: float | None = None
    total: float | None = None


class PageScore(Struct, frozen=True, kw_only=True):
    """A page's scores under a method, and what fixing each failing audit alone would win back, in
    points of its own pillar on this page."""

    method: int
    scores: PillarScores
    gains: dict[str, float] = field(default_factory=dict)


class PageResult(Struct, frozen=True, kw_only=True):
    """A page of a panel, audited and judged: what the store keeps and the site score reads."""

    page: PanelPage
    facts: PageFacts
    findings: tuple[Finding, ...]
    score: PageScore


class SiteScore(Struct, frozen=True, kw_only=True):
    """A website's scores in one crawl. `pages_scored` of `pages_planned` have a score."""

    method: int
    scores: PillarScores
    pages_scored: int
    pages_planned: int
