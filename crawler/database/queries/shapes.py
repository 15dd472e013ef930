"""What the queries return: frozen structs of plain values."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from crawler.database.states import CrawlState, FindingState
from crawler.facts.document import Documents
from crawler.facts.measurement import Measurement
from crawler.records import (
    Candidate,
    Council,
    Element,
    EndState,
    FieldData,
    FieldSource,
    Findability,
    FormFactor,
    Impact,
    Metrics,
    Outcome,
    PageRole,
    PanelPage,
    Pillar,
    PillarScores,
    Savings,
    Source,
    StatementChecklist,
    Versions,
    Viewport,
)
from crawler.schedule.settings import DEFAULT_DAYS


class LeagueRow(Struct, frozen=True, kw_only=True):
    """One council in the league table, as its website's newest closed audit left it.

    `state` is None when the website has never been audited to its end. `rank` is None without a
    total from enough pages, and where the scores are `superseded`: by an older `method` than
    another website's, with which they do not compare. Councils that share a website share its rank.
    `change` is the total now less the total at the scored audit before this one, in points; None,
    and `pages_changed`, where the two were not of the same pages, and their totals do not compare.
    `findability` (0 to 100) is that of the newest audit that has one, closed at `findability_at`,
    which may be an earlier one. `days` is the website's period: see `freshness`.
    """

    slug: str
    name: str
    nation: str
    region: str
    type: str
    website: str
    state: EndState | None = None
    reason: str = ""
    rank: int | None = None
    scores: PillarScores = PillarScores()
    change: float | None = None
    tested_at: datetime | None = None
    pages_scored: int = 0
    pages_planned: int = 0
    crawl_id: int | None = None
    findability: float | None = None
    findability_at: datetime | None = None
    method: int | None = None
    superseded: bool = False
    pages_changed: bool = False
    days: int = DEFAULT_DAYS


class SiteSummary(Struct, frozen=True, kw_only=True):
    """A website's closed audit in one crawl. `method` is None when there are no scores."""

    site_audit_id: int
    crawl_id: int
    state: EndState
    reason: str
    started_at: datetime
    tested_at: datetime
    scores: PillarScores
    method: int | None
    pages_scored: int
    pages_planned: int
    versions: Versions | None


class TrendPoint(Struct, frozen=True, kw_only=True):
    """One closed audit in the history of a website, oldest first. Scores are all None unless the
    state has scores. `pages_changed` says that the scored audit before was of other pages."""

    crawl_id: int
    at: datetime
    state: EndState
    scores: PillarScores
    method: int | None
    versions: Versions | None
    pages_changed: bool = False


class NetworkTotals(Struct, frozen=True, kw_only=True):
    requests: int
    transfer_bytes: int
    ttfb_ms: float | None


class PageSummary(Struct, frozen=True, kw_only=True):
    """One page of a website's newest closed audit. `screenshots` are digests of artifacts.

    `reason` explains its state, `why` its place in the panel. `supplier` is the host of a page that
    another organisation runs for the council; `replaces` is the address of the page that was gone
    and whose place this one took. `walked` says whether the visit also acted on the page, and
    `not_walked` why it did not, in a sentence for people. `measurement` says how its metrics came
    about; None where there are none, or where that was not kept yet. `no_speed` says why there are
    none, where that was our doing.
    """

    page_audit_id: int
    url: str
    final_url: str
    role: PageRole
    task: str | None
    state: EndState
    reason: str
    visited_at: datetime
    scores: PillarScores
    metrics: Metrics | None
    network: NetworkTotals | None
    screenshots: dict[Viewport, str]
    source: Source = Source.HOME_LINK
    supplier: str | None = None
    why: str = ""
    replaces: str | None = None
    walked: bool = False
    not_walked: str = ""
    measurement: Measurement | None = None
    no_speed: str = ""


class PanelChange(Struct, frozen=True, kw_only=True):
    """A page that left its website's panel, or the pages beyond it, at `at`. `replaced_by` is the
    address of the page that took its place; None when none did."""

    at: datetime
    role: PageRole
    task: str | None
    url: str
    replaced_by: str | None
    reason: str


class PanelDetail(Struct, frozen=True, kw_only=True):
    """The stored panel of a council's website, in its order; `beyond` it the pages of other tasks.

    `candidates` are those of the last discovery, by role and task: the chosen, then the best.
    `changes` are newest first. `chosen_at` is when the website first had a panel.
    """

    pages: tuple[PanelPage, ...]
    beyond: tuple[PanelPage, ...]
    candidates: tuple[Candidate, ...]
    changes: tuple[PanelChange, ...]
    chosen_at: datetime


class FindabilityDetail(Struct, frozen=True, kw_only=True):
    """How easily residents reach the tasks of a council's website, by the newest audit that looked.
    `tested_at` is when that audit was closed."""

    tested_at: datetime
    findability: Findability


class StatementDetail(Struct, frozen=True, kw_only=True):
    """A website's accessibility statement, by the newest audit that judged it."""

    tested_at: datetime
    checklist: StatementChecklist


class DocumentsDetail(Struct, frozen=True, kw_only=True):
    """A sample of a website's documents, by the newest audit that read any."""

    tested_at: datetime
    documents: Documents


class FieldPeriod(Struct, frozen=True, kw_only=True):
    """What real visitors met in one period, and how and when we came to know."""

    data: FieldData
    source: FieldSource
    imported_at: datetime


class FieldDetail(Struct, frozen=True, kw_only=True):
    """What real visitors of a council's website met on one kind of device, newest period first.
    At `absent_at` Chrome had nothing (newer) of it; where there is no period at all, nothing of the
    kinds of device in `absent_for`."""

    periods: tuple[FieldPeriod, ...] = ()
    absent_at: datetime | None = None
    absent_for: tuple[FormFactor, ...] = ()


class CouncilDetail(Struct, frozen=True, kw_only=True):
    """A council's page. `latest` may be an audit without scores (blocked, unreachable …); then
    `last_scored` is the newest that has some. An audit that ended as our failure is the `latest`
    only where there is no other; else it is `failed_since`, when it is newer. `ranked_of` counts
    the ranked websites; `rank_shared` says that another website has the same rank.
    `findability`, `superseded`, `pages_changed` and `days` are as in the league table;
    `panel_changes` are newest first."""

    council: Council
    shares_website_with: tuple[str, ...]
    latest: SiteSummary | None
    last_scored: SiteSummary | None
    rank: int | None
    rank_shared: bool
    ranked_of: int
    change: float | None
    trend: tuple[TrendPoint, ...]
    pages: tuple[PageSummary, ...]
    failed_since: SiteSummary | None = None
    findability: float | None = None
    findability_at: datetime | None = None
    panel_changes: tuple[PanelChange, ...] = ()
    superseded: bool = False
    pages_changed: bool = False
    days: int = DEFAULT_DAYS


class FindingPage(Struct, frozen=True, kw_only=True):
    """Where a finding was met. `title` says it of this page, which may hold its own numbers.
    `elements` are up to 50 of those that fail or are undecided; none for one of a whole page.
    `saves` is what repairing it here would save, where that can be told."""

    title: str
    url: str
    role: PageRole
    task: str | None
    failing: int
    passing: int
    undecided: int
    status: FindingState
    elements: tuple[Element, ...]
    saves: Savings | None = None


class Component(Struct, frozen=True, kw_only=True):
    """Elements of one make (the same place but for its position, tag, class names and attributes)
    that an audit found on the pages at these addresses. `element` is the first of them, `elements`
    their number. `counted` of the pages count in the scores, as do the `of` pages on which the
    audit could find it; it is in the `template` when it is on two of them and on more than half."""

    element: Element
    elements: int
    pages: tuple[str, ...]
    counted: int
    of: int
    template: bool

    @property
    def others(self) -> int:
        """How many of its pages were looked at and count in no score."""
        return len(self.pages) - self.counted


class FindingGroup(Struct, frozen=True, kw_only=True):
    """What one audit found on a website, worst page first. `title` is true of every page: where the
    pages' own differ it is the audit's, without numbers. `points` is what repairing it on every
    page would add to the website's score in this pillar. `priority` orders what costs points: see
    `crawler.scoring.fix_first`. `who` is affected, and `limit` is what the audit cannot tell.
    `judged` counts the pages that it could judge and that count in the scores; where it `walks`,
    those that were acted on.
    `components` hold the same elements as the pages, those of most pages first."""

    audit: str
    title: str
    pillar: Pillar
    outcome: Outcome
    status: FindingState
    impact: Impact | None
    wcag: tuple[str, ...]
    advice: bool
    engines: tuple[str, ...]
    why: str
    fix: str
    help_url: str
    points: float
    pages: tuple[FindingPage, ...]
    who: str = ""
    limit: str = ""
    priority: float = 0.0
    judged: int = 0
    walks: bool = False
    components: tuple[Component, ...] = ()
    rule_url: str = ""

    @property
    def counted(self) -> int:
        """On how many of the pages that count in the scores it was met."""
        return sum(page.role.headline for page in self.pages)

    @property
    def others(self) -> int:
        """On how many other pages it was met, which were looked at and count in no score."""
        return len(self.pages) - self.counted


class FixedFinding(Struct, frozen=True, kw_only=True):
    """What is gone from a page since its scored audit before this one: how many kinds of element
    (`fixed`), and how many elements of the same audit still fail there (`remaining`)."""

    audit: str
    title: str
    pillar: Pillar
    advice: bool
    url: str
    role: PageRole
    task: str | None
    fixed: int
    remaining: int


class CrawlSummary(Struct, frozen=True, kw_only=True):
    """A crawl, newest first. `states` counts the closed websites; `open` those begun but not
    closed. `selection` is "all" or sorted slugs, comma separated, after "first N of" where only so
    many websites were asked for."""

    id: int
    state: CrawlState
    started_at: datetime
    ended_at: datetime | None
    register: str
    selection: str
    websites: int
    open: int
    pages_scored: int
    states: dict[EndState, int] = field(default_factory=dict)


class LocalLinksImport(Struct, frozen=True, kw_only=True):
    """The file or address that GOV.UK's Local Links were read from, and when."""

    source: str
    at: datetime


class Summary(Struct, frozen=True, kw_only=True):
    """The whole table in numbers. `states` counts councils by the state of their website's newest
    closed audit; `untested` those that have none."""

    councils: int
    untested: int
    newest_crawl: datetime | None
    states: dict[EndState, int] = field(default_factory=dict)
