"""Which documents are read: the same ones in each crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.config import Config
from crawler.documents.choice import chosen, linked_documents
from crawler.facts.document import Document, DocumentState
from crawler.records import Council, EndState, Link, Website
from crawler.spiders.budget import Budget
from crawler.spiders.documents import read_documents
from crawler.spiders.errand import Errand
from tests.facts import MARKUP, URL, sound_facts

if TYPE_CHECKING:
    from crawler.documents.choice import Linked
    from crawler.records import PageFacts


def linking(path: str, *links: Link, state: EndState = EndState.AUDITED) -> PageFacts:
    markup = replace(MARKUP, links=links)
    return sound_facts(url=URL + path, final_url=URL + path, markup=markup, state=state)


def link(
    name: str, text: str = "A document", region: str = "main", *, visible: bool = True
) -> Link:
    return Link(url=URL + name, text=text, region=region, visible=visible)


def ours(url: str) -> bool:
    return url.startswith(URL)


def names(found: tuple[Linked, ...]) -> list[str]:
    return [each.url.removeprefix(URL) for each in found]


def before(name: str, state: DocumentState = DocumentState.READ) -> Document:
    return Document(url=URL + name, on=URL, text="t", state=state)


def test_what_is_a_pdf_of_the_council() -> None:
    page = linking(
        "",
        link("a.pdf"),
        link("b.PDF?v=2"),
        link("download/7", "Annual report (PDF, 2.1 MB)"),
        link("d", "PDF 310KB"),
        link("pdf-help", "How to open a PDF"),
        link("e.docx"),
        link("hidden.pdf", visible=False),
        Link(url="https://elsewhere.example/f.pdf", text="Theirs"),
        link("a.pdf#page=2"),
    )
    (found,) = linked_documents([page], ours)
    assert names(found) == ["a.pdf", "b.PDF?v=2", "download/7", "d"]


def test_the_main_part_comes_first_and_a_page_that_says_nothing_is_passed_over() -> None:
    first = linking("", link("foot.pdf", region="footer"), link("main.pdf"))
    gone = linking("gone", link("x.pdf"), state=EndState.GONE)
    again = linking("more", link("main.pdf"), link("own.pdf"))
    found = linked_documents([first, gone, again, linking("none")], ours)
    assert [names(page) for page in found] == [["main.pdf", "foot.pdf"], ["own.pdf"]]


def test_the_first_of_each_page_then_the_second() -> None:
    linked = linked_documents(
        [
            linking("", link("a1.pdf"), link("a2.pdf"), link("a3.pdf")),
            linking("b", link("b1.pdf"), link("b2.pdf")),
        ],
        ours,
    )
    order = ["a1.pdf", "b1.pdf", "a2.pdf", "b2.pdf", "a3.pdf"]
    assert names(chosen(linked, ())) == order
    assert names(chosen(linked, ())) == order, "and the same again"


def test_the_choice_before_stays_unless_it_was_not_there() -> None:
    linked = linked_documents([linking("", link("new.pdf"), link("old.pdf"))], ours)
    known = (
        before("old.pdf"),
        before("unlinked.pdf", DocumentState.TOO_LARGE),
        before("gone.pdf", DocumentState.GONE),
        before("html.pdf", DocumentState.NOT_PDF),
    )
    found = chosen(linked, known)
    assert names(found) == ["old.pdf", "unlinked.pdf", "new.pdf"]
    assert found[0].text == "A document", "as it is linked now"


async def test_without_time_nothing_is_asked_for_and_nothing_said() -> None:
    council = Council(
        slug="a", name="A", nation="England", region="A", type="unitary", gss_code="E06000001",
        website=URL,
    )  # fmt: skip
    errand = Errand(website=Website(url=URL, councils=(council,)), config=Config())
    budget = Budget(errand.config)
    budget.close()
    pages = [linking("", link("a.pdf"))]
    nobody = None
    assert await read_documents(nobody, errand, budget, pages, ()) is None  # type: ignore[arg-type]
    none = await read_documents(nobody, errand, budget, [linking("")], ())  # type: ignore[arg-type]
    assert none is not None
    assert none.documents == ()
