"""Which addresses can be pages of a panel at all, and what an address alone says of its page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from crawler.panel.address import normalise

_DOCUMENT = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|txt|xml|json|ics|zip|gz|7z|exe|dmg|jpe?g|png|gif"
    r"|webp|avif|svg|ico|mp[34]|m4[av]|mov|avi|webm|wav|ogg|css|js|kml|epub)$",
    re.IGNORECASE,
)
# Addresses that content systems give to files, with or without a file's ending.
_DOWNLOAD = re.compile(
    r"/downloads?/(file|download|id|\d)|/getmedia/|/media/\d|/sites/default/files/|/wp-content/"
    r"|\.(ashx|axd)$"
)
# Doors and machinery, which no resident comes for.
_NO_PAGE = frozenset({
    "login", "logout", "log-in", "signin", "sign-in", "signout", "feed", "rss", "print",
    "cdn-cgi", "wp-json", "wp-admin", "wp-login.php", "xmlrpc.php", "sitemap.xml",
})  # fmt: skip
# News names every task sooner or later, and is gone by the next crawl. (`article` is no sign of it:
# a content system that many councils use writes /article/1234/ in every address.)
_NEWS = frozenset({
    "news", "newsroom", "press", "press-releases", "press-office", "latest-news", "news-and-events",
    "news-events", "news-archive", "media-centre", "media-releases", "newsletters", "blog", "blogs",
    "events", "event", "whats-on", "what-s-on", "newyddion", "digwyddiadau", "tag", "author",
    "stories", "whatsnew", "whats-new", "what-s-new", "consultations", "consultation",
    "have-your-say",
})  # fmt: skip
# Addresses that are made up without end, or show again what stands elsewhere: results of searches,
# doors, printable versions, a calendar's page for each day.
_MADE_UP = frozenset({
    "search", "search-results", "searchresults", "site-search", "sitesearch", "chwilio", "calendar",
    "calendr", "printable", "printpage", "print-page", "print-version", "my-account", "myaccount",
    "account", "mewngofnodi", "password",
})  # fmt: skip
_MADE_UP_BY = frozenset({
    "q", "s", "query", "search", "searchterm", "keyword", "keywords", "print", "printable", "date",
    "day", "month", "year", "start", "offset", "sort", "returnurl", "redirect", "replytocom",
    "share",
})  # fmt: skip
_CALENDAR = re.compile(r"/(19|20)\d\d[/-][01]?\d([/-][0-3]?\d)?/?$")
_PRINTED = re.compile(r"[?&](view|format|mode|layout|tmpl|output)=(print|pdf|component)")
_DATED = re.compile(r"/(19|20)\d\d/[01]?\d(/|$)|/(19|20)\d\d-[01]\d-[0-3]\d")
_EXTENSION = re.compile(r"\.(html?|php|aspx?|jsp|cfm)(?=/|$)")
_WELSH = re.compile(r"^/(cy|cym|welsh|cymraeg)(/|$)|/cy/|[?&](lang|language|lng)=(cy|cym|welsh)\b")


@lru_cache(maxsize=16384)
def page_address(address: str) -> str | None:
    """Return the address in one spelling, or None for what can be no page of a panel: no http(s)
    address, a document or another file, a door or a machine's address."""
    url = normalise(address)
    if url is None:
        return None
    path = urlsplit(url).path
    if _DOCUMENT.search(path) or _DOWNLOAD.search(path.lower()):
        return None
    if not _NO_PAGE.isdisjoint(path.lower().split("/")):
        return None
    return url


def is_lasting(url: str) -> bool:
    """Whether an address looks like a page that stays: no news, event, consultation or date."""
    path = urlsplit(url).path.lower()
    return _NEWS.isdisjoint(path.split("/")) and _DATED.search(path) is None


def is_called_news(url: str) -> bool:
    """Whether only the last step of an address looks like news: `/have-your-say` may be the page
    for complaints, what stands below it is not."""
    path = urlsplit(url).path.lower().strip("/")
    return not is_lasting(url) and is_lasting(
        url[: len(url.rstrip("/")) - len(path.rpartition("/")[2])]
    )


def is_one_of_its_kind(url: str) -> bool:
    """Whether an address looks like a page of its own: no search results, login, printable version
    or page of a calendar. Only pages that stand for nothing in particular need to be."""
    parts = urlsplit(url.lower())
    if not _MADE_UP.isdisjoint(_EXTENSION.sub("", parts.path).split("/")):
        return False
    if _CALENDAR.search(parts.path) or _PRINTED.search(f"?{parts.query}"):
        return False
    return not any(
        name in _MADE_UP_BY for name, _ in parse_qsl(parts.query, keep_blank_values=True)
    )


def is_welsh_address(url: str) -> bool:
    """Whether an address says that its page is in Welsh: `/cy/`, `?lang=cy`, a host in cymru."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.startswith(("cy.", "cym.", "welsh.", "cymraeg.")) or host.endswith(".llyw.cymru"):
        return True
    rest = parts.path.lower() + ("?" + parts.query.lower() if parts.query else "")
    return _WELSH.search(rest) is not None


def depth(url: str) -> int:
    """The number of steps in the address's path below the first."""
    return urlsplit(url).path.strip("/").count("/")
