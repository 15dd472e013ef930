"""The table renderer: what is data stays data, and the markup is a table to everyone."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from dashboard import table
from dashboard.table import Column
from tests.dashboard.hostile import HOSTILE

COLUMNS = (
    Column(key="name", label="Name", header=True, stacked=""),
    Column(key="total", label="Total", number=True, href="/?sort=total", sorted="descending"),
)


def parsed(markup: Markup) -> ET.Element:
    return ET.fromstring(str(markup))  # noqa: S314 -- our own markup, and it must be whole


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_wherever_it_stands(text: str) -> None:
    column = Column(key="name", label=text, header=True)
    root = parsed(table.render(text, (column,), [(text,)], name="x"))
    allowed = {"table", "caption", "thead", "tbody", "tr", "th"}
    assert {element.tag for element in root.iter()} == allowed
    assert root.find("caption").text == text  # type: ignore[union-attr]
    assert [cell.text for cell in root.iter("th")] == [text, text]
    assert [cell.get("data-label") for cell in root.iter("th")] == [None, text]


def test_has_a_caption_scopes_and_roles_that_survive_stacking() -> None:
    root = parsed(table.render("Scores", COLUMNS, [("Northam", "93.1")], name="league"))
    assert root.get("role") == "table"
    assert root.find("caption").text == "Scores"  # type: ignore[union-attr]
    heads = list(root.iter("th"))
    assert [head.get("scope") for head in heads] == ["col", "col", "row"]
    assert [head.get("role") for head in heads] == ["columnheader", "columnheader", "rowheader"]
    assert [row.get("role") for row in root.iter("tr")] == ["row", "row"]
    assert [cell.get("role") for cell in root.iter("td")] == ["cell"]


def test_says_by_which_column_it_is_sorted() -> None:
    root = parsed(table.render("Scores", COLUMNS, [], name="league"))
    name, total = root.iter("th")
    assert name.get("aria-sort") is None
    assert total.get("aria-sort") == "descending"
    assert total.find("a").get("href") == "/?sort=total"  # type: ignore[union-attr]


def test_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="zip"):
        table.render("Scores", COLUMNS, [("Northam",)], name="league")


@pytest.mark.parametrize("address", ["http://a.example/", "https://a.example/?q=<b>&x='\""])
def test_links_to_web_addresses(address: str) -> None:
    link = parsed(table.outward(address, "a <b>"))
    assert (link.get("href"), link.get("rel"), link.text) == (
        address,
        "noopener nofollow",
        "a <b>",
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//a.example/",
        "/council",
        "https://",
        "http://[",
        "",
        "ftp://a.example/",
    ],
)
def test_does_not_link_to_anything_else(address: str) -> None:
    assert table.outward(address, "<b>") == Markup("&lt;b&gt;")


def test_a_score_is_a_number_first() -> None:
    root = parsed(table.score(93.14))
    assert root.text == "93.1"
    assert root.get("style") == "--w:93%"
    assert parsed(table.score(130.0)).get("style") == "--w:100%"


def test_no_score_is_not_nought() -> None:
    assert parsed(table.score(None)).text == "–"
