"""schedule.toml: how often which website is due, and when websites are handed out."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from crawler.errors import BadSchedule, MissingFile, UnreadableFile
from crawler.register import TIERS_BY_TYPE
from crawler.schedule.week import openings
from crawler.schedule.windows import Windows
from crawler.strict_csv import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from crawler.records import Council, Website

DEFAULT_DAYS = 7
MOST_DAYS = 366
NEVER = "never"
_TABLES = ("type", "tier", "website")
_ALL_TIERS = tuple(dict.fromkeys(tier for tiers in TIERS_BY_TYPE.values() for tier in tiers))


class Schedule(Struct, frozen=True, kw_only=True):
    """Periods in days; None where a website is never due. Websites are named by the address of any
    council that they serve."""

    days: int | None = DEFAULT_DAYS
    by_tier: dict[str, int | None] = {}
    by_type: dict[str, int | None] = {}
    by_website: dict[str, int | None] = {}
    windows: Windows = Windows()

    def days_of(self, website: Website) -> int | None:
        """The website's own period, or else its type's, its tier's, or everybody's. Where councils
        that share it differ, the shortest counts."""
        for table, names in (
            (self.by_website, [council.website for council in website.councils]),
            (self.by_type, [council.type for council in website.councils]),
            (self.by_tier, [t for each in website.councils for t in TIERS_BY_TYPE[each.type]]),
        ):
            if found := [table[name] for name in names if name in table]:
                return min((days for days in found if days is not None), default=None)
        return self.days


def read_schedule(path: Path, councils: Sequence[Council], *, named: bool) -> Schedule:
    """Read the file. Where there is none, and nobody `named` it, all is as by default.

    Raises `MissingFile`, `UnreadableFile`, or `BadSchedule` for the first thing that cannot be
    right: a key that is not known is refused, since it would otherwise do nothing in silence.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if not named:
            return Schedule()
        remedy = "Check USABILITY_SCHEDULE, or write the file; docs/schedule.md says how."
        raise MissingFile(path=path, remedy=remedy) from None
    except UnicodeDecodeError as error:
        raise _refusal(path, f"byte {error.start}", Problem(*_NOT_UTF8)) from None
    except OSError as error:
        raise UnreadableFile(path=path, detail=error.strerror or error) from None
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error)
        place = re.search(r" \(at (.+)\)$", said)
        problem = said[: place.start()] if place else said
        raise _refusal(
            path,
            place[1] if place else "the file",
            Problem(f"this is not TOML ({problem})", "Put quotes round texts and addresses."),
        ) from None
    return _Reading(path, councils).schedule(found)


_NOT_UTF8 = ("this is not UTF-8", "Save the file as UTF-8.")


class _Reading:
    def __init__(self, path: Path, councils: Sequence[Council]) -> None:
        self._path = path
        self._websites = tuple(dict.fromkeys(council.website for council in councils))

    def schedule(self, found: Mapping[str, Any]) -> Schedule:
        self._only(found, ("period", *_TABLES, "windows"), "the top of the file")
        return Schedule(
            days=self._at("period", _days, found["period"]) if "period" in found else DEFAULT_DAYS,
            by_tier=self._periods(found, "tier", _ALL_TIERS),
            by_type=self._periods(found, "type", TIERS_BY_TYPE),
            by_website=self._periods(found, "website", self._websites),
            windows=self._windows(found["windows"]) if "windows" in found else Windows(),
        )

    def _periods(
        self, found: Mapping[str, Any], table: str, known: Iterable[str]
    ) -> dict[str, int | None]:
        periods: dict[str, int | None] = {}
        names = tuple(known)
        for name, values in self._table(found.get(table, {}), f"[{table}]").items():
            place = f'[{table}."{name}"]' if table == "website" else f"[{table}.{name}]"
            if name not in names:
                raise _refusal(self._path, place, _unknown(table, name, names))
            self._only(self._table(values, place), ("period",), place)
            if "period" not in values:
                problem = Problem("there is no period", 'Write one below it: period = "7 days".')
                raise _refusal(self._path, place, problem)
            periods[name] = self._at(f"{place} period", _days, values["period"])
        return periods

    def _windows(self, found: Any) -> Windows:
        place = "[windows]"
        return Windows(self._at(place, openings, self._table(found, place)))

    def _table(self, value: Any, place: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        problem = Problem(f"{quoted(str(value))} stands where a table must be", f"Write {place}.")
        raise _refusal(self._path, place, problem)

    def _only(self, found: Mapping[str, Any], known: Sequence[str], place: str) -> None:
        for name in found:
            if name not in known:
                problem = f"{quoted(name)} is not known here"
                raise _refusal(self._path, place, Problem(problem, f"Known: {', '.join(known)}."))

    def _at(self, place: str, read: Callable[[Any], Any], value: Any) -> Any:
        try:
            return read(value)
        except Problem as problem:
            raise _refusal(self._path, place, problem) from None


def _days(value: Any) -> int | None:
    if value == NEVER:
        return None
    match = re.fullmatch(r"([1-9]\d{0,3}) (day|week)s?", value) if isinstance(value, str) else None
    days = int(match[1]) * (7 if match[2] == "week" else 1) if match else 0
    if not 1 <= days <= MOST_DAYS:
        raise Problem(
            f"{quoted(str(value))} is not a period",
            f'Write whole days or weeks, at most {MOST_DAYS} days, as in "7 days" or "2 weeks", or '
            f'"{NEVER}".',
        )
    return days


def _unknown(table: str, name: str, known: Sequence[str]) -> Problem:
    if table != "website":
        return Problem(f"no council is of the {table} {quoted(name)}", f"Use: {', '.join(known)}.")
    near = get_close_matches(name, known, n=1, cutoff=0.85)
    return Problem(
        f"no council of the register has the website {quoted(name)}",
        f"Did you mean {near[0]}?" if near else "Write the address as the register has it.",
    )


def _refusal(path: Path, place: str, problem: Problem) -> BadSchedule:
    return BadSchedule(path=path, place=place, problem=problem.problem, remedy=problem.remedy)
