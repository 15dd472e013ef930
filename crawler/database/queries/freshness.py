"""How old the results are: of which websites there are any, and how the last attempts ended.

A website's period is what the schedule keeps beside its turn, so that whoever reads the database
knows it without the schedule's file; without one it is a week. A result is stale when it is older
than two periods.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import aliased

from crawler.database import models
from crawler.database.queries.latest import newest_scored, newest_tried, valid_on
from crawler.records import EndState
from crawler.schedule.settings import DEFAULT_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crawler.database.session import Database

STALE_PERIODS = 2
OLDEST_GROUP = 4
"""Results of this many periods and more are counted together."""

_ADDRESS = re.compile(r"https?://\S+?(?=[,;.]?(?:\s|$))")
_OF_PAGES = re.compile(r"(\d+ \w+(?:, \d+ \w+)*) of \d+ pages")


class CouncilName(Struct, frozen=True):
    slug: str
    name: str


class WebsiteAge(Struct, frozen=True, kw_only=True):
    """When a website was last tested and last tried, both to the end. `scored_at` is None while it
    has no result; `state` and `reason` are those of the last attempt, None and "" without one.
    `days` is its period, `next_due_at` None where no schedule has it. `councils` are those of
    today."""

    url: str
    councils: tuple[CouncilName, ...]
    scored_at: datetime | None
    tried_at: datetime | None
    state: EndState | None
    reason: str
    days: int
    next_due_at: datetime | None

    def periods(self, now: datetime) -> int | None:
        """How many whole periods its result is old; None without one."""
        if self.scored_at is None:
            return None
        return max((now - self.scored_at) // timedelta(days=self.days), 0)

    def stale(self, now: datetime) -> bool:
        return is_stale(self.scored_at, self.days, now)

    def untried(self, now: datetime) -> bool:
        """Whether nobody has looked for two periods, or a turn was missed for one. An attempt that
        failed on our side is none."""
        if self.tried_at is None:
            due = self.next_due_at
            return due is not None and now - due > timedelta(days=self.days)
        looked = self.tried_at if self.state is not EndState.FAILED else self.scored_at
        return is_stale(looked or self.tried_at, self.days, now)


class Freshness(Struct, frozen=True, kw_only=True):
    """The ages of results, counted in councils. `ages` has a count for results younger than one
    period, than two …; its last is of `OLDEST_GROUP` periods and more. `stale` are the websites
    whose results are older than two, oldest first. `untried` counts those that nobody looked at for
    that long, of those that a schedule has, or of all. `days` are the periods that there are."""

    councils: int
    ages: tuple[int, ...]
    none: int
    stale: tuple[WebsiteAge, ...]
    untried: int
    oldest: WebsiteAge | None
    days: tuple[int, ...]

    @property
    def stale_councils(self) -> int:
        return sum(len(each.councils) for each in self.stale)


class Failures(Struct, frozen=True, kw_only=True):
    """The websites whose last attempt ended in one state, and the commonest reasons with how many
    websites gave each; what differs from website to website is left out of those."""

    state: EndState
    websites: tuple[WebsiteAge, ...]
    reasons: tuple[tuple[str, int], ...]

    @property
    def councils(self) -> int:
        return sum(len(each.councils) for each in self.websites)


def is_stale(at: datetime | None, days: int, now: datetime) -> bool:
    """Whether a result of `at` is older than two periods of so many days; False without one."""
    return at is not None and now - at > STALE_PERIODS * timedelta(days=days)


def website_ages(db: Database, *, today: date) -> tuple[WebsiteAge, ...]:
    """Return how old the results are of every website that serves a council on that day, by the
    name of its first council."""
    scored, tried = aliased(models.SiteAudit), aliased(models.SiteAudit)
    with db.read() as session:
        councils: dict[int, list[CouncilName]] = defaultdict(list)
        for website_id, slug, name in session.execute(
            select(models.Council.website_id, models.Council.slug, models.Council.name)
            .where(valid_on(today))
            .order_by(models.Council.name)
        ):
            councils[website_id].append(CouncilName(slug, name))
        # The right side of an outer join may be None, which its types do not say.
        rows: Sequence[Any] = session.execute(
            select(
                models.Website.id,
                models.Website.url,
                scored.ended_at.label("scored_at"),
                tried.ended_at.label("tried_at"),
                tried.state,
                tried.reason,
                models.WebsiteDue.days,
                models.WebsiteDue.next_due_at,
            )
            .select_from(models.Website)
            .outerjoin(scored, scored.id == newest_scored(models.Website.id))
            .outerjoin(tried, tried.id == newest_tried(models.Website.id))
            .outerjoin(models.WebsiteDue, models.WebsiteDue.website_id == models.Website.id)
        ).all()
    ages = (
        WebsiteAge(
            url=row.url,
            councils=tuple(councils[row.id]),
            scored_at=row.scored_at,
            tried_at=row.tried_at,
            state=row.state,
            reason=row.reason or "",
            days=row.days or DEFAULT_DAYS,
            next_due_at=row.next_due_at,
        )
        for row in rows
        if row.id in councils
    )
    return tuple(sorted(ages, key=lambda each: each.councils[0].name))


def freshness(ages: Iterable[WebsiteAge], now: datetime) -> Freshness:
    """Count the ages of results at `now`."""
    groups = [0] * (OLDEST_GROUP + 1)
    every = tuple(ages)
    for each in every:
        periods = each.periods(now)
        if periods is not None:
            groups[min(periods, OLDEST_GROUP)] += len(each.councils)
    councils = sum(len(each.councils) for each in every)
    # What a schedule gives no turn is never due, and nobody is expected to look.
    expected = [each for each in every if each.next_due_at is not None] or every
    dated = [(each.scored_at, each) for each in every if each.scored_at is not None]
    by_age = [each for _, each in sorted(dated, key=itemgetter(0))]
    return Freshness(
        councils=councils,
        ages=tuple(groups),
        none=councils - sum(groups),
        stale=tuple(each for each in by_age if each.stale(now)),
        untried=sum(len(each.councils) for each in expected if each.untried(now)),
        oldest=by_age[0] if by_age else None,
        days=tuple(sorted({each.days for each in every})) or (DEFAULT_DAYS,),
    )


def failures_by_state(ages: Iterable[WebsiteAge]) -> tuple[Failures, ...]:
    """Group the websites whose last attempt was not wholly audited, in the order of the states."""
    grouped: dict[EndState, list[WebsiteAge]] = defaultdict(list)
    for each in ages:
        if each.state not in (None, EndState.AUDITED):
            grouped[each.state].append(each)
    return tuple(
        Failures(
            state=state,
            websites=tuple(grouped[state]),
            reasons=tuple(
                Counter(kind for each in grouped[state] if (kind := _kind(each))).most_common()
            ),
        )
        for state in EndState
        if state in grouped
    )


def _kind(age: WebsiteAge) -> str:
    """A reason as other websites may have it too: without addresses, names and numbers of pages."""
    reason = _OF_PAGES.sub(lambda found: "some pages " + re.sub(r"\d+ ", "", found[1]), age.reason)
    reason = _ADDRESS.sub("…", reason)
    host = urlsplit(age.url).hostname
    return (reason.replace(host, "…") if host else reason).rstrip(". ")
