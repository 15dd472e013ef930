"""Which pages of an audit were acted on, and why the others were not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.database import models
    from crawler.records import PageRole


def walked_templates(rows: Mapping[str, models.PageAudit]) -> dict[str, str]:
    """Return the templates that were walked, each with the address of its page. `rows` are the
    pages of one audit by their addresses."""
    return {row.template: url for url, row in rows.items() if row.walked and row.template}


def why_not_walked(
    audit: models.PageAudit, role: PageRole, templates: Mapping[str, str], *, any_walked: bool
) -> str:
    """Say why a page was not acted on, by the rule of `crawler.panel.walking`; "" for one that was,
    and for one without scores."""
    if audit.walked or not audit.state.scored:
        return ""
    if not any_walked:
        return "This crawl acted on no page."
    if not role.headline:
        return "Rotating pages are not acted on."
    if not audit.template:
        return "Its template could not be told."
    if audit.template in templates:
        return f"It has the same template as {templates[audit.template]}."
    return "As many pages as a crawl acts on came before it."
