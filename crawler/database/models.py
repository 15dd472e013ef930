"""The tables. A change here needs a migration (`usability db check` says so), and store or queries.

Five years of weekly crawls of 379 websites are 1.4 million audits of pages, and take some 3.4 GB:
2.5 KB for each of them, all rows and indexes counted (`bench/database.py`: 2.3 to 2.7).
Of the rotating pages, which are new each week, only the judgement is kept. Three decisions follow:

- What a visit gathered is cut into pieces (markup, axe at one width, …), each kept once by its
  digest in `fact`, and a piece that changed a little is kept as its difference from the page's
  previous one. `page_fact` says which pieces a page audit has.
- The elements that prove a finding live in the piece "findings", as judged, without what passed.
  `finding` rows carry no text: they are the history of one element on one page (first seen, last
  seen, state), touched only by a later audit of that page.
- What is equal to its default is null: a final address that is the address, no errors, no reason.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from crawler.database.columns import (
    Address,
    AuditKey,
    CompactJson,
    CrawlKey,
    Day,
    Digest,
    FactKey,
    Hexadecimal,
    ImportKey,
    Instant,
    Key,
    Measure,
    PageAuditKey,
    PageKey,
    PlaceKey,
    Points,
    Sentence,
    SiteAuditKey,
    VersionsKey,
    WebsiteKey,
    words,
)
from crawler.database.states import CrawlState, FindingState
from crawler.records import (
    EndState,
    FieldSource,
    FormFactor,
    Impact,
    Outcome,
    PageRole,
    Pillar,
    Source,
)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        kind: words(kind)
        for kind in (
            *(CrawlState, FindingState, EndState, Impact, Outcome, PageRole, Pillar, Source),
            *(FormFactor, FieldSource),
        )
    }


class Website(Base):
    __tablename__ = "website"

    id: Mapped[Key]
    url: Mapped[Address] = mapped_column(unique=True)


class Council(Base):
    """A row of the register. A council that has left the register stays, with its history."""

    __tablename__ = "council"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    website_id: Mapped[WebsiteKey] = mapped_column(index=True)
    name: Mapped[str]
    nation: Mapped[str]
    region: Mapped[str]
    type: Mapped[str]
    gss_code: Mapped[str]
    parent_county: Mapped[str | None]
    population: Mapped[int | None]
    latitude: Mapped[Measure | None]
    longitude: Mapped[Measure | None]
    valid_from: Mapped[Day | None]
    valid_to: Mapped[Day | None]
    succeeded_by: Mapped[str | None]


class Crawl(Base):
    """`register`, `selection`, `panel_size` and `allow_loopback` say what was asked for: a crawl is
    resumed only by the same request. `selection` is "all" or sorted slugs, comma separated,
    after "first N of" where only so many websites were asked for."""

    __tablename__ = "crawl"
    __table_args__ = (Index("ix_crawl_state", "state", "started_at"),)

    id: Mapped[Key]
    state: Mapped[CrawlState]
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    register: Mapped[Sentence]
    selection: Mapped[Sentence]
    panel_size: Mapped[int]
    allow_loopback: Mapped[bool]


class CrawlTerms(Base):
    """What all workers must know of a crawl to audit a website of it: compressed JSON."""

    __tablename__ = "crawl_terms"

    crawl_id: Mapped[CrawlKey] = mapped_column(primary_key=True)
    terms: Mapped[bytes]


class Worker(Base):
    """A process that takes jobs. `id` is its executor id, kept over restarts; `token` is this run
    of it. `seen_at` is its heartbeat: whoever deletes a stale row takes its jobs over."""

    __tablename__ = "worker"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]
    host: Mapped[str]
    process: Mapped[int]
    role: Mapped[str]
    lanes: Mapped[int] = mapped_column(SmallInteger)
    started_at: Mapped[Instant]
    seen_at: Mapped[Instant]


class WebsiteDue(Base):
    """When a website is to be audited next, by the schedule, whose period for it is
    `days` (null where that was not written)."""

    __tablename__ = "website_due"

    website_id: Mapped[WebsiteKey] = mapped_column(primary_key=True)
    next_due_at: Mapped[Instant] = mapped_column(index=True)
    days: Mapped[int | None] = mapped_column(SmallInteger)


class Versions(Base):
    """The tools behind a page audit. Few rows: each combination once."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("chromium", "axe", "lighthouse"),)

    id: Mapped[Key]
    chromium: Mapped[str]
    axe: Mapped[str]
    lighthouse: Mapped[str]


class SiteAudit(Base):
    """A website in a crawl. `state` and `ended_at` are null until it is closed.

    `claim` counts how often its audit was begun, and `worker` is the executor that began it last:
    who holds an older claim may write nothing more. `tries` counts the claims since a page was last
    saved, without those that were given back."""

    __tablename__ = "site_audit"
    __table_args__ = (
        UniqueConstraint("website_id", "crawl_id"),
        Index("ix_site_audit_latest", "website_id", "ended_at", "state"),
        Index("ix_site_audit_crawl", "crawl_id", "state", "pages_scored"),
        CheckConstraint("(state IS NULL) = (ended_at IS NULL)", name="closed"),
    )

    id: Mapped[Key]
    website_id: Mapped[WebsiteKey]
    crawl_id: Mapped[CrawlKey]
    state: Mapped[EndState | None]
    reason: Mapped[Sentence | None]
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    pages_planned: Mapped[int] = mapped_column(SmallInteger, default=0)
    pages_scored: Mapped[int] = mapped_column(SmallInteger, default=0)
    versions_id: Mapped[VersionsKey | None]
    claim: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    tries: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    worker: Mapped[str | None]


class Page(Base):
    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("website_id", "url"),)

    id: Mapped[Key]
    website_id: Mapped[WebsiteKey]
    url: Mapped[Address]


class PanelPage(Base):
    """A page that stands for its website in one crawl, and why it was chosen."""

    __tablename__ = "panel_page"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site_audit_id: Mapped[SiteAuditKey] = mapped_column(primary_key=True)
    page_id: Mapped[PageKey] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    role: Mapped[PageRole]
    task: Mapped[str | None]
    reason: Mapped[Sentence]
    source: Mapped[Source]
    score: Mapped[int] = mapped_column(SmallInteger)
    supplier: Mapped[str | None]
    replaces: Mapped[Address | None]


class PanelPlace(Base):
    """A page's time in the stored panel of its website, or `beyond` it. Open while `ended_at` is
    null; then `why` says why it ended, and `replaced_by_id` is the place that took over, if any.
    A page that comes back has a new place. `task` is "" where there is none: the unique index
    holds a page to one open place for a role and task."""

    __tablename__ = "panel_place"
    __table_args__ = (
        Index("ix_panel_place_website_id", "website_id", "ended_at"),
        Index(
            "uq_panel_place_open",
            *("page_id", "role", "task"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("(ended_at IS NULL) = (why IS NULL)", name="ended"),
    )

    id: Mapped[Key]
    website_id: Mapped[WebsiteKey]
    page_id: Mapped[PageKey]
    role: Mapped[PageRole]
    task: Mapped[str]
    beyond: Mapped[bool]
    position: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[Source]
    score: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[Sentence]
    supplier: Mapped[str | None]
    replaces: Mapped[Address | None]
    chosen_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    why: Mapped[Sentence | None]
    replaced_by_id: Mapped[PlaceKey | None]


class PanelCandidate(Base):
    """A page that the last discovery weighed for a role or task of the website's panel."""

    __tablename__ = "panel_candidate"
    __table_args__ = ({"sqlite_with_rowid": False},)

    website_id: Mapped[WebsiteKey] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    role: Mapped[PageRole]
    task: Mapped[str | None]
    url: Mapped[Address]
    source: Mapped[Source]
    score: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[Sentence]
    supplier: Mapped[str | None]
    rejected: Mapped[Sentence]


class LocalLinksImport(Base):
    """Where the rows of `local_link` came from, and when. There is at most one."""

    __tablename__ = "local_links_import"

    id: Mapped[Key]
    source: Mapped[Sentence]
    imported_at: Mapped[Instant]


class LocalLink(Base):
    """A row of GOV.UK's Local Links export. `council` is a slug: the export may be there before
    the register is."""

    __tablename__ = "local_link"

    id: Mapped[Key]
    import_id: Mapped[ImportKey]
    council: Mapped[str] = mapped_column(index=True)
    lgsl: Mapped[int]
    lgil: Mapped[int]
    url: Mapped[Address]


class FieldData(Base):
    """What Chrome's visitors of an origin met in one period, beside what we measure and in no
    score. Figures are 75th percentiles. An origin is not tied to a website: its data may be there
    before the register is, and stays when a website moves."""

    __tablename__ = "field_data"
    __table_args__ = ({"sqlite_with_rowid": False},)

    origin: Mapped[Address] = mapped_column(primary_key=True)
    form_factor: Mapped[FormFactor] = mapped_column(primary_key=True)
    last_day: Mapped[Day] = mapped_column(primary_key=True)
    first_day: Mapped[Day] = mapped_column(primary_key=True)
    lcp_p75_ms: Mapped[Measure | None]
    inp_p75_ms: Mapped[Measure | None]
    cls_p75: Mapped[Measure | None]
    source: Mapped[FieldSource]
    imported_at: Mapped[Instant]


class FieldAbsence(Base):
    """When Chrome was last found to have no data of an origin, so that it is not asked at once
    again, and the reader is told. Gone as soon as there is some."""

    __tablename__ = "field_absence"
    __table_args__ = ({"sqlite_with_rowid": False},)

    origin: Mapped[Address] = mapped_column(primary_key=True)
    form_factor: Mapped[FormFactor] = mapped_column(primary_key=True)
    asked_at: Mapped[Instant]


class PageAudit(Base):
    """One visit to one page of the panel. Times are in milliseconds, sizes in bytes.

    `url` is null when it is the page's, `final_url` when it is the address asked for; `fcp_ms` is
    null when there are no metrics at all, `requests` when there is no network log. `timings_ms` are
    the times of the steps that the piece "steps" names. `walked` is null where the visit did not
    act on the page; `template` is shared by pages of one make, null where it is not known.
    `measurement` is as `crawler.database.measurements` packs it, null where speed was not measured.
    """

    __tablename__ = "page_audit"
    __table_args__ = (
        UniqueConstraint("site_audit_id", "page_id"),
        Index("ix_page_audit_page_id", "page_id"),
        ForeignKeyConstraint(
            ["site_audit_id", "page_id"],
            ["panel_page.site_audit_id", "panel_page.page_id"],
            name="fk_page_audit_panel_page",
        ),
    )

    id: Mapped[Key]
    site_audit_id: Mapped[SiteAuditKey]
    page_id: Mapped[PageKey]
    state: Mapped[EndState]
    reason: Mapped[Sentence | None]
    visited_at: Mapped[Instant]
    url: Mapped[Address | None]
    final_url: Mapped[Address | None]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    versions_id: Mapped[VersionsKey | None]
    fcp_ms: Mapped[Measure | None]
    lcp_ms: Mapped[Measure | None]
    tbt_ms: Mapped[Measure | None]
    cls: Mapped[Measure | None]
    speed_index_ms: Mapped[Measure | None]
    cpu_share: Mapped[Measure | None]
    requests: Mapped[int | None]
    transfer_bytes: Mapped[int | None]
    ttfb_ms: Mapped[Measure | None]
    screenshot_mobile: Mapped[Digest | None]
    screenshot_desktop: Mapped[Digest | None]
    timings_ms: Mapped[list[float]] = mapped_column(CompactJson(), nullable=True)
    errors: Mapped[dict[str, Any]] = mapped_column(CompactJson(), nullable=True)
    walked: Mapped[bool | None]
    template: Mapped[str] = mapped_column(Hexadecimal(), nullable=True)
    measurement: Mapped[list[Any]] = mapped_column(CompactJson(), nullable=True)


class Fact(Base):
    """A piece of evidence by its digest: SHA-256 of its canonical JSON. `data` is that JSON under
    Zstandard; where `base_id` is set, the base's JSON is the dictionary. `steps` counts the bases
    down to one that stands alone."""

    __tablename__ = "fact"

    id: Mapped[Key]
    digest: Mapped[Digest] = mapped_column(unique=True)
    base_id: Mapped[FactKey | None]
    steps: Mapped[int] = mapped_column(SmallInteger)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class PageFact(Base):
    """The pieces of a page audit, in order. `kind` is "markup", "axe:mobile", "findings" …"""

    __tablename__ = "page_fact"
    __table_args__ = ({"sqlite_with_rowid": False},)

    page_audit_id: Mapped[PageAuditKey] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    fact_id: Mapped[FactKey]


class Audit(Base):
    """The name of an audit, so that the rows that mention it need not spell it."""

    __tablename__ = "audit"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    pillar: Mapped[Pillar]


class Finding(Base):
    """The life of one failing element on one page. `signature` is seven bytes (see
    `crawler.database.signatures`), or eight until the page is audited again by a version that has
    signatures of two parts. `first_seen_id`, `last_seen_id` and `changed_id` are the page
    audits where it was first seen, last seen, and came into its present state."""

    __tablename__ = "finding"
    __table_args__ = (
        ForeignKeyConstraint(["first_seen_id"], ["page_audit.id"]),
        ForeignKeyConstraint(["last_seen_id"], ["page_audit.id"]),
        ForeignKeyConstraint(["changed_id"], ["page_audit.id"]),
        {"sqlite_with_rowid": False},
    )

    page_id: Mapped[PageKey] = mapped_column(primary_key=True)
    audit_id: Mapped[AuditKey] = mapped_column(primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    state: Mapped[FindingState]
    first_seen_id: Mapped[int]
    last_seen_id: Mapped[int]
    changed_id: Mapped[int]


class PageScore(Base):
    """A page's scores under a method. What each fix would win is its piece "gains:<method>"."""

    __tablename__ = "page_score"
    __table_args__ = ({"sqlite_with_rowid": False},)

    page_audit_id: Mapped[PageAuditKey] = mapped_column(primary_key=True)
    method: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    accessibility: Mapped[Points | None]
    speed: Mapped[Points | None]
    mobile: Mapped[Points | None]
    total: Mapped[Points | None]


class SiteScore(Base):
    """A website's scores in one crawl under a method."""

    __tablename__ = "site_score"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site_audit_id: Mapped[SiteAuditKey] = mapped_column(primary_key=True)
    method: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    accessibility: Mapped[Points | None]
    speed: Mapped[Points | None]
    mobile: Mapped[Points | None]
    total: Mapped[Points | None]


class Findability(Base):
    """How easily residents reach a website's tasks in one crawl. `applicable` counts the tasks that
    are the council's job, `judged` those of them with a verdict. The tasks themselves are the piece
    `fact_id`."""

    __tablename__ = "findability"

    site_audit_id: Mapped[SiteAuditKey] = mapped_column(primary_key=True)
    method: Mapped[int] = mapped_column(SmallInteger)
    figure: Mapped[Points | None]
    judged: Mapped[int] = mapped_column(SmallInteger)
    applicable: Mapped[int] = mapped_column(SmallInteger)
    requests: Mapped[int]
    fact_id: Mapped[FactKey]


class SiteFact(Base):
    """What is known of a website as a whole in one crawl. `kind` is "statement" or "documents"."""

    __tablename__ = "site_fact"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site_audit_id: Mapped[SiteAuditKey] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    fact_id: Mapped[FactKey]
