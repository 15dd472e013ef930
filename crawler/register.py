"""councils.csv to records. A bad row is refused with its file, line and remedy."""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from crawler.errors import BadRegister, UnknownCouncil
from crawler.records import Council, Website
from crawler.strict_csv import Problem, one_of, quoted, refusal, rows, unused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COUNCIL_COLUMNS = (
    "slug",
    "name",
    "nation",
    "region",
    "type",
    "gss_code",
    "parent_county",
    "website",
    "population",
    "latitude",
    "longitude",
    "valid_from",
    "valid_to",
    "succeeded_by",
)

TIERS_BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "district": ("district",),
    "county": ("county",),
    "unitary": ("unitary",),
    "metropolitan": ("unitary",),
    "london-borough": ("unitary",),
    "city-of-london": ("unitary",),
    "scottish": ("unitary",),
    "welsh": ("unitary",),
    "northern-irish": ("northern-irish",),
}
"""The types of council, and the tiers of local government whose tasks each of them does. Northern
Ireland's councils leave schools, libraries, roads and housing to others, so they are a tier of
their own. applicability.csv says which tasks are whose."""

TIERS = frozenset(tier for tiers in TIERS_BY_TYPE.values() for tier in tiers)

_GSS_BY_NATION: Mapping[str, str] = {
    "England": r"E\d{8}",
    "Scotland": r"S\d{8}",
    "Wales": r"W\d{8}",
    "Northern Ireland": r"N\d{8}",
}
"""The nations, and the form of the Office for National Statistics' codes in each of them."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("slug", "name", "nation", "region", "type", "gss_code", "website")


def read_register(path: Path) -> tuple[Council, ...]:
    """Read the councils in the file's order.

    Raises `MissingFile`, `UnreadableFile`, or `BadRegister` for the first row that cannot be right.
    """
    councils: list[Council] = []
    lines: dict[str, int] = {}
    codes: dict[str, int] = {}
    for line, row in rows(path, COUNCIL_COLUMNS, "make it from councils.csv of the project"):
        try:
            council = _council(row)
            unused(council.slug, "slug", lines)
            unused(council.gss_code, "gss_code", codes)
        except Problem as error:
            raise refusal(path, line, error) from None
        lines[council.slug] = codes[council.gss_code] = line
        councils.append(council)
    if not councils:
        raise BadRegister(
            path=path, line=1, problem="there is no council below the header", remedy="Add a row."
        )
    return tuple(councils)


def _council(row: Mapping[str, str]) -> Council:
    for column in _REQUIRED:
        if not row[column]:
            raise Problem(f"{column} is empty", f"Give each council a {column}.")
    for column in ("slug", "parent_county", "succeeded_by"):
        if row[column] and not _SLUG.fullmatch(row[column]):
            raise Problem(
                f"{column} is {quoted(row[column])}",
                "Use lower-case letters, digits and single hyphens, as in north-somerset.",
            )
    # A register may be a part of the whole, so these need not be slugs of rows in it.
    for column in ("parent_county", "succeeded_by"):
        if row[column] == row["slug"]:
            raise Problem(f"{column} is the council itself", "Leave it empty.")
    one_of("nation", row["nation"], _GSS_BY_NATION)
    one_of("type", row["type"], TIERS_BY_TYPE)
    if not re.fullmatch(_GSS_BY_NATION[row["nation"]], row["gss_code"]):
        raise Problem(
            f"gss_code is {quoted(row['gss_code'])}, which is no code in {row['nation']}",
            "Use the nine-character code of the Office for National Statistics.",
        )
    valid_from, valid_to = _date(row, "valid_from"), _date(row, "valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        raise Problem(
            f"valid_to is {valid_to}, before valid_from {valid_from}", "Swap or mend the dates."
        )
    return Council(
        slug=row["slug"],
        name=row["name"],
        nation=row["nation"],
        region=row["region"],
        type=row["type"],
        gss_code=row["gss_code"],
        website=_web_address(row["website"]),
        parent_county=row["parent_county"] or None,
        population=_population(row),
        latitude=_degrees(row, "latitude", 90),
        longitude=_degrees(row, "longitude", 180),
        valid_from=valid_from,
        valid_to=valid_to,
        succeeded_by=row["succeeded_by"] or None,
    )


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise Problem(f"website is {quoted(value)} ({error})", _ADDRESS_REMEDY) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise Problem(f"website is {quoted(value)}, not an http(s) address", _ADDRESS_REMEDY)
    if re.search(r"[\s\\<>\"]", value) or ".." in parts.hostname:
        raise Problem(
            f"website is {quoted(value)}, with a character that has no place", _ADDRESS_REMEDY
        )
    if parts.username is not None or parts.password is not None:
        raise Problem(f"website on {parts.hostname} has a user name in it", _ADDRESS_REMEDY)
    return value


_ADDRESS_REMEDY = "Write the home page's public address, as in https://www.example.gov.uk/."


def _population(row: Mapping[str, str]) -> int | None:
    value = row["population"]
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise Problem(
            f"population is {quoted(value)}", "Write the number of residents in digits only."
        )
    return int(value)


def _degrees(row: Mapping[str, str], column: str, limit: int) -> float | None:
    value = row[column]
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= limit:
        raise Problem(f"{column} is {quoted(value)}", f"Write degrees from -{limit} to {limit}.")
    return degrees


def _date(row: Mapping[str, str], column: str) -> date | None:
    value = row[column]
    if not value:
        return None
    problem = Problem(f"{column} is {quoted(value)}", "Write a date as in 2027-03-31.")
    # Python reads other ISO forms too (20270331, 2027-W13-3), which people do not.
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise problem
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise problem from None


# --- Websites -----------------------------------------------------------------------------------


def websites(councils: Sequence[Council], on: date | None = None) -> tuple[Website, ...]:
    """Return each address once, with all the councils that it serves, in the register's order.

    With a date, councils that do not exist on it are left out; both valid dates are inclusive.
    """
    served: dict[str, list[Council]] = {}
    for council in councils:
        if on is None or _exists(council, on):
            served.setdefault(_site_key(council.website), []).append(council)
    return tuple(Website(url=group[0].website, councils=tuple(group)) for group in served.values())


def _exists(council: Council, on: date) -> bool:
    return (council.valid_from or on) <= on <= (council.valid_to or on)


def _site_key(website: str) -> str:
    parts = urlsplit(website)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    default = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, default) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def find(
    councils: Sequence[Council], slugs: Sequence[str], path: Path = Path("councils.csv")
) -> tuple[Council, ...]:
    """Return the councils named, in the order asked for and each once.

    Raises `UnknownCouncil`, which names the register's path and suggests the nearest slugs.
    """
    by_slug = {council.slug: council for council in councils}
    for slug in slugs:
        if slug not in by_slug:
            known = [council.slug for council in councils]
            raise UnknownCouncil(path=path, slug=slug, suggestion=nearest(slug, known))
    return tuple(by_slug[slug] for slug in dict.fromkeys(slugs))


def nearest(
    slug: str,
    known: Iterable[str],
    otherwise: str = "Slugs are in the register's first column.",
) -> str:
    """Return a sentence that suggests the known slugs nearest to one that is not, or what is said
    where none is near."""
    wanted = re.sub(r"[\s_]+", "-", slug.strip().lower())
    found = process.extract(wanted, sorted(known), scorer=fuzz.WRatio, score_cutoff=70)
    names = [name for name, _, _ in found[:3]]
    if not names:
        return otherwise
    return f"Did you mean {' or '.join(names)}?"
