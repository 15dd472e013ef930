"""Council sites of a few lines each, written for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LINKS = {
    "/contact": "Contact us",
    "/accessibility-statement": "Accessibility statement",
    "/council-tax": "Pay your council tax",
    "/bins": "Bin collection days",
    "/planning": "Search planning applications",
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>This is the page of a council about {title}.</p>
<img src="/picture-of{path}.png" width="10" height="10">{links}</main></body></html>"""
COUNCIL = """
[[councils]]
slug = "{slug}"
name = "{name}"
nation = "England"
region = "London"
type = "unitary"
gss_code = "E0699{code:04}"
"""


def page(title: str, path: str = "", links: Mapping[str, str] | None = None) -> str:
    """A page with one fault (a picture without an alternative) and these links, by path."""
    listed = "".join(f'<p><a href="{at}">{text}</a></p>' for at, text in (links or {}).items())
    return PAGE.format(title=title, path=path, links=f"<nav>{listed}</nav>" if listed else "")


def write_site(
    folder: Path,
    slug: str,
    *,
    links: Mapping[str, str] = LINKS,
    robots: str | None = None,
    sitemap: str | None = None,
    behaviour: str = "",
    councils: int = 1,
    pages: Mapping[str, str] | None = None,
) -> None:
    """Write a site whose home page has `links` to a page each. `behaviour` is TOML for the end of
    its `site.toml`; `pages` are further files, by name."""
    site = folder / slug
    site.mkdir(parents=True)
    number = len(list(folder.iterdir())) * 10
    rows = [
        COUNCIL.format(
            slug=slug if not index else f"{slug}-{index + 1}",
            name=f"{slug.title()} Council" + (f" {index + 1}" if index else ""),
            code=number + index,
        )
        for index in range(councils)
    ]
    (site / "site.toml").write_text(
        f'port = {9000 + number}\nabout = "{slug}"\n{"".join(rows)}\n{behaviour}\n'
    )
    (site / "index.html").write_text(page("Home", "/home", links))
    for path, text in links.items():
        if path.startswith("/"):
            (site / f"{path[1:]}.html").write_text(page(text, path))
    if robots is not None:
        (site / "robots.txt").write_text(robots)
    if sitemap is not None:
        (site / "sitemap.xml").write_text(sitemap)
    for name, content in (pages or {}).items():
        (site / name).write_text(content)
