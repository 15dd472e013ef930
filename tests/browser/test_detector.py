"""The language of a piece of text: sure, or silent."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.browser.gatherers.detector import detect, right_to_left


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council office is open from Monday to Friday."),
        ("en", "Report a missed bin collection online today please"),
        ("cy", "Mae'r swyddfa ar agor o ddydd Llun i ddydd Gwener."),
        ("cy", "Gallwch dalu eich treth gyngor ar-lein."),
        ("ga", "Is féidir leat cáin comhairle a íoc ar líne."),
        ("gd", "Faodaidh sibh cìs na comhairle a phàigheadh air loidhne."),
        ("pl", "Możesz zgłosić problem z odbiorem śmieci przez internet."),
        ("fr", "Les bureaux sont ouverts du lundi au vendredi de neuf heures à midi."),
        ("ro", "Puteți plăti taxa locală pe site-ul nostru."),
        ("so", "Waxaad ku bixin kartaa canshuurta golaha internetka."),
        ("ur", "آپ کونسل ٹیکس آن لائن ادا کر سکتے ہیں"),
        ("zh", "您可以在我们的网站上支付市政税也可以致电我们。"),
        ("pa", "ਤੁਸੀਂ ਕੌਂਸਲ ਟੈਕਸ ਔਨਲਾਈਨ ਅਦਾ ਕਰ ਸਕਦੇ ਹੋ।"),
    ],
)
def test_a_sentence_is_known(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cymraeg",
        "Llanelli, Llandudno, Caernarfon, Aberystwyth and Cardiff",
        "Councillor Siân Williams-Jones, Llanfairpwllgwyngyll",
        "Comhairle nan Eilean Siar",
        "Compliments, comments and complaints",
        "Term: 3 September to 18 December; 5 January to 26 March; 12 April to 22 July",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor",
        "01632 960123 - 01632 960124 (9:00 - 17:00)",
    ],
)
def test_names_dates_and_filling_are_left_alone(text: str) -> None:
    assert detect(text) in (None, "en")


def test_letters_are_counted_by_direction() -> None:
    assert right_to_left("اردو Urdu 12") == (4, 4)


def test_the_model_is_not_loaded_before_it_is_needed() -> None:
    script = "import sys, crawler.browser.visit; print('py3langid' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
