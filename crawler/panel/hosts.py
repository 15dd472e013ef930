"""Whose host an address is on: the council's own, a national site's, a social network's."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

from crawler.panel.address import normalise, same_site

# The list of public suffixes that comes with the package: nothing is fetched, nothing is kept.
_SUFFIXES = tldextract.TLDExtract(
    cache_dir=None,
    suffix_list_urls=(),
    include_psl_private_domains=True,
    # Each name below these is another public body's, though the list does not have them.
    extra_suffixes=("gov.wales", "llyw.cymru", "gov.scot", "service.gov.uk"),
)
# Hosts that serve everybody. A page on them is nobody's service for one council. Each stands for
# its subdomains too.
_EVERYBODYS = frozenset({
    # The governments of the United Kingdom and what they run
    "www.gov.uk", "service.gov.uk", "www.gov.wales", "www.llyw.cymru", "www.gov.scot", "mygov.scot",
    "nidirect.gov.uk", "nhs.uk", "nhs.wales", "nhs.scot", "hscni.net", "parliament.uk",
    "police.uk", "legislation.gov.uk", "ons.gov.uk", "hse.gov.uk", "ico.org.uk",
    "eoni.org.uk", "electoralcommission.org.uk", "planningportal.co.uk", "nihe.gov.uk",
    "met-office.gov.uk", "metoffice.gov.uk", "environment-agency.gov.uk", "lgo.org.uk",
    "housing-ombudsman.org.uk", "patrol-uk.info", "trafficpenaltytribunal.gov.uk",
    "recyclenow.com", "citizensadvice.org.uk", "shelter.org.uk", "turn2us.org.uk",
    # Social networks, pictures, maps, shops of apps, translation
    "facebook.com", "fb.me", "twitter.com", "x.com", "t.co", "instagram.com", "linkedin.com",
    "youtube.com", "youtu.be", "flickr.com", "pinterest.com", "tiktok.com", "threads.net",
    "nextdoor.co.uk", "nextdoor.com", "whatsapp.com", "wa.me", "vimeo.com", "snapchat.com",
    "bsky.app", "google.com", "google.co.uk", "goo.gl", "bing.com", "openstreetmap.org",
    "apple.com", "microsoft.com", "adobe.com", "wikipedia.org", "reachdeck.com",
    "browsealoud.com", "w3.org", "mailchi.mp", "list-manage.com", "surveymonkey.com",
    "eepurl.com", "bbc.co.uk", "equalityadvisoryservice.com", "what3words.com",
    "mcmw.abilitynet.org.uk", "abilitynet.org.uk",
})  # fmt: skip
# The governments' own sites; what is below them may be a council's.
_GOVERNMENTS = frozenset({"gov.uk", "gov.wales", "llyw.cymru", "gov.scot"})


def host_of(url: str) -> str:
    """Return host[:port] as a person would name it, without `www.`; "" for an odd address."""
    normal = normalise(url)
    return urlsplit(normal).netloc.removeprefix("www.") if normal else ""


# All the links of a menu are asked about on every page.
@lru_cache(maxsize=16384)
def same_organisation(url: str, website_url: str) -> bool:
    """Whether an address is on the website or under the same registered domain: a council's
    `planning.` or `www3.` is the council's own, a supplier's portal is not."""
    if same_site(url, website_url):
        return True
    domain = registered_domain(website_url)
    return domain != "" and registered_domain(url) == domain


def registered_domain(url: str) -> str:
    """Return the domain that was registered, as in northam.gov.uk; "" where there is none."""
    normal = normalise(url)
    return _domain(urlsplit(normal).hostname or "") if normal else ""


def is_everybodys(url: str) -> bool:
    """Whether an address is on a host that serves everybody: a national site, a social network, a
    map. `www.gov.uk` is one, a council under gov.uk is not."""
    normal = normalise(url)
    if normal is None:
        return True
    host = urlsplit(normal).hostname or ""
    if host in _GOVERNMENTS:
        return True
    steps = host.split(".")
    parents = {".".join(steps[start:]) for start in range(len(steps))}
    return not parents.isdisjoint(_EVERYBODYS)


@lru_cache(maxsize=4096)
def _domain(host: str) -> str:
    return _SUFFIXES(host).top_domain_under_public_suffix
