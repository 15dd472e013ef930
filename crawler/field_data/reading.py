"""A record of the Chrome UX Report to one of ours, every value checked.

The shape is that of the API's `records:queryRecord`
(https://developer.chrome.com/docs/crux/api): `record.key`, `record.metrics.<name>.percentiles.p75`
(the one of CLS is text), and `record.collectionPeriod`.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from crawler.field_data.origins import origin_of
from crawler.records import FieldData, FormFactor
from crawler.strict_csv import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

METRICS = {
    "lcp_p75_ms": "largest_contentful_paint",
    "inp_p75_ms": "interaction_to_next_paint",
    "cls_p75": "cumulative_layout_shift",
}
# A 75th percentile outside of these is no measurement: milliseconds given in seconds, say.
BOUNDS = {
    "lcp_p75_ms": (20.0, 600_000.0),
    "inp_p75_ms": (1.0, 600_000.0),
    "cls_p75": (0.0, 1_000.0),
}
LONGEST_PERIOD_DAYS = 366
REMEDY = "Take the record out, or export it again."


class NoFigures(Exception):
    """A record that has none of the three figures."""


class OnePage(Exception):
    """A record about one page, where ours are about whole websites."""


def field_data(
    origin: str,
    form_factor: FormFactor,
    period: tuple[date, date],
    figures: Mapping[str, float | None],
    *,
    on: date,
) -> FieldData:
    """Put a record together, read on the day `on`.

    Raises `Problem` for what cannot be, and `NoFigures`.
    """
    first, last = period
    if not 0 <= (last - first).days < LONGEST_PERIOD_DAYS or last > on:
        problem = f"the period from {first} to {last} is not one of past days, at most a year long"
        raise Problem(problem, REMEDY)
    if all(value is None for value in figures.values()):
        raise NoFigures
    return FieldData(
        origin=origin, form_factor=form_factor, first_day=first, last_day=last, **figures
    )


def figure(name: str, value: Any) -> float | None:
    """Return a 75th percentile; None for none. Raises `Problem` if it is not one."""
    if value is None or value == "":
        return None
    low, high = BOUNDS[name]
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not low <= number <= high:
        unit = " milliseconds" if name.endswith("_ms") else ""
        problem = f"{name} is {quoted(str(value))}, not a number from {low:g} to {high:,.0f}{unit}"
        raise Problem(problem, REMEDY)
    return number


def origin_from(value: Any) -> str:
    """Return the origin that a text names. Raises `Problem` for any other address."""
    text = value if isinstance(value, str) else ""
    origin = origin_of(text)
    rest = text.partition("://")[2].partition("/")[2]
    if origin is None or rest or "@" in text:
        problem = f"origin is {quoted(str(value))}"
        raise Problem(problem, "Give scheme and host only, as in https://www.example.gov.uk.")
    return origin


def form_factor_from(value: Any) -> FormFactor:
    """Return the kind of device that a text names, "" for all. Raises `Problem`."""
    text = value.casefold() if isinstance(value, str) else str(value)
    try:
        return FormFactor(text or FormFactor.ALL)
    except ValueError:
        kinds = ", ".join(FormFactor)
        problem = f"form_factor is {quoted(str(value))}"
        raise Problem(problem, f"Use one of: {kinds}.") from None


def record_from(answer: Any, *, on: date) -> FieldData:
    """Return what an answer of the API, or the record in it, says of an origin.

    Raises `NoFigures`, `OnePage`, or `Problem` for anything else that is not such an answer.
    """
    record = _mapping(answer, "the answer")
    if "error" in record:
        if _mapping(record["error"], "error").get("code") == 404:
            raise NoFigures
        raise Problem("it is the API's refusal, not an answer", REMEDY)
    record = _mapping(record.get("record", record), "record")
    key = _mapping(record.get("key"), "record.key")
    if "url" in key:
        raise OnePage
    metrics = _mapping(record.get("metrics"), "record.metrics")
    period = _mapping(record.get("collectionPeriod"), "record.collectionPeriod")
    return field_data(
        origin_from(key.get("origin")),
        form_factor_from(key.get("formFactor", "")),
        (_day(period, "firstDate"), _day(period, "lastDate")),
        {name: _p75(name, metrics.get(metric)) for name, metric in METRICS.items()},
        on=on,
    )


def _p75(name: str, metric: Any) -> float | None:
    if metric is None:
        return None
    percentiles = _mapping(metric, METRICS[name]).get("percentiles")
    return figure(name, _mapping(percentiles, f"{METRICS[name]}.percentiles").get("p75"))


def _day(period: Mapping[str, Any], name: str) -> date:
    parts = _mapping(period.get(name), f"collectionPeriod.{name}")
    try:
        return date(*(int(parts[part]) for part in ("year", "month", "day")))
    except (KeyError, TypeError, ValueError, OverflowError):
        problem = f"collectionPeriod.{name} is {quoted(str(dict(parts)))}, not a day"
        raise Problem(problem, REMEDY) from None


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Problem(f"{name} is {quoted(str(value))}, not an object", REMEDY)
