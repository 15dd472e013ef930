"""Whose a request is: the site's own, or another organisation's."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

# The list of public suffixes that comes with the package: nothing is fetched, nothing is kept. With
# the private ones, so that two councils' pages on a hosting firm's domain are two parties.
_SUFFIXES = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
)


def host_of(url: str) -> str:
    """The host of an address, without its port; "" for an odd one."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def domain_of(host: str) -> str:
    """The domain that was registered, as in northam.gov.uk; the host itself where there is none."""
    return _SUFFIXES(host).top_domain_under_public_suffix or host
