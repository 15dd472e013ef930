"""Which pages a crawl acted on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.commands.terminal import clean, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import PageSummary


def walked_lines(pages: Sequence[PageSummary]) -> list[str]:
    """Say which pages were acted on, and why the others with scores were not, a line each; nothing
    where there are none. Rotating pages are never acted on, and are left out."""
    counted = [page for page in pages if page.role.headline]
    walked = [page for page in counted if page.walked]
    others = [page for page in counted if page.not_walked]
    if not walked and not others:
        return []
    of = count(len(walked) + len(others), "page")
    if not walked:
        return [f"Acted on none of {of}: what only acting shows is not known."]
    lines = [f"Acted on {len(walked)} of {of} (keyboard, mouse and controls):"]
    lines += [f"  {clean(page.url)}" for page in walked]
    if others:
        lines.append("Not acted on, and why:")
        lines += [f"  {clean(page.url)}  {clean(page.not_walked)}" for page in others]
    return lines
