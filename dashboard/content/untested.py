"""The websites that could not be tested when that was last tried, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import EndState
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crawler.database.queries import Failures, WebsiteAge

_REASONS_SHOWN = 5

_MEANINGS: Mapping[EndState, str] = {
    **words.WHAT_HAPPENED,
    EndState.PARTIAL: "Some pages could not be tested. The scores rest on the others.",
}
_WEIGHT: Mapping[EndState, str] = {
    EndState.BLOCKED: " That is neither a score of nought nor a fault that we found.",
    EndState.DISALLOWED: " That is neither a score of nought nor a fault that we found.",
    EndState.UNREACHABLE: " That is not a score of nought.",
    EndState.GONE: " That is not a score of nought.",
}


def part(ages: Sequence[WebsiteAge], failures: Sequence[Failures], now: datetime) -> Markup:
    untested = tuple(each for each in ages if each.tried_at is None)
    # What has scores comes last: it was tested, but for some pages.
    failures = sorted(failures, key=lambda each: each.state.scored)
    parts = [_failed(each, now) for each in failures]
    if untested:
        number = sum(len(each.councils) for each in untested)
        parts.append(
            Markup("<h3>{}: {}</h3><p>{}</p>{}").format(
                words.NOT_TESTED,
                words.count(number, "council"),
                "No visit to these websites has come to an end yet.",
                _names("untested", words.NOT_TESTED, untested, now),
            )
        )
    if not parts:
        parts = [Markup("<p>The last attempt tested every page that it set out to test.</p>")]
    return Markup('<h2 id="failures">What could not be tested, or not all of it</h2>{}').format(
        Markup("").join(parts)
    )


def _failed(failed: Failures, now: datetime) -> Markup:
    reasons = Markup("").join(
        Markup('<li><q class="data">{}</q> ({})</li>').format(reason, f"{number:,}")
        for reason, number in failed.reasons[:_REASONS_SHOWN]
    )
    return Markup("<h3>{}: {}</h3><p>{}{}</p>{}{}").format(
        words.STATES[failed.state],
        words.count(failed.councils, "council"),
        _MEANINGS.get(failed.state, ""),
        _WEIGHT.get(failed.state, ""),
        Markup("<p>The commonest reasons, and of how many websites:</p><ul>{}</ul>").format(reasons)
        if len(failed.websites) > 1 and reasons
        else "",
        _names(failed.state.value, words.STATES[failed.state], failed.websites, now),
    )


def _names(name: str, heading: str, websites: Sequence[WebsiteAge], now: datetime) -> Markup:
    number = sum(len(each.councils) for each in websites)
    return Markup(
        '<details id="{0}"><summary>{1}</summary><div class="inside">{2}</div></details>'
    ).format(
        f"which-{name}",
        f"Which {'council' if number == 1 else 'councils'} ({number:,})",
        table.render(
            f"{heading}: which councils, and what we saw",
            (
                Column(key="council", label="Council", header=True, stacked=""),
                Column(key="reason", label="What we saw", stacked=""),
                Column(key="tried", label="Last tried"),
                Column(key="scored", label="Newest result"),
            ),
            (
                (
                    table.councils(each.councils),
                    words.sentence(each.reason) or words.NOTHING,
                    table.when(each.tried_at, now),
                    _result(each, now),
                )
                for each in websites
            ),
            name="failed",
            caption_hidden=True,
        ),
    )


def _result(age: WebsiteAge, now: datetime) -> Markup:
    return table.when(age.scored_at, now) + table.old(age.scored_at, age.days, now)
