"""A fictional council's folder, read into answers to requests.

A page is an HTML file that holds a `<title>` and its content. The nearest `_layout.html` above it
frames it, at `{{title}}` and `{{content}}`; a file that starts with a doctype is served as it is.
`{{origin}}` stands for the site's own address in every text, and `{{origin:slug}}` for that of a
supplier of it. `site.toml` says who the council is and how its server behaves. What is in
`changes/` takes the place of the original once the changes are on. Files whose name starts with `_`
are never served by their own name.
"""

from __future__ import annotations

import mimetypes
import re
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from crawler.records import Council
from tests.generated import GeneratedFile, content, content_type
from tests.site_search import SiteSearch, results

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NO_ORIGINS: Mapping[str, str] = MappingProxyType({})
ORIGIN_OF = re.compile(r"\{\{origin:([\w-]+)\}\}")
TITLE = re.compile(r"\A\s*<title>(.*?)</title>\s*", re.DOTALL)
TEXT_TYPES = ("text/", "application/xml", "image/svg+xml", "application/json")
MIME_TYPES = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
    ".xml": "application/xml",
}
NOT_FOUND = "<!doctype html><html lang=en><title>Not found</title><h1>404 Not Found</h1></html>"


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exception to serving a file: for paths like `path` (a glob) asked for by a user agent in
    which the expression `user_agent` is found. `delay` is in seconds; `page` is a file to answer
    with; `location` is a path of this site to redirect to. The first rule that fits is used."""

    path: str = "*"
    user_agent: str = ""
    status: int = 200
    delay: float = 0.0
    page: str | None = None
    location: str | None = None

    def fits(self, path: str, user_agent: str) -> bool:
        return fnmatchcase(path, self.path) and bool(re.search(self.user_agent, user_agent))


class Behaviour(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a site's server behaves. `delay` is the wait in seconds before every answer;
    `unreachable` drops every connection; `soft_404` answers 200 for a missing page; `removed` are
    paths of pages that are no longer there; `search` makes its own search answer."""

    delay: float = 0.0
    gzip: bool = True
    unreachable: bool = False
    soft_404: bool = False
    removed: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    generated: tuple[GeneratedFile, ...] = ()
    search: tuple[SiteSearch, ...] = ()


class Changes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`changes/site.toml`: what is different, in a sentence, and the new behaviour."""

    about: str
    behaviour: Behaviour | None = None


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`site.toml`. `port` is the one to use when it is free; `wrong` lists what is wrong on
    purpose; a site serves councils, each a row of the register without its website (a supplier
    serves none). `suppliers` are the sites beside it that its pages lead to."""

    port: int
    about: str
    councils: tuple[dict[str, str | int | float], ...]
    wrong: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    behaviour: Behaviour = Behaviour()


class Answer(Struct, frozen=True, kw_only=True):
    status: int
    body: bytes
    type: str = "text/html; charset=utf-8"
    location: str | None = None
    delay: float = 0.0


class SiteFolder:
    """One site. `changed` says which version it answers with, and may be set at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slug = folder.name
        self.settings = msgspec.toml.decode((folder / "site.toml").read_bytes(), type=Settings)
        changes = folder / "changes" / "site.toml"
        self.changes = (
            msgspec.toml.decode(changes.read_bytes(), type=Changes) if changes.is_file() else None
        )
        self.changed = False

    @property
    def behaviour(self) -> Behaviour:
        if self.changed and self.changes and self.changes.behaviour:
            return self.changes.behaviour
        return self.settings.behaviour

    def councils(self, website: str) -> tuple[Council, ...]:
        """The site's rows of the register, at this address."""
        return tuple(
            msgspec.convert({**row, "website": website}, Council) for row in self.settings.councils
        )

    def paths(self) -> tuple[str, ...]:
        """The path of each file that the site serves now, sorted; pages by their tidy address."""
        found = set()
        for folder in self._versions():
            for file in folder.rglob("*"):
                relative = file.relative_to(folder)
                if file.is_file() and not self._private(relative.as_posix()):
                    found.add("/" + relative.as_posix().removesuffix("index.html"))
        return tuple(sorted(found - set(self.behaviour.removed)))

    def answer(
        self,
        path: str,
        user_agent: str,
        origin: str,
        *,
        query: str = "",
        origins: Mapping[str, str] = NO_ORIGINS,
    ) -> Answer:
        """Answer a GET for this path and query (percent-encoded). `origins` are the addresses of
        the sites beside this one, by slug; a page that names another raises `KeyError`."""
        behaviour = self.behaviour
        rule = next((rule for rule in behaviour.rules if rule.fits(path, user_agent)), Rule())
        delay = behaviour.delay + rule.delay
        origins = {**origins, "": origin}
        if rule.page is not None and (file := self._find(rule.page)):
            return Answer(status=rule.status, body=self._render(file, origins), delay=delay)
        if rule.location is not None:
            location = f"{origin}{rule.location}"
            return Answer(status=rule.status, body=b"", location=location, delay=delay)
        if rule.status != 200:
            return Answer(status=rule.status, body=b"", delay=delay)
        for made in behaviour.generated:
            if made.path == path:
                return Answer(status=200, body=content(made), type=content_type(made), delay=delay)
        for search in behaviour.search:
            if search.path == path and (asked := search.asked(query)):
                page = results(asked, self._texts())
                file = self.folder / f"{path.strip('/')}.html"
                body = self._framed(page, file, origins).encode()
                return Answer(status=200, body=body, delay=delay)
        if file := self._at(path):
            if file.name == "index.html" and not path.endswith(("/", ".html")):
                return Answer(status=301, body=b"", location=f"{origin}{path}/", delay=delay)
            return Answer(
                status=200, body=self._render(file, origins), type=_type(file), delay=delay
            )
        missing = self._find("404.html")
        body = self._render(missing, origins) if missing else NOT_FOUND.encode()
        return Answer(status=200 if behaviour.soft_404 else 404, body=body, delay=delay)

    def _at(self, path: str) -> Path | None:
        """The file at an address: itself, a page without its ending, or a folder's index."""
        relative = unquote(path).strip("/")
        if path in self.behaviour.removed or self._private(relative):
            return None
        names = (relative, f"{relative}.html", f"{relative}/index.html")
        found = (self._find(name) for name in (names if relative else ("index.html",)))
        return next(filter(None, found), None)

    def _versions(self) -> tuple[Path, ...]:
        changes = (self.folder / "changes",) if self.changed else ()
        return (*changes, self.folder)

    def _private(self, relative: str) -> bool:
        parts = relative.split("/")
        return (
            parts[0] in ("changes", "site.toml")
            or ".." in parts
            or any(part.startswith("_") for part in parts)
        )

    def _find(self, relative: str) -> Path | None:
        files = (folder / relative for folder in self._versions())
        return next((file for file in files if file.is_file()), None)

    def _texts(self) -> dict[str, str]:
        """The source of each page that the site serves now, by its path."""
        found = ((path, self._at(path)) for path in self.paths())
        texts = {
            path.removesuffix(".html"): file.read_text(encoding="utf-8")
            for path, file in found
            if file and file.suffix == ".html" and file.name != "404.html"
        }
        return {path: text for path, text in texts.items() if TITLE.match(text)}

    def _render(self, file: Path, origins: Mapping[str, str]) -> bytes:
        if not _type(file).startswith(TEXT_TYPES):
            return file.read_bytes()
        text = file.read_text(encoding="utf-8")
        return self._framed(text, file, origins).encode()

    def _framed(self, text: str, file: Path, origins: Mapping[str, str]) -> str:
        """The text as it is served at the file's place: in its layout, if it is a page."""
        if file.suffix == ".html" and (title := TITLE.match(text)):
            layout = self._layout_of(file).read_text(encoding="utf-8")
            text = layout.replace("{{title}}", title[1]).replace("{{content}}", text[title.end() :])
        text = text.replace("{{origin}}", origins[""])
        return ORIGIN_OF.sub(lambda found: origins[found[1]], text)

    def _layout_of(self, file: Path) -> Path:
        base = next(folder for folder in self._versions() if file.is_relative_to(folder))
        for parent in file.relative_to(base).parents:
            if layout := self._find((parent / "_layout.html").as_posix()):
                return layout
        raise FileNotFoundError(f"{file} has a <title> but no _layout.html above it frames it")


def read_sites(folder: Path) -> tuple[SiteFolder, ...]:
    """Every site under the folder, in the order of their ports."""
    sites = (SiteFolder(file.parent) for file in folder.glob("*/site.toml"))
    return tuple(sorted(sites, key=lambda site: site.settings.port))


def _type(file: Path) -> str:
    kind = MIME_TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    kind = kind or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(TEXT_TYPES) else kind
