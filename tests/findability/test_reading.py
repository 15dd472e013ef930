from __future__ import annotations

import math
import subprocess
import sys

import pytest

from crawler.findability.reading import reading_age

PLAIN = "You can pay your bill on this page. We send it to you in March. " * 10
HARD = (
    "Notwithstanding the aforementioned administrative arrangements, liability determinations "
    "concerning discretionary council tax reductions remain subject to reconsideration under "
    "supplementary regulations promulgated by the responsible department. "
) * 6


def test_plain_words_are_for_younger_readers_than_hard_ones() -> None:
    plain, hard = reading_age(PLAIN, "en"), reading_age(HARD, "en-GB")
    assert plain is not None
    assert hard is not None
    assert 6 <= plain <= 9
    assert hard == 22


def test_the_index_is_the_published_one() -> None:
    # 4 letters and a stop or 4 letters: 10 words of 4 and a stop make 41 characters, so
    # 4.71 * 4.1 + 0.5 * 10 - 21.43 = 2.88, which is the third grade, up to the age of 8.
    sentence = " ".join(["word"] * 10) + ".\n"
    assert reading_age(sentence * 12, "en") == 8


def test_too_little_text_has_none() -> None:
    assert reading_age("word " * 99, "en") is None
    assert reading_age("word " * 100, "en") is not None
    assert reading_age("", "en") is None
    assert reading_age("... \n — \n" * 100, "en") is None


@pytest.mark.parametrize("language", ["cy", "cy-GB", "ga", "fr", "x"])
def test_other_languages_have_none(language: str) -> None:
    assert reading_age(PLAIN, language) is None


@pytest.mark.parametrize("language", ["en", "EN-gb", "", None])
def test_english_is_taken_for_granted_where_none_is_named(language: str | None) -> None:
    assert reading_age(PLAIN, language) is not None


def test_a_line_ends_a_sentence_with_or_without_a_stop() -> None:
    items = ["your name and the address of your house", "the day on which you moved in"] * 10
    assert reading_age("\n".join(items), "en") == reading_age(".\n".join(items) + ".", "en")
    assert reading_age("\n".join(items), "en") == reading_age(";\n".join(items), "en")


def test_addresses_and_stops_inside_of_words_change_little() -> None:
    items = ["We are open until 5.30pm on days when you can reach us, e.g. on a Monday."] * 8
    same = ["We are open until 530pm on days when you can reach us, eg on a Monday."] * 8
    assert reading_age("\n".join(items), "en") == reading_age("\n".join(same), "en")
    linked = ["Pay your bill at https://www.northam.gov.uk/council-tax/pay-your-bill-online now."]
    plain = ["Pay your bill at now."]
    assert reading_age("\n".join(linked * 25), "en") == reading_age("\n".join(plain * 25), "en")


def test_short_sentences_do_not_make_a_text_harder() -> None:
    long = "The council will collect your bins in the early hours of each working day."
    short = f"{long} Be ready. Thank you."
    assert reading_age("\n".join([short] * 12), "en") == reading_age("\n".join([long] * 12), "en")
    assert reading_age("Garden waste\n" * 60, "en") is None


def test_the_formula_is_that_of_its_own_three_counts() -> None:
    line = "The council will collect your bins. Be ready."
    counted = "The council will collect your bins."
    grade = 4.71 * len(counted.replace(" ", "")) / 6 + 0.5 * 6 - 21.43
    assert reading_age("\n".join([line] * 20), "en") == math.ceil(grade) + 5


@pytest.mark.parametrize("language", ["en", None])
def test_welsh_under_another_name_has_none(language: str | None) -> None:
    welsh = "Mae'r cyngor yn casglu eich biniau bob wythnos ac yn ailgylchu gwastraff bwyd o'r tŷ. "
    assert reading_age(welsh * 20, language) is None
    named = "You can ask the staff of Cyngor Sir Ynys Môn and of Coed y Brenin. "
    assert reading_age(named * 20, language) is not None


def test_it_works_without_a_network_and_needs_no_dictionary() -> None:
    program = f"""
import socket
def refused(*_, **__):
    raise OSError("no network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
import sys
from crawler.findability.reading import reading_age
assert "textstat" not in sys.modules
assert reading_age({PLAIN!r}, "en") is not None
print("read")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("read\n", "")
