from __future__ import annotations

from crawler.audits.uncompressed_text import uncompressed_text
from crawler.records import Outcome, Savings
from tests.audits.loads import file, files, judged
from tests.facts import URL


def test_text_that_could_be_packed() -> None:
    found = judged(uncompressed_text, uncompressed=files(file(bytes=37_500), file("a.css")))
    assert (found.outcome, found.failing) == (Outcome.FAIL, 2)
    assert found.title == "2 files of text could be 58 kB smaller"
    assert found.saves == Savings(bytes=57_500, ms=150)
    assert found.elements[0].selector == f"{URL}town.js"
    assert found.elements[0].message == "Not compressed; about 38 kB could be saved"


def test_packed_text() -> None:
    assert judged(uncompressed_text).outcome is Outcome.PASS
