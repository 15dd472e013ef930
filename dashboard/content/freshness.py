"""How old the results are: in a sentence, as a picture, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import EndState
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.database.queries import Freshness

# How an attempt ends that the website itself kept from giving scores.
_SAID_NO = tuple(state for state in EndState if not state.scored and state is not EndState.FAILED)


def headline(fresh: Freshness) -> str:
    """Say the one thing that matters: whether results are old."""
    results = fresh.councils - fresh.none
    if not results:
        return "No council has a result yet."
    if fresh.stale:
        stale = fresh.stale_councils
        has = "has" if stale == 1 else "have"
        limit = f", which is {_limit(fresh)}" if len(fresh.days) == 1 else ""
        return (
            f"{stale:,} of {words.count(fresh.councils, 'council')} {has} a result older than two "
            f"periods{limit}."
        )
    if len(fresh.days) == 1:
        return f"All results are at most {_limit(fresh)} old."
    return "No result is older than two periods of its website."


def _limit(fresh: Freshness) -> str:
    return words.days_long(2 * fresh.days[0])


def notice(fresh: Freshness) -> Markup:
    tried = sum(len(each.councils) for each in fresh.stale if each.state in _SAID_NO)
    results = fresh.councils - fresh.none
    sentences = [
        f"{results:,} of {words.count(fresh.councils, 'council')} "
        f"{'has' if results == 1 else 'have'} a result{_oldest(fresh)}."
    ]
    if tried:
        sentences.append(
            f"{tried:,} of the old ones could not be renewed: when we last tried, we did not get "
            "through. Below it says why."
        )
    return Markup('<div class="notice"><h2 class="headline">{}</h2>{}</div>').format(
        headline(fresh), table.paragraphs(" ".join(sentences))
    )


def _oldest(fresh: Freshness) -> str:
    if fresh.oldest is None or fresh.oldest.scored_at is None:
        return ""
    return f". The oldest is of {words.day(fresh.oldest.scored_at)}"


def ages(fresh: Freshness) -> Markup:
    """Return a bar for each age: the number to read, and its length to look at; then as a table."""
    groups = _groups(fresh)
    most = max((number for _, number, _ in groups), default=0) or 1
    bars = Markup("").join(
        Markup(
            '<li><span class="what">{}</span> <span class="amount">{}</span>'
            '<span class="bar" aria-hidden="true"><span class="{}" style="width:{:.1f}%"></span>'
            "</span></li>"
        ).format(label, words.count(number, "council"), kind, 100 * number / most)
        for label, number, kind in groups
    )
    columns = (
        Column(key="how-old", label="Age of the result", header=True, stacked=""),
        Column(key="councils", label="Councils", number=True),
        Column(key="share", label="Share", number=True),
    )
    rows = (
        (label, f"{number:,}", words.share(100 * number / fresh.councils))
        for label, number, _ in groups
    )
    return Markup(
        '<h2 id="ages">How old the results are</h2><ul class="bars ages" role="list" '
        'aria-labelledby="ages">{}</ul><p class="age">{}</p>'
        '<details id="ages-table"><summary>The ages as a table</summary>'
        '<div class="inside">{}</div></details>'
    ).format(
        bars,
        "Striped: older than two periods. Outlined: no result.",
        table.render("Councils by the age of their result", columns, rows, name="ages"),
    )


def _groups(fresh: Freshness) -> list[tuple[str, int, str]]:
    """Return each age in words, the number of councils and how its bar looks, youngest first."""
    length = fresh.days[0] if len(fresh.days) == 1 else None
    last = len(fresh.ages) - 1
    groups = []
    for number, councils in enumerate(fresh.ages):
        if number == 0:
            label = f"Less than {_span(1, length)}"
        elif number == last:
            label = f"{_span(last, length).capitalize()} and more"
        else:
            label = f"{_span(number, length).capitalize()} to {_span(number + 1, length)}"
        groups.append((label, councils, "own" if number < 2 else "others"))
    return [*groups, ("No result", fresh.none, "none")]


def _span(periods: int, days: int | None) -> str:
    if days is None:
        return words.count(periods, "period")
    return words.days_long(periods * days)


def old_results(fresh: Freshness, now: datetime) -> Markup:
    if not fresh.stale:
        return Markup("")
    return Markup(
        '<details id="old"><summary>{}</summary><div class="inside">{}</div></details>'
    ).format(
        f"The councils whose results are older than two periods ({fresh.stale_councils:,})",
        table.render(
            "Old results, oldest first",
            (
                Column(key="council", label="Council", header=True, stacked=""),
                Column(key="scored", label="Result"),
                Column(key="tried", label="Last tried"),
                Column(key="state", label="How that ended"),
            ),
            (
                (
                    table.councils(each.councils),
                    table.when(each.scored_at, now),
                    table.when(each.tried_at, now),
                    words.state(each.state),
                )
                for each in fresh.stale
            ),
            name="old-results",
            caption_hidden=True,
        ),
    )
