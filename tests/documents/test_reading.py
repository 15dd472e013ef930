"""What is read of PDFs, good, bad and hostile."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from crawler.documents.apart import read_apart
from crawler.documents.checks import checks_of, exempt
from crawler.documents.reading import Empty, Locked, read_pdf
from crawler.facts.document import Document, DocumentState, PdfFacts
from crawler.records import CheckOutcome
from tests.documents.made import pdf

GOOD = pdf(figures=("A map of the rounds",))


def read(content: bytes) -> PdfFacts:
    *_, last = read_pdf(content)
    return last


def judged(content: bytes) -> dict[str, str]:
    """Each check that a document does not meet, with its outcome."""
    document = Document(url="u", on="o", text="t", state=DocumentState.READ, pdf=read(content))
    return {
        check.id: check.outcome.value
        for check in checks_of(document)
        if check.outcome is not CheckOutcome.MET
    }


NO_NEED = {"bookmarks": "not applicable"}
NO_PICTURES = NO_NEED | {"pictures": "not applicable"}
# What each PDF does not meet: written before the checks.
CASES: dict[str, tuple[bytes, dict[str, str]]] = {
    "good": (GOOD, NO_NEED),
    "untagged": (pdf(tagged=False, marked=False), NO_PICTURES | {"tags": "not met"}),
    "tags that are not to be used": (pdf(marked=False), NO_PICTURES | {"tags": "unclear"}),
    "its word alone is no tag": (pdf(tagged=False), NO_PICTURES | {"tags": "not met"}),
    "no title": (pdf(title=None), NO_PICTURES | {"title": "not met"}),
    "a file's name for a title": (
        pdf(title="Microsoft Word - bins.docx"),
        NO_PICTURES | {"title": "not met"},
    ),
    "untitled": (pdf(title="Untitled-1"), NO_PICTURES | {"title": "not met"}),
    "a title that is not shown": (pdf(shown=False), NO_PICTURES | {"title": "unclear"}),
    "no language": (pdf(language=None), NO_PICTURES | {"language": "not met"}),
    "an empty language": (pdf(language=" "), NO_PICTURES | {"language": "not met"}),
    "no such language": (pdf(language="English (UK)"), NO_PICTURES | {"language": "not met"}),
    "Welsh": (pdf(language="cy"), NO_PICTURES),
    "a scan": (pdf(pages=3, scans=3), NO_PICTURES | {"text": "not met"}),
    "partly a scan": (pdf(pages=3, scans=1), NO_PICTURES | {"text": "unclear"}),
    "a picture without a description": (
        pdf(figures=("A map", "")),
        NO_NEED | {"pictures": "not met"},
    ),
    "long without bookmarks": (
        pdf(pages=21),
        {"pictures": "not applicable", "bookmarks": "not met"},
    ),
    "long with bookmarks": (pdf(pages=21, bookmarks=True), {"pictures": "not applicable"}),
    "twenty pages": (pdf(pages=20), NO_PICTURES),
    "locked against changes only": (pdf(password=""), NO_PICTURES),
}


@pytest.mark.parametrize("name", CASES)
def test_a_document_comes_to_what_is_known(name: str) -> None:
    content, known = CASES[name]
    assert judged(content) == known


def test_what_is_kept_of_a_document() -> None:
    facts = read(GOOD)
    assert (facts.pages, facts.looked, facts.with_text, facts.complete) == (1, 1, 1, True)
    assert (facts.title, facts.language) == ("Bin collection days 2026", "en-GB")
    assert facts.made == date(2026, 5, 4)
    assert facts.producer == "A test"
    assert (facts.figures, facts.undescribed) == (1, 0)


def test_of_many_pages_some_are_looked_at_from_first_to_last() -> None:
    facts = read(pdf(pages=60, scans=30, bookmarks=True))
    assert (facts.pages, facts.looked, facts.with_text, facts.pictures_only) == (60, 6, 3, 3)


def test_old_documents_may_be_exempt() -> None:
    assert exempt(read(pdf(made="D:20180501"))) == date(2018, 5, 1)
    assert exempt(read(pdf(made="D:20180923"))) is None
    assert exempt(read(pdf(made="yesterday"))) is None


def test_a_document_without_pages_is_none() -> None:
    with pytest.raises(Empty):
        read(pdf(pages=0))


def test_one_that_asks_for_a_password_is_locked() -> None:
    with pytest.raises(Locked):
        read(pdf(password="open sesame"))


def test_tags_in_tags_without_end_are_read_without_recursion() -> None:
    facts = read(pdf(nested=3000, figures=("A map",)))
    assert (facts.structure, facts.figures, facts.complete) == (True, 1, True)


APART: dict[str, tuple[bytes, DocumentState]] = {
    "good": (GOOD, DocumentState.READ),
    "locked": (pdf(password="open sesame"), DocumentState.LOCKED),
    "cut off": (GOOD[: len(GOOD) // 3], DocumentState.BROKEN),
    "only a header": (b"%PDF-1.7\n", DocumentState.BROKEN),
    "no page": (pdf(pages=0), DocumentState.BROKEN),
    "HTML by that name": (b"<!doctype html><title>Not found</title>", DocumentState.NOT_PDF),
    "nothing": (b"", DocumentState.NOT_PDF),
}


@pytest.mark.parametrize("name", APART)
async def test_a_file_is_read_in_a_process_of_its_own(name: str) -> None:
    content, state = APART[name]
    found = await read_apart(content)
    assert found.state is state
    assert (found.pdf is not None) == (state is DocumentState.READ)
    assert bool(found.reason) == (state is not DocumentState.READ)


async def test_a_bomb_ends_only_the_process_and_what_was_known_stays() -> None:
    bomb = pdf(pages=40, bomb=60)
    assert len(bomb) < 1_000_000
    found = await read_apart(bomb)
    assert found.pdf is not None
    assert found.pdf.title == "Bin collection days 2026"
    assert not found.pdf.complete
    document = Document(url="u", on="o", text="t", state=found.state, pdf=found.pdf)
    (text,) = (check for check in checks_of(document) if check.id == "text")
    assert text.outcome is CheckOutcome.UNCLEAR


async def test_one_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[Any] = []
    begin = asyncio.create_subprocess_exec

    async def watched(*command: str, **options: Any) -> Any:
        ended.append(await begin(*command, **options))
        return ended[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    found = await read_apart(GOOD, seconds=0.01)
    assert found.state is DocumentState.TOO_MUCH
    assert ended[0].returncode is not None
