"""The frozen nouns that the rooms pass to each other.

All of them are msgspec structs, so that facts go to the database as compact JSON and come back as
the same types. A field added later needs a default: facts are kept for ever and judged again.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct, field

from crawler.facts.codesniffer import CodeSnifferRun
from crawler.facts.contacts import Contacts
from crawler.facts.covering import Covering
from crawler.facts.desktop_only import DesktopOnly
from crawler.facts.fields import PageFields
from crawler.facts.first_screen import FirstScreen
from crawler.facts.fit import Fit
from crawler.facts.frames import PageFrames
from crawler.facts.hover_menus import HoverMenus
from crawler.facts.keyboard import KeyboardWalk
from crawler.facts.links import PageLinks
from crawler.facts.loading import Loading
from crawler.facts.measurement import Measurement
from crawler.facts.motion import Motion
from crawler.facts.pointer import PointerWalk
from crawler.facts.resizing import Resizing
from crawler.facts.statement import StatementText
from crawler.facts.style import PageStyle
from crawler.facts.tables import PageTables
from crawler.facts.targets import Targets
from crawler.facts.text import PageText
from crawler.facts.watched import Watched
from crawler.facts.widgets import WidgetWalk

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
    """A thing that residents come to do.

    `tiers` are those that are responsible for it: district, county, unitary or northern-irish.
    `importance` is 1 to 3, 3 for what most residents come for. `topic_terms` name the wider topic
    that a page of the task often stands under. A link that says one of `other_terms` is about
    something else, however well it matches.
    """

    slug: str
    title: str
    tiers: tuple[str, ...]
    english_terms: tuple[str, ...]
    welsh_terms: tuple[str, ...] = ()
    topic_terms: tuple[str, ...] = ()
    other_terms: tuple[str, ...] = ()
    lgsl: tuple[int, ...] = ()
    importance: int = 1


class LocalLink(Struct, frozen=True, kw_only=True):
    """A row of GOV.UK's Local Links export: a council's page for a service (LGSL) and what one
    does there (LGIL). `council` is a slug of the register."""

    council: str
    lgsl: int
    lgil: int
    url: str


class PageRole(StrEnum):
    """What a page stands for in its website's panel."""

    HOME = "home"
    CONTACT = "contact"
    ACCESSIBILITY_STATEMENT = "accessibility-statement"
    FORM = "form"
    DOCUMENTS = "documents"
    TASK = "task"
    WELSH = "welsh"
    OTHER = "other"
    ROTATING = "rotating"

    @property
    def headline(self) -> bool:
        """Whether pages of this role count in the website's scores."""
        return self is not PageRole.ROTATING


class Source(StrEnum):
    """Where a page of a panel was found."""

    REGISTER = "register"
    OVERRIDE = "override"
    LOCAL_LINKS = "local-links"
    HOME_LINK = "home-link"
    DEEPER_LINK = "deeper-link"
    SITEMAP = "sitemap"
    DRAWN = "drawn"


class PanelPage(Struct, frozen=True, kw_only=True):
    """A page chosen to stand for a website, and why it was chosen (a sentence for people).

    `score` is how sure we are that it is the right page, 0 to 100. `supplier` is the host of a
    page that another organisation runs for the council. `task` is set for a task's page and for
    its Welsh version (a Welsh page without a task is the home page's). `replaces` is the address
    of the page that was gone and whose place this one took.
    """

    url: str
    role: PageRole
    reason: str
    task: str | None = None
    source: Source = Source.HOME_LINK
    score: int = 100
    supplier: str | None = None
    replaces: str | None = None


class Candidate(Struct, frozen=True, kw_only=True):
    """A page that could stand for a role or a task, with its score (0 to 100) and the reasons for
    it in a sentence. `rejected` says why a better one, or none, was chosen; "" for the chosen."""

    role: PageRole
    task: str | None
    url: str
    source: Source
    score: int
    reason: str
    supplier: str | None = None
    rejected: str = ""


class StoredPanel(Struct, frozen=True, kw_only=True):
    """What stands for a website from crawl to crawl: the panel in its order, and `beyond` it the
    pages of the other tasks, which are looked at for findability but do not count in scores."""

    pages: tuple[PanelPage, ...] = ()
    beyond: tuple[PanelPage, ...] = ()


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
    """The sizes, in CSS pixels, at which a visit looks at a page: a phone of 412x823 at 1.75, one
    of 360x740, the first on its side (823x412), windows of 320x823 and of 1350x940."""

    MOBILE = "mobile"
    SMALL = "small"
    LANDSCAPE = "landscape"
    NARROW = "narrow"
    DESKTOP = "desktop"


class Versions(Struct, frozen=True, kw_only=True):
    chromium: str
    axe: str
    lighthouse: str


class Link(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link as a visitor gets it: absolute URL and visible text or accessible name. `region` is
    the landmark it is in: header, nav, main, aside, footer, or "" outside all of them; `heading` is
    that of the section or card it stands in, or ""."""

    url: str
    text: str
    visible: bool = True
    region: str = ""
    heading: str = ""


class OpenedLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link that shows after controls are pressed, such as a menu's. `controls` are their names,
    in the order of pressing."""

    url: str
    text: str
    controls: tuple[str, ...]
    region: str = ""


class SearchForm(Struct, frozen=True, kw_only=True):
    """The website's own search: a GET form. `others` are its further fields as they are sent."""

    action: str
    field: str
    others: tuple[tuple[str, str], ...] = ()


class LanguageLink(Struct, frozen=True, kw_only=True):
    """A link to this page in another language, as a person sees it (`text`) or as only the head of
    the document says it (hreflang; `text` is ""). `language` is a BCP 47 code in lower case."""

    language: str
    url: str
    text: str = ""


class Tabbing(StrEnum):
    """How pressing Tab towards the first step ended: the focus got there; it never can (a trap, or
    nothing that takes the focus); or we stopped pressing before either was sure."""

    REACHED = "reached"
    STUCK = "stuck"
    GAVE_UP = "gave-up"


class FirstStep(Struct, frozen=True, kw_only=True):
    """The first thing that one can do in the page's main part: a link, button or field.

    `tabs` counts the presses of Tab that led there from the top; None when `why` says why the
    focus did not get there. `end` is None in facts from before it was kept.
    """

    kind: str
    text: str
    selector: str
    tabs: int | None = None
    why: str = ""
    end: Tabbing | None = None


class Markup(Struct, frozen=True, kw_only=True):
    """What the document says of itself after load. `viewport` is the content of each viewport meta
    element; `text_excerpt` is the first 2,000 characters of visible text. `prose` is the first
    3,000 characters of sentences in the main part: paragraphs and list items without headings,
    menus and bare links, a line each. `fields` counts the visible form fields outside any search
    form and outside header, menu and footer (a group of radio buttons is one), `documents` the
    links in the main part to files such as PDF."""

    title: str
    language: str | None
    viewport: tuple[str, ...]
    links: tuple[Link, ...]
    headings: tuple[tuple[int, str], ...]
    text_excerpt: str
    element_count: int
    prose: str = ""
    fields: int = 0
    documents: int = 0
    search: SearchForm | None = None
    languages: tuple[LanguageLink, ...] = ()


class AxeNode(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An element that a rule failed or could not decide. `html` is cut at 500 characters. `frame`
    is the host of the frame that it is in, "" where that has none; None outside of frames."""

    selector: str
    html: str
    summary: str
    frame: str | None = None


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


class AxeFrame(Struct, frozen=True, kw_only=True):
    """A frame in a page: where it is, and the host of what is in it. `why` says why it could not be
    judged; "" for one that was."""

    selector: str
    host: str = ""
    why: str = ""


class AxeRun(Struct, frozen=True, kw_only=True):
    """axe-core at one width, on the page and what is in its frames. Rules that did not apply are
    only named. `untested` counts, by rule, the elements that were left out of it because there are
    too many of them side by side; `unjudged` names the rules that were left out altogether."""

    viewport: Viewport
    rules: tuple[AxeRule, ...]
    inapplicable: tuple[str, ...] = ()
    frames: tuple[AxeFrame, ...] = ()
    untested: dict[str, int] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()


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


class WideElement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An element that reaches past the viewport's right edge, or on pages from right to left the
    left one. CSS pixels.

    `exempt`: it need not be a fault. `why` it reaches there, as `overflow.js` tells it: what it
    says or does is beyond the edge ("content"), a box that is too wide ("box"), text cut through at
    the edge of a page that does not scroll ("cut"), lines wider than the box that they scroll in
    ("lines") or in a cell of a table ("cell"); and of what is exempt a "picture", "frame", "table",
    "film", "formula", "tool" or "preformatted" text, what is "parked" outside, "moving", one of
    several "slides", an "ornament" that is hidden from screen readers, or "empty". "" in facts from
    before it was kept."""

    selector: str
    html: str
    left: float
    right: float
    exempt: bool = False
    why: str = ""


class Layout(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Geometry at one width. `content_width` is the document's scroll width in CSS pixels;
    `text_characters` counts visible characters and `legible_characters` those shown at 12 px or
    more as rendered (so after any zoom that the browser applies to fit the page).

    On the phone, `layout_width` is the width in CSS pixels at which it laid the page out, and
    `scale` how much it enlarged that to show it (0.42 for a page that is shown in miniature); None
    in facts from before they were kept. `vertical`: the page's lines run from top to bottom.
    `complete`: all elements were looked at."""

    viewport: Viewport
    viewport_width: int
    content_width: float
    wide_elements: tuple[WideElement, ...] = ()
    text_characters: int = 0
    legible_characters: int = 0
    small_text: tuple[AxeNode, ...] = ()
    layout_width: int | None = None
    scale: float | None = None
    vertical: bool = False
    complete: bool = True


class PageFacts(Struct, frozen=True, kw_only=True):
    """All that one visit saw, judged by no one. A fact that could not be gathered is None (or
    missing from its tuple) and `errors` says why, by step. `reason` explains an end state other
    than audited in a sentence for people. `screenshots` are SHA-256 digests of artifacts.
    `opened` and `first_step` are gathered last, since they change the page; `no_first_step` says
    that its main part holds nothing to do. `expected_languages` are codes that the website's
    nation expects of this page, as asked for by the crawl; `same_title` are addresses of pages of
    the website that had this page's title earlier in that crawl. `template` is eight bytes in hex
    that pages of the same make share. `walked` says whether the visit was to act on the page:
    without it, `watched`, `keyboard`, `pointer` and `widgets` are None by choice. `statement` is
    gathered only from what looks like an accessibility statement."""

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
    opened: tuple[OpenedLink, ...] | None = None
    first_step: FirstStep | None = None
    no_first_step: bool = False
    expected_languages: tuple[str, ...] = ()
    same_title: tuple[str, ...] = ()
    template: str = ""
    walked: bool = False
    codesniffer: CodeSnifferRun | None = None
    text: PageText | None = None
    links: PageLinks | None = None
    fields: PageFields | None = None
    tables: PageTables | None = None
    frames: PageFrames | None = None
    style: PageStyle | None = None
    resizing: Resizing | None = None
    motion: Motion | None = None
    watched: Watched | None = None
    keyboard: KeyboardWalk | None = None
    pointer: PointerWalk | None = None
    widgets: WidgetWalk | None = None
    statement: StatementText | None = None
    measurement: Measurement | None = None
    loading: Loading | None = None
    targets: Targets | None = None
    hover_menus: HoverMenus | None = None
    fit: Fit | None = None
    desktop_only: DesktopOnly | None = None
    covering: Covering | None = None
    first_screen: FirstScreen | None = None
    contacts: Contacts | None = None
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
    """Evidence: where, what it is, what is wrong with it, and at which width it was seen.
    `pictures` are digests of artifacts, as before and after."""

    selector: str
    html: str
    message: str
    viewport: Viewport
    pictures: tuple[str, ...] = ()


class Savings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a repair would save: bytes of a first visit, and milliseconds until the page can be seen
    on the simulated phone, as Lighthouse estimates them."""

    bytes: int = 0
    ms: int = 0


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One audit's judgement of one page.

    `failing` and `passing` count elements, not only the `elements` kept as evidence; `undecided`
    counts those that a person must look at. `advice` never costs points. `title` is a sentence;
    `fix` says what to do about it. `help_url` explains what is asked for: W3C's page on the first
    criterion where there is one; `rule_url` is what the engine says of its own rule, or "".
    `saves` is what a repair would save, where that can be told.
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
    who: str = ""
    why: str = ""
    fix: str = ""
    help_url: str = ""
    rule_url: str = ""
    saves: Savings | None = None


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


# --- What real visitors met ---------------------------------------------------------------------


class FormFactor(StrEnum):
    """The kinds of device by which Chrome gathers what visitors met."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"
    ALL = "all"


class FieldSource(StrEnum):
    """Where field data came from: the Chrome UX Report's API, or a file that an operator had."""

    API = "api"
    FILE = "file"


class FieldData(Struct, frozen=True, kw_only=True):
    """What Chrome's visitors of a whole origin met from `first_day` to `last_day`: the 75th
    percentiles of their loads. Milliseconds; CLS has no unit. A figure is None where Chrome has too
    few loads to tell."""

    origin: str
    form_factor: FormFactor
    first_day: date
    last_day: date
    lcp_p75_ms: float | None = None
    inp_p75_ms: float | None = None
    cls_p75: float | None = None


# --- Findability --------------------------------------------------------------------------------


class Verdict(StrEnum):
    """How easily residents reach a task, best first. The last is not counted."""

    EASY = "easy"
    FINDABLE = "findable"
    HARD = "hard"
    NOT_FOUND = "not found"
    NOT_THIS_COUNCILS_JOB = "not this council's job"


class Step(Struct, frozen=True, kw_only=True):
    """One click on the way to a task: on the page `on`, the link `text` leads to `url`, after
    pressing `controls` where it is in a menu. `clear`: whether the text says where it leads."""

    on: str
    text: str
    url: str
    controls: tuple[str, ...] = ()
    clear: bool = True


class SearchState(StrEnum):
    """What became of asking the website's own search."""

    ASKED = "asked"
    NO_FORM = "no-form"
    DISALLOWED = "disallowed"
    FAILED = "failed"
    NOT_ASKED = "not-asked"


class SearchOutcome(Struct, frozen=True, kw_only=True):
    """One query. `position` is the place of the task's page among the results, 1 for the first;
    None when it is not among the first ten, or was not asked for."""

    state: SearchState
    query: str = ""
    position: int | None = None


class TaskFindability(Struct, frozen=True, kw_only=True):
    """Whether a resident with a phone gets from the home page to a task, and the evidence.

    `verdict` is None when we could not look (`reason` says why). `clicks` is None when no path of
    up to three clicks was found. `loads`, `reflows` and `keyboard` are None where unknown.
    `reading_age` is in years (Automated Readability Index); None for too little text or Welsh.
    """

    task: str
    title: str
    importance: int
    verdict: Verdict | None
    reason: str
    url: str | None = None
    supplier: str | None = None
    clicks: int | None = None
    path: tuple[Step, ...] = ()
    search: SearchOutcome = SearchOutcome(state=SearchState.NOT_ASKED)
    loads: bool | None = None
    reflows: bool | None = None
    keyboard: bool | None = None
    first_step: str = ""
    reading_age: float | None = None


class Findability(Struct, frozen=True, kw_only=True):
    """A website's tasks in one crawl. `figure` is the share (0 to 100), weighted by importance, of
    the tasks with a verdict that are easy or findable; None when too few of them have one.
    `requests` counts the page loads that discovery and searching cost, beside the panel's."""

    method: int
    figure: float | None
    tasks: tuple[TaskFindability, ...]
    requests: int = 0


# --- The accessibility statement ----------------------------------------------------------------


class CheckOutcome(StrEnum):
    """What a check of a statement or of a document came to."""

    MET = "met"
    NOT_MET = "not met"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not applicable"


class StatementCheck(Struct, frozen=True, kw_only=True):
    """One thing that a statement must say. `said` is what we saw, in a sentence; `found` the
    statement's own words that it rests on, or ""."""

    id: str
    title: str
    outcome: CheckOutcome
    said: str
    found: str = ""


class StatementChecklist(Struct, frozen=True, kw_only=True):
    """A website's accessibility statement against what the law asks of it, as read on `day`.

    `url` is None when none was read. `status` is fully, partially or not compliant, `standard` as
    in "WCAG 2.2 AA", each None where it is not said or not said once. `lacking` are pages, of
    `pages` that were looked at, on which nothing leads to it.
    """

    version: int
    day: date
    nation: str
    url: str | None = None
    language: str = ""
    status: str | None = None
    standard: str | None = None
    prepared: date | None = None
    reviewed: date | None = None
    fix_dates: tuple[date, ...] = ()
    criteria: tuple[str, ...] = ()
    pages: int = 0
    lacking: tuple[str, ...] = ()
    checks: tuple[StatementCheck, ...] = ()
