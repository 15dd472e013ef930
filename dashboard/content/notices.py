"""What the pages say when there is nothing to show."""

from __future__ import annotations

from markupsafe import Markup

_PAGE = Markup('<div class="u notice"><h1>{}</h1>{}</div>')


def no_data(*, newer: bool) -> Markup:
    """What stands in place of results that cannot be read; `newer` says that the database was
    upgraded by a newer version since this dashboard was started."""
    if newer:
        return _PAGE.format(
            "This dashboard must be started again",
            Markup(
                "<p>Its results have been upgraded since it was started, and it cannot read them "
                "as they are now. None of them are lost.</p>"
                "<p>If this dashboard is yours: restart the dashboard, which is to stop it and run "
                "<code>usability dashboard</code> again, from the version that ran the newest "
                "crawl.</p>"
            ),
        )
    return _PAGE.format(
        "The results cannot be read just now",
        Markup(
            "<p>This is our trouble and has nothing to do with any council. "
            "Please try again in a few minutes.</p>"
            "<p>If this dashboard is yours: <code>usability crawl</code> makes the database, and "
            "<code>usability doctor</code> says what is wrong with it.</p>"
        ),
    )


def no_crawl() -> Markup:
    return _PAGE.format(
        "Nothing has been crawled yet",
        Markup(
            "<p>The league table fills as soon as the first website has been tested. "
            "Start a crawl with <code>usability crawl</code>, or try the dashboard on fictional "
            "councils with <code>usability demo</code>.</p>"
        ),
    )


def no_council(slug: str) -> Markup:
    return _PAGE.format(
        "There is no such council here",
        Markup(
            "<p>We know no council by <strong>{}</strong>. It may have merged into another, or "
            'the address may have a slip in it.</p><p><a href="/">Find a council in the league '
            "table</a></p>"
        ).format(slug[:100] or "that name"),
    )


def no_page() -> Markup:
    return _PAGE.format(
        "There is no page at this address",
        Markup('<p><a href="/">Go to the league table</a></p>'),
    )


def no_finding(name: str, slug: str) -> Markup:
    return _PAGE.format(
        "This finding is not there any more",
        Markup('<p>The newest crawl did not report it. <a href="{}">Go to {}</a></p>').format(
            f"/council?council={slug}", name
        ),
    )
