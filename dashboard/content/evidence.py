"""What proves a finding: the elements by their making, each by itself, and pictures of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from crawler.records import Element
from dashboard import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.database.queries import Component, FindingGroup

# Kinds of element shown inside a list; the page of the finding shows all that are kept.
_SHOWN = 5


def spread_of(group: FindingGroup, component: Component) -> str:
    told = words.spread(
        component.counted,
        component.of,
        template=component.template,
        walked=group.walks,
        others=component.others,
    )
    return f"{told[:1].upper()}{told[1:]}"


class _Met(Struct, frozen=True):
    element: Element
    pages: list[str]


def _distinct(group: FindingGroup) -> list[_Met]:
    """Gather elements that are the same on several pages, such as those of a shared header."""
    met: dict[tuple[str, str, str, str], _Met] = {}
    for page in group.pages:
        name = words.page_name(page)
        for element in page.elements:
            key = (element.selector, element.html, element.message, element.viewport.value)
            known = met.setdefault(key, _Met(element, []))
            if name not in known.pages:
                known.pages.append(name)
    return list(met.values())


def components(group: FindingGroup, level: int, kept: Collection[str], *, more: str = "") -> Markup:
    """Return what fails by its making, that of most pages first: each is mended in one place."""
    if not group.components:
        return Markup("")
    shown = group.components[: _SHOWN if more else None]
    rest: Markup | str = ""
    if more:
        left = len(_distinct(group))
        rest = Markup('<p><a href="{}">{}</a></p>').format(
            more,
            f"All {left} different elements" if left > len(shown) else "A page for this finding",
        )
    return Markup('<h{0}>Where to mend it</h{0}><ol class="elements">{1}</ol>{2}').format(
        level, Markup("").join(_component(group, each, kept) for each in shown), rest
    )


def _component(group: FindingGroup, component: Component, kept: Collection[str]) -> Markup:
    names = {page.url: words.page_name(page) for page in group.pages}
    return Markup('<li><p><strong>{}</strong>, {}</p>{}<p class="age">On: {}</p>{}</li>').format(
        spread_of(group, component),
        words.count(component.elements, "element"),
        _evidence(component.element),
        ", ".join(names.get(url, url) for url in component.pages),
        _proof(component.element, kept),
    )


def elements(group: FindingGroup, level: int, kept: Collection[str]) -> Markup:
    distinct = _distinct(group)
    if not distinct:
        return Markup("")
    return Markup('<h{0}>Elements</h{0}><ol class="elements">{1}</ol>').format(
        level, Markup("").join(_element(met, kept) for met in distinct)
    )


def _element(met: _Met, kept: Collection[str]) -> Markup:
    pages = met.pages if len(met.pages) <= 3 else [*met.pages[:3], f"{len(met.pages) - 3} more"]
    return Markup('<li>{}<p class="age">Seen on a {}, on: {}</p>{}</li>').format(
        _evidence(met.element),
        words.VIEWPORTS[met.element.viewport],
        ", ".join(pages),
        _proof(met.element, kept),
    )


def _evidence(element: Element) -> Markup:
    parts = []
    if element.message:
        parts.append(Markup('<p class="message">{}</p>').format(element.message))
    if element.selector:
        parts.append(Markup("<p><code>{}</code></p>").format(element.selector))
    if element.html:
        parts.append(Markup("<pre><code>{}</code></pre>").format(element.html))
    return Markup("").join(parts)


def _proof(element: Element, kept: Collection[str]) -> Markup:
    """Return the pictures of the element before and after it was tried."""
    if not element.pictures:
        return Markup("")
    return Markup('<div class="proof">{}</div>').format(
        Markup("").join(
            _picture(name, digest, kept)
            for name, digest in zip(("Before", "After"), element.pictures, strict=False)
        )
    )


def _picture(name: str, digest: str, kept: Collection[str]) -> Markup:
    if digest not in kept:
        return Markup(
            "<figure><p>The picture is no longer kept.</p><figcaption>{}</figcaption></figure>"
        ).format(name)
    return Markup(
        '<figure><a href="/artifact/{}"><img src="/artifact/{}" loading="lazy" '
        'alt="{}: how the element looked"></a><figcaption>{}</figcaption></figure>'
    ).format(digest, digest, name, name)
