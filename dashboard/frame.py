"""The document around every page: head, header, footer, and how Streamlit is brought in.

Streamlit's own index page is taken apart once. Its bundle is not named in the head, where it would
keep the page's content waiting on a slow line, but handed to `static/frame.js`, which loads it when
the page has been shown.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from markupsafe import Markup
from msgspec import Struct

if TYPE_CHECKING:
    from dashboard.pages import Page

STATIC = Path(__file__).resolve().parent / "static"
SITE = "Council web usability"
NAVIGATION = (
    ("/", "League table"),
    ("/status", "Crawl status"),
    ("/methodology", "Methodology"),
)

_TAG = re.compile(r"<(?:script|link)\b[^>]*>", re.IGNORECASE)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"', re.IGNORECASE)


class Bundle(Struct, frozen=True):
    """What Streamlit's index page loads: addresses from the root, and the CSP hashes of whatever
    scripts it has inline."""

    script: str
    preloads: tuple[str, ...]
    stylesheets: tuple[str, ...]
    hashes: tuple[str, ...]


class StreamlitChanged(Exception):
    """Streamlit's index page is not built as this dashboard knows it. Pin streamlit as
    constraints.txt does, or teach dashboard/frame.py the new one."""


@cache
def bundle() -> Bundle:
    """Read the installed Streamlit's index page. Raises `StreamlitChanged`."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    text = index.read_text(encoding="utf-8")
    scripts, preloads, stylesheets = [], [], []
    for tag in _TAG.findall(text):
        attributes = dict(_ATTRIBUTE.findall(tag))
        address = (attributes.get("src") or attributes.get("href", "")).removeprefix(".")
        if attributes.get("type") == "module":
            scripts.append(address)
        elif attributes.get("rel") == "modulepreload":
            preloads.append(address)
        elif attributes.get("rel") == "stylesheet":
            stylesheets.append(address)
    if len(scripts) != 1 or '<div id="root">' not in text:
        raise StreamlitChanged
    return Bundle(
        script=scripts[0],
        preloads=tuple(preloads),
        stylesheets=tuple(stylesheets),
        hashes=tuple(
            "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            for script in _INLINE_SCRIPT.findall(text)
        ),
    )


@cache
def _asset(name: str) -> Markup:
    """A file of ours, as trusted as the code."""
    return Markup((STATIC / name).read_text(encoding="utf-8"))  # noqa: S704 -- our own file


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def full_title(title: str) -> str:
    """Return the document's title for a page's own."""
    return f"{title} – {SITE}"


def document(page: Page) -> str:
    """Return the whole HTML of a page."""
    return str(
        Markup(
            '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<title>{title}</title><meta name="description" content="{description}">'
            '<meta property="og:title" content="{title}">'
            '<meta property="og:description" content="{description}">'
            '<meta property="og:type" content="website">{robots}'
            '<meta name="color-scheme" content="light dark">'
            '<link rel="icon" href="/app/static/icon.svg" type="image/svg+xml">'
            "<style>{css}</style></head><body>"
            '<a class="skip-link" href="#content">Skip to the main content</a>'
            '<header class="site-header"><div class="wrap"><a class="brand" href="/">{site}</a>'
            '<nav aria-label="Main"><ul>{navigation}</ul></nav></div></header>'
            '<div id="first"><main id="content" tabindex="-1" class="wrap">{main}</main></div>'
            "{application}"
            '<footer class="site-footer"><div class="wrap">{footer}</div></footer>'
            "</body></html>"
        ).format(
            title=full_title(page.title),
            description=page.description,
            robots=Markup('<meta name="robots" content="noindex">') if page.status != 200 else "",
            css=_asset("site.css"),
            site=SITE,
            navigation=Markup("").join(
                Markup('<li><a href="{}"{}>{}</a></li>').format(
                    href, Markup(' aria-current="page"') if href == page.section else "", label
                )
                for href, label in NAVIGATION
            ),
            main=page.main,
            application=_application() if page.live else Markup(""),
            footer=_FOOTER,
        )
    )


_FOOTER = Markup(
    "<p>Automated checks find only part of the barriers on a website. A high score is a good "
    'sign, not proof. <a href="/methodology">What we measure and how</a></p>'
)


def _application() -> Markup:
    """Return the place where Streamlit works, and the script that brings it in."""
    parts = bundle()
    return Markup(
        '<div id="root"></div><p id="announcer" class="visually-hidden" role="status"></p>'
        '<noscript><p class="wrap">The table and all results are here without JavaScript. '
        "With it, filters answer at once and scores over time are drawn.</p></noscript>"
        '<script src="/app/static/frame.js?{}" defer data-streamlit="{}"></script>'
    ).format(
        _version("frame.js"),
        json.dumps(
            {
                "script": parts.script,
                "preloads": parts.preloads,
                "stylesheets": parts.stylesheets,
            }
        ),
    )
