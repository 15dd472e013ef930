"""Council sites of a few lines each, written for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SEARCH_FORM = (
    '<form action="/search" role="search"><label>Search <input name="q"></label>'
    "<button>Search</button></form>"
)
SEARCH = '[[behaviour.search]]\npath = "/search"\nparameter = "q"\n'
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
nation = "{nation}"
region = "{nation}"
type = "unitary"
gss_code = "{letter}06{code:06}"
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
    nation: str = "England",
    suppliers: Sequence[str] = (),
    pages: Mapping[str, str] | None = None,
) -> None:
    """Write a site whose home page has `links` to a page each. `behaviour` is TOML for the end of
    its `site.toml`; `pages` are further files, by name. A supplier has no `councils`; `suppliers`
    are the slugs of those that the site's pages lead to, as in `{{origin:slug}}`."""
    site = folder / slug
    site.mkdir(parents=True)
    number = len(list(folder.iterdir())) * 10
    rows = [
        COUNCIL.format(
            slug=slug if not index else f"{slug}-{index + 1}",
            name=f"{slug.title()} Council" + (f" {index + 1}" if index else ""),
            code=990000 + number + index,
            nation=nation,
            letter=nation[0],
        )
        for index in range(councils)
    ]
    (site / "site.toml").write_text(
        f'port = {9000 + number}\nabout = "{slug}"\nsuppliers = {list(suppliers)}\n'
        f"{''.join(rows) or 'councils = []'}\n{behaviour}\n"
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


def searchable(links: Mapping[str, str]) -> dict[str, str]:
    """The pages, by file, of a site with these links whose own search answers at /search: it needs
    `behaviour=SEARCH`."""
    listed = "".join(f'<li><a href="{at}">{text}</a></li>' for at, text in links.items())
    layout = page("{{title}}").replace("<body>", f"<body><header>{SEARCH_FORM}</header>")
    layout = layout.replace("<h1>{{title}}</h1>", "<h1>{{title}}</h1>{{content}}")
    texts = {at: f"<p>This page is about: {text}.</p>" for at, text in links.items()}
    pages = {f"{at[1:]}.html": f"<title>{links[at]}</title>{text}" for at, text in texts.items()}
    return {
        "_layout.html": layout,
        "index.html": f"<title>Home</title><ul>{listed}</ul>",
        "search.html": "<title>Search</title><p>What are you looking for?</p>",
        **pages,
    }
