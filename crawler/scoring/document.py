"""docs/methodology.md: the method's sections as Markdown, as are those of docs/findability.md.

`make docs` writes it again after a change to the method; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crawler.audits.registry import all_audits
from crawler.scoring.explain import sections
from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.scoring.sections import Section

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "methodology.md"


def markdown(parts: Iterable[Section], title: str = "Methodology") -> str:
    """Return the sections as a Markdown document."""
    lines = [
        f"# {title}",
        "",
        "<!-- Written by `make docs`. Change the code, not this file. -->",
    ]
    for part in parts:
        lines += ["", f"## {part.title}"]
        for paragraph in part.paragraphs:
            lines += ["", paragraph]
        for table in part.tables:
            lines += ["", f"**{table.caption}**", "", _row(table.columns)]
            lines += [_row("---" for _ in table.columns), *(_row(row) for row in table.rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(markdown(sections(METHOD, all_audits())), encoding="utf-8")


if __name__ == "__main__":
    main()
