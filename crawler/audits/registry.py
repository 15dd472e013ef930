"""The audits, found by walking this package, and the one function that runs them all.

An audit is one file: a pure function from facts to a verdict under `@audit(...)`, which carries its
words. The file is named for the audit (`page-weight` is `page_weight.py`). A fact that is missing,
or an exception, becomes a finding with the outcome `error`, never a dead crawl.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable

from msgspec import Struct

import crawler.audits
from crawler.audits.agreement import agreed
from crawler.audits.evidence import Evidence, NotTold
from crawler.audits.wcag import understanding
from crawler.records import Element, Finding, Impact, Outcome, PageFacts, Pillar, Savings


class Verdict(Struct, frozen=True, kw_only=True):
    """What an audit found. Fields left at None take the words of its declaration; the title of a
    review is then that of a failure, after "Check by hand: ".

    `failing` and `passing` count elements; a failure counts at least the elements given, and one
    when it is of the page as a whole.
    """

    outcome: Outcome
    title: str | None = None
    impact: Impact | None = None
    wcag: tuple[str, ...] | None = None
    advice: bool | None = None
    who: str | None = None
    why: str | None = None
    fix: str | None = None
    help_url: str = ""
    rule_url: str = ""
    engines: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    failing: int = 0
    passing: int = 0
    undecided: int = 0
    saves: Savings | None = None


Judgement = Verdict | tuple[Finding, ...]


def to_check(fault: str) -> str:
    """The title of a finding that a person must look at: a fault that we are not sure of."""
    plain = fault[:1].isupper() and not fault[1:2].isupper() and not fault.startswith(_NAMES)
    return f"Check by hand: {fault[:1].lower() + fault[1:] if plain else fault}"


_NAMES = ("English", "Welsh", "Google", "YouTube", "JavaScript")
"""Words that keep their capital within a sentence."""


class Audit(Struct, frozen=True, kw_only=True):
    """An audit's declaration.

    `impact` is the usual one of a failure. `advice` never costs points. An audit that never
    `decides` finds only what a person must look at, or advice; failing a page would be its defect.
    `who` says who is affected, and `limit` what the audit cannot tell. `source` names its module.
    """

    id: str
    pillar: Pillar
    impact: Impact
    wcag: tuple[str, ...]
    title_pass: str
    title_fail: str
    why: str
    fix: str
    needs: tuple[Evidence, ...]
    advice: bool
    decides: bool
    who: str
    limit: str
    source: str
    judge: Callable[[PageFacts], Judgement]

    @property
    def engine(self) -> str:
        """What a finding names as its finder when no other engine had a part in it."""
        return f"usability:{self.id}"

    @property
    def walks(self) -> bool:
        """Whether it can judge only pages that the visit acted on."""
        return any(need.walks for need in self.needs)

    @property
    def cost(self) -> str:
        """What a finding costs, in words: its usual impact, or why it costs nothing."""
        if self.advice:
            return "Advice, costs nothing"
        return self.impact.capitalize() if self.decides else "For a person to check, costs nothing"

    @property
    def help_url(self) -> str:
        """W3C's explanation of the first criterion that it judges; "" for none."""
        return understanding(self.wcag)

    def findings(self, facts: PageFacts) -> tuple[Finding, ...]:
        """Judge the facts. Never raises: what cannot be judged is a finding that says so."""
        missing = [need for need in self.needs if need.in_facts(facts) is None]
        if not facts.walked and any(need.walks for need in missing):
            return ()  # not asked, so there is no answer, and none is owed
        if missing:
            return (self._error(f"{' and '.join(missing)} could not be gathered"),)
        try:
            judgement = self.judge(facts)
        except NotTold as lack:
            return (self._error(f"{lack} could not be gathered"),)
        except Exception as error:  # noqa: BLE001 -- one audit's defect must not end a crawl
            return (self._error(f"the audit failed with {type(error).__name__}: {error}"),)
        found = judgement if isinstance(judgement, tuple) else (self._finding(judgement),)
        accuses = any(each.outcome is Outcome.FAIL and not each.advice for each in found)
        if accuses and not self.decides:
            return (self._error("the audit failed a page, which it cannot decide"),)
        return found

    def _finding(self, verdict: Verdict) -> Finding:
        failed = verdict.outcome in (Outcome.FAIL, Outcome.REVIEW)
        failing = 0
        if verdict.outcome is Outcome.FAIL:
            failing = max(1, len(verdict.elements), verdict.failing)
        wcag = self.wcag if verdict.wcag is None else verdict.wcag
        usual_title = self.title_pass
        if failed:
            sure = verdict.outcome is Outcome.FAIL
            usual_title = self.title_fail if sure else to_check(self.title_fail)
        return Finding(
            audit=self.id,
            pillar=self.pillar,
            outcome=verdict.outcome,
            title=usual_title if verdict.title is None else verdict.title,
            impact=(verdict.impact or self.impact) if failed else None,
            wcag=wcag,
            advice=self.advice if verdict.advice is None else verdict.advice,
            engines=verdict.engines or (self.engine,),
            elements=verdict.elements,
            failing=failing,
            passing=verdict.passing,
            undecided=max(
                verdict.undecided,
                len(verdict.elements) if verdict.outcome is Outcome.REVIEW else 0,
            ),
            who=self.who if verdict.who is None else verdict.who,
            why=self.why if verdict.why is None else verdict.why,
            fix=self.fix if verdict.fix is None else verdict.fix,
            help_url=verdict.help_url or understanding(wcag),
            rule_url=verdict.rule_url,
            saves=verdict.saves,
        )

    def _error(self, problem: str) -> Finding:
        return Finding(
            audit=self.id,
            pillar=self.pillar,
            outcome=Outcome.ERROR,
            title=f"Not checked: {problem}",
            wcag=self.wcag,
            advice=self.advice,
            engines=(self.engine,),
            who=self.who,
            why=self.why,
            fix="Nothing to mend on the page. The next crawl tries again.",
        )


class DuplicateAudit(Exception):
    """Two audits declare the same id."""


_REGISTERED: dict[str, Audit] = {}


def audit(
    *,
    id: str,  # noqa: A002 -- the word that the findings use
    pillar: Pillar,
    impact: Impact,
    title_pass: str,
    title_fail: str,
    why: str,
    fix: str,
    needs: tuple[Evidence, ...],
    wcag: tuple[str, ...] = (),
    advice: bool = False,
    decides: bool = True,
    who: str = "",
    limit: str = "",
) -> Callable[[Callable[[PageFacts], Judgement]], Callable[[PageFacts], Judgement]]:
    """Register the decorated function as an audit. Raises `DuplicateAudit` for an id in use."""

    def register(judge: Callable[[PageFacts], Judgement]) -> Callable[[PageFacts], Judgement]:
        if id in _REGISTERED and _REGISTERED[id].source != judge.__module__:
            raise DuplicateAudit(f"{id} is declared by {_REGISTERED[id].source} too")
        _REGISTERED[id] = Audit(
            id=id,
            pillar=pillar,
            impact=impact,
            wcag=wcag,
            title_pass=title_pass,
            title_fail=title_fail,
            why=why,
            fix=fix,
            needs=needs,
            advice=advice,
            decides=decides,
            who=who,
            limit=limit,
            source=judge.__module__,
            judge=judge,
        )
        return judge

    return register


@functools.cache
def all_audits() -> tuple[Audit, ...]:
    """Import every module of the package and return its audits, ordered by id."""
    for module in pkgutil.iter_modules(crawler.audits.__path__):
        importlib.import_module(f"{crawler.audits.__name__}.{module.name}")
    return tuple(_REGISTERED[key] for key in sorted(_REGISTERED))


def judge(facts: PageFacts) -> tuple[Finding, ...]:
    """Run every audit on one visit's facts; a page that was not reached has no findings. What
    several find about the same element is one finding (see agreement.py).

    The order is by audit id and stable. Never raises.
    """
    if not facts.state.scored:
        return ()
    return agreed(_gathered(finding for each in all_audits() for finding in each.findings(facts)))


TOO_LARGE = "The page is too large to test fully"
PAGE_SIZE = "page-size"


def _gathered(findings: Iterable[Finding]) -> Iterable[Finding]:
    """The findings; those of our audits that only say that the page is too large are one. Those of
    engines' rules stay, since an absent rule would be taken for one that found nothing."""
    small = []
    for finding in findings:
        ours = finding.engines == (f"usability:{finding.audit}",)
        bare = finding.outcome is Outcome.REVIEW and not finding.elements
        if ours and bare and finding.title.startswith(TOO_LARGE):
            small.append(finding)
        else:
            yield finding
    if len(small) == 1:
        yield small[0]
    elif small:
        yield Finding(
            audit=PAGE_SIZE,
            pillar=Pillar.ACCESSIBILITY,
            outcome=Outcome.REVIEW,
            title=f"{TOO_LARGE}: {len(small)} checks saw only a part of it",
            impact=Impact.MODERATE,
            engines=tuple(engine for finding in small for engine in finding.engines),
            undecided=len(small),
            who="Everybody who needs what these checks look for, and people with slow devices.",
            why="Nothing was found in the part that was tested. The rest may hold faults.",
            fix="Divide the page into several. Until then, test by hand what these checks look "
            f"for: {', '.join(finding.audit for finding in small)}.",
        )
