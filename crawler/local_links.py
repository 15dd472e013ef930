"""GOV.UK's Local Links export to records: which page of a council is for which service.

The export is the CSV file that Local Links Manager publishes each day, with a row for each
authority, service (LGSL) and interaction (LGIL). Its columns have changed over the years, and its
authorities are not always ours: codes go stale when an area changes, names come in many spellings.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from crawler.errors import NotLocalLinks
from crawler.records import LocalLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crawler.records import Council, Task

NEEDED = ("authority name", "lgsl", "lgil", "url")
LONGEST_URL = 2000
# What is said of a row that gives no link, as the end of "so many rows: …".
OTHER_SERVICE = "about other services than our tasks"
NO_AUTHORITY = "of authorities that are not in the register"
NO_ADDRESS = "without an address"
NO_WEB_ADDRESS = "whose address is not a web address"
NO_NUMBER = "whose LGSL or LGIL is not a number"
WRONG_LENGTH = "with fewer values than columns"

# Said of many councils, so they tell none from another. "London" is not one: see `_key`.
_COMMON = frozenset(
    {
        *("council", "borough", "city", "county", "district", "royal", "metropolitan"),
        *("corporation", "of", "the", "mbc", "bc", "dc", "cc"),
    }
)


class Imported(Struct, frozen=True, kw_only=True):
    """What an export came to. `rows` counts those below the header. `by_code`, `by_name` and
    `by_successor` count councils by how the export's authorities were told to be theirs; one may be
    in several. `unmatched` are the names of the others, in the export's order. `skipped` counts
    the rows that gave no link, by why."""

    rows: int
    links: tuple[LocalLink, ...]
    by_code: int
    by_name: int
    by_successor: int
    unmatched: tuple[str, ...]
    skipped: dict[str, int]


class _Match(NamedTuple):
    """A council, and how sure that is: 0 by its code, 1 by its name, 2 as a successor."""

    council: str
    rank: int


def read_local_links(
    lines: Iterable[str],
    source: str,
    councils: Sequence[Council],
    tasks: Sequence[Task],
    *,
    on: date,
) -> Imported:
    """Read the export's lines, which may be many: only links for our tasks' services are kept.

    An authority is a council by its GSS code, or else by its name, and never two councils; one that
    is no more on that day is its successor, where the register has it. Where several authorities
    are the same council, a service's links are those of the surest. Raises `NotLocalLinks`, which
    names the `source`.
    """
    wanted = {lgsl for task in tasks for lgsl in task.lgsl}
    register = _Register(councils, on)
    skipped: Counter[str] = Counter()
    unmatched: dict[str, None] = {}
    matched: set[_Match] = set()
    kept: dict[tuple[str, int], tuple[int, list[LocalLink]]] = {}
    rows = 0
    for row in _rows(lines, source):
        rows += 1
        if row is None:
            skipped[WRONG_LENGTH] += 1
            continue
        name = row["authority name"]
        match = register.match(row.get("gss", ""), name)
        if match is None:
            unmatched[name] = None
        else:
            matched.add(match)
        link = _link(row, match.council if match else None, wanted)
        if isinstance(link, str):
            skipped[link] += 1
        elif match is not None:
            rank, links = kept.get((link.council, link.lgsl), (match.rank, []))
            if match.rank < rank:
                rank, links = match.rank, []
            if match.rank == rank and link not in links:
                links.append(link)
            kept[link.council, link.lgsl] = rank, links
    ways = Counter(match.rank for match in matched)
    return Imported(
        rows=rows,
        links=tuple(link for _, links in kept.values() for link in links),
        by_code=ways[0],
        by_name=ways[1],
        by_successor=ways[2],
        unmatched=tuple(unmatched),
        skipped=dict(skipped.most_common()),
    )


def _rows(lines: Iterable[str], source: str) -> Iterator[dict[str, str] | None]:
    """Each row by its column in lower case; None for one that is too short to be read."""
    reader = csv.reader(lines, strict=True)
    try:
        header = [" ".join(name.lstrip("\ufeff").lower().split()) for name in next(reader, [])]
        if missing := [column for column in NEEDED if column not in header]:
            problem = f"it has no column {' or '.join(missing)}"
            raise NotLocalLinks(source=source, problem=problem)
        last = max(header.index(column) for column in NEEDED)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                stripped = (cell.strip() for cell in cells)
                yield dict(zip(header, stripped, strict=False)) if len(cells) > last else None
    except csv.Error as error:
        problem = f"line {reader.line_num} is not CSV ({error})"
        raise NotLocalLinks(source=source, problem=problem) from None
    except UnicodeDecodeError:
        read = reader.line_num
        problem = f"it is not UTF-8 text after line {read}" if read else "it is not UTF-8 text"
        raise NotLocalLinks(source=source, problem=problem) from None


def _link(row: Mapping[str, str], council: str | None, wanted: set[int]) -> LocalLink | str:
    """The row's link, or why there is none."""
    lgsl, lgil = row["lgsl"], row["lgil"]
    if not all(re.fullmatch(r"[0-9]{1,6}", number) for number in (lgsl, lgil)):
        return NO_NUMBER
    if int(lgsl) not in wanted:
        return OTHER_SERVICE
    if council is None:
        return NO_AUTHORITY
    url = row.get("new url") or row["url"]  # the newer address, in files sent round to be mended
    if not url:
        return NO_ADDRESS
    if not _web_address(url):
        return NO_WEB_ADDRESS
    return LocalLink(council=council, lgsl=int(lgsl), lgil=int(lgil), url=url)


def _web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False
    plain = len(url) <= LONGEST_URL and not re.search(r"[\s\\<>\"\x00-\x1f]", url)
    return named and plain and parts.scheme in ("http", "https")


class _Register:
    """The councils by code and by name."""

    def __init__(self, councils: Sequence[Council], on: date) -> None:
        self._on = on
        self._by_slug = {council.slug: council for council in councils}
        self._by_code = {council.gss_code: council for council in councils}
        self._by_name: dict[str, Council | None] = {}
        for council in councils:
            for key in {_key(council.name), _key(council.slug)}:
                # A name that could be either of two is neither's.
                self._by_name[key] = None if key in self._by_name else council
        self._known: dict[tuple[str, str], _Match | None] = {}

    def match(self, code: str, name: str) -> _Match | None:
        """The council that an authority is; None for one that we do not have."""
        if (code, name) not in self._known:
            self._known[code, name] = self._match(code, name)
        return self._known[code, name]

    def _match(self, code: str, name: str) -> _Match | None:
        found, rank = self._by_code.get(code.upper()), 0
        if found is None:
            found, rank = self._by_name.get(_key(name)), 1
            if found is not None and {_tier(name), _tier(found.name)} == {"county", "district"}:
                return None  # Durham's city was no part of what County Durham's council was
        if found is None:
            return None
        heir = found
        passed = {heir.slug}
        while heir.valid_to is not None and heir.valid_to < self._on:
            successor = self._by_slug.get(heir.succeeded_by or "")
            if successor is None or successor.slug in passed:
                break
            passed.add(successor.slug)
            heir = successor
        return _Match(heir.slug, rank if heir is found else 2)


def _key(name: str) -> str:
    """What tells a council from others: "London Borough of Barnet" is barnet, and "City of London
    Corporation" is london."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ").casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    words = re.findall(r"[^\W_]+", re.sub("['\u2018\u2019]", "", letters))
    text = " ".join("st" if word == "saint" else word for word in words)
    text = re.sub(r"\blondon borough\b", " ", text)
    return " ".join(word for word in text.split() if word not in _COMMON)


def _tier(name: str) -> str:
    """What the name says of an authority's place: county, district, or "" for neither or both.
    Boroughs and cities are one, since many a borough has become a city."""
    said = set(name.casefold().split())
    county, district = "county" in said, bool(said & {"borough", "city", "district"})
    if county == district:
        return ""
    return "county" if county else "district"
