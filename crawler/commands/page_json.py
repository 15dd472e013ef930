"""`usability audit --json`, the contract: fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.audits.registry import all_audits
from crawler.facts.measurement import Flag
from crawler.records import Element, EndState, Impact, Outcome, Pillar, PillarScores, Savings
from crawler.scoring import carbon
from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from crawler.facts.measurement import Measurement
    from crawler.records import PageResult


class VersionsJson(Struct, frozen=True, kw_only=True):
    """What judged the page. The first three are null when no browser looked at it."""

    chromium: str | None
    axe: str | None
    lighthouse: str | None
    method: int


class MetricsJson(Struct, frozen=True, kw_only=True):
    """The first five are simulated on a slow phone, the others observed here. Milliseconds and
    bytes; `cls` has no unit. Null where it could not be measured."""

    fcp_ms: float | None
    lcp_ms: float | None
    tbt_ms: float | None
    cls: float | None
    speed_index_ms: float | None
    ttfb_ms: float | None
    transfer_bytes: int | None
    requests: int | None


class TypeJson(Struct, frozen=True, kw_only=True):
    """Requests of one type, and those of them that go to third parties. Bytes, rounded to 100."""

    type: str
    requests: int
    bytes: int
    third_requests: int
    third_bytes: int


class CarbonJson(Struct, frozen=True, kw_only=True):
    """Grams of CO2 equivalent of a first view and their grade, A+ to F, by Sustainable Web Design's
    model 4. Never scored."""

    grams: float
    grade: str


class RunJson(Struct, frozen=True, kw_only=True):
    """One of several loads, in the units of `metrics`. `cpu_share` is the main thread's CPU time
    over its wall time; `flag` says what is against the load, null for nothing."""

    fcp_ms: int | None
    lcp_ms: int | None
    tbt_ms: int | None
    cls: float | None
    speed_index_ms: int | None
    cpu_share: float | None
    flag: Flag | None


class MeasurementJson(Struct, frozen=True, kw_only=True):
    """How the simulated metrics were measured. `factor` is the machine's speed over the
    reference's, `load` its load average, `flag` what is against the figures. `why` the page was
    loaded again is "" for a single load, and `runs` is empty; `seconds` is what that cost."""

    method: int
    factor: float | None
    load: float | None
    flag: Flag | None
    why: str
    seconds: float
    runs: tuple[RunJson, ...]


class FindingJson(Struct, frozen=True, kw_only=True):
    """One audit's judgement. `points` is what repairing it alone would add to its pillar's score on
    this page, `saves` what it would save in bytes and milliseconds, where that can be told (null
    where not). `who` is affected; `limit` is what the audit cannot tell. Of `elements`, `pictures`
    are SHA-256 digests of WebP files, before and after."""

    audit: str
    pillar: Pillar
    outcome: Outcome
    impact: Impact | None
    wcag: tuple[str, ...]
    advice: bool
    engines: tuple[str, ...]
    title: str
    elements: tuple[Element, ...]
    failing: int
    passing: int
    undecided: int
    points: float
    why: str
    fix: str
    help_url: str
    who: str
    limit: str
    rule_url: str
    saves: Savings | None


class PageJson(Struct, frozen=True, kw_only=True):
    """One page. `reason` explains a state other than audited. `walked` says whether the visit also
    acted on it. `carbon` is null, and `types` is empty, where the load was not seen,
    `measurement` where speed was not measured."""

    url: str
    final_url: str
    state: EndState
    reason: str
    status: int | None
    visited_at: datetime
    versions: VersionsJson
    scores: PillarScores
    metrics: MetricsJson
    findings: tuple[FindingJson, ...]
    timings_ms: dict[str, float]
    errors: dict[str, str]
    walked: bool
    types: tuple[TypeJson, ...]
    carbon: CarbonJson | None
    measurement: MeasurementJson | None


def _round(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def page_json(result: PageResult) -> PageJson:
    """The page as the contract has it."""
    facts, network, metrics = result.facts, result.facts.network, result.facts.metrics
    versions = facts.versions
    limits = {audit.id: audit.limit for audit in all_audits()}
    return PageJson(
        url=facts.url,
        final_url=facts.final_url,
        state=facts.state,
        reason=facts.reason,
        status=facts.status,
        visited_at=facts.visited_at,
        versions=VersionsJson(
            chromium=versions.chromium if versions else None,
            axe=versions.axe if versions else None,
            lighthouse=versions.lighthouse if versions else None,
            method=result.score.method,
        ),
        scores=PillarScores(
            **{
                name: _round(getattr(result.score.scores, name), METHOD.decimals)
                for name in PillarScores.__struct_fields__
            }
        ),
        metrics=MetricsJson(
            fcp_ms=_round(metrics.fcp_ms, 1) if metrics else None,
            lcp_ms=_round(metrics.lcp_ms, 1) if metrics else None,
            tbt_ms=_round(metrics.tbt_ms, 1) if metrics else None,
            cls=_round(metrics.cls, 4) if metrics else None,
            speed_index_ms=_round(metrics.speed_index_ms, 1) if metrics else None,
            ttfb_ms=_round(network.ttfb_ms, 1) if network else None,
            transfer_bytes=network.transfer_bytes if network else None,
            requests=network.requests if network else None,
        ),
        findings=tuple(
            FindingJson(
                audit=finding.audit,
                pillar=finding.pillar,
                outcome=finding.outcome,
                impact=finding.impact,
                wcag=finding.wcag,
                advice=finding.advice,
                engines=finding.engines,
                title=finding.title,
                elements=finding.elements,
                failing=finding.failing,
                passing=finding.passing,
                undecided=finding.undecided,
                points=round(result.score.gains.get(finding.audit, 0.0), 2),
                why=finding.why,
                fix=finding.fix,
                help_url=finding.help_url,
                who=finding.who,
                limit=limits.get(finding.audit, ""),
                rule_url=finding.rule_url,
                saves=finding.saves,
            )
            for finding in result.findings
        ),
        timings_ms=facts.timings_ms,
        errors=facts.errors,
        walked=facts.walked,
        types=tuple(
            TypeJson(**{name: getattr(share, name) for name in TypeJson.__struct_fields__})
            for share in (facts.loading.types if facts.loading is not None else ())
        ),
        carbon=_carbon(network.transfer_bytes) if network is not None else None,
        measurement=_measurement(facts.measurement) if facts.measurement is not None else None,
    )


def _measurement(measured: Measurement) -> MeasurementJson:
    return MeasurementJson(
        method=measured.method,
        factor=measured.factor,
        load=measured.load,
        flag=measured.flag,
        why=measured.why,
        seconds=measured.seconds,
        runs=tuple(
            RunJson(
                fcp_ms=run.fcp_ms,
                lcp_ms=run.lcp_ms,
                tbt_ms=run.tbt_ms,
                cls=None if run.cls_thousandths is None else run.cls_thousandths / 1000,
                speed_index_ms=run.speed_index_ms,
                cpu_share=None if run.cpu_percent is None else run.cpu_percent / 100,
                flag=run.flag,
            )
            for run in measured.runs
        ),
    )


def _carbon(transfer_bytes: int) -> CarbonJson:
    grams = carbon.grams(transfer_bytes)
    return CarbonJson(grams=round(grams, 3), grade=carbon.grade(grams))
