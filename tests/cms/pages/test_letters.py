from __future__ import annotations

import pytest
from django.utils import translation

from cms.locales.cards import Card
from cms.pages.letters import by_letter
from tests.cms.pages.blocks.pages import texts, treat


def index(*titles: str) -> list[tuple[str, list[str]]]:
    letters = by_letter(Card(title, f"/{title}/") for title in titles)
    return [(letter.sign, [card.title for card in letter.cards]) for letter in letters]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", [("A", ["Akne", "Astma"]), ("Z", ["Zoster"]), ("Ø", ["Øresus"]), ("Å", ["Åreknuder"])]),
        ("en", [("A", ["Akne", "Astma"]), ("Z", ["Zoster"]), ("Å", ["Åreknuder"]), ("Ø", ["Øresus"])]),
    ],
)
def test_letters_stand_in_the_alphabet_of_the_language(language, expected):
    with translation.override(language):
        assert index("Zoster", "Åreknuder", "Astma", "Øresus", "Akne") == expected


def test_numbers_and_quotes_find_their_place():
    with translation.override("en"):
        assert index("“Frozen” shoulder", "24-hour pain", "fibromyalgia") == [
            ("0–9", ["24-hour pain"]),
            ("F", ["fibromyalgia", "“Frozen” shoulder"]),
        ]


@pytest.mark.parametrize(
    ("title", "sign"), [("ß-test", "S"), ("ﬁber", "F"), ("A\u030angst", "Å"), ("", "0–9")]
)
def test_letter_is_one_sign(title, sign):
    with translation.override("en"):
        assert [letter for letter, _titles in index(title)] == [sign]


def test_section_with_many_pages_is_an_index_by_letter(network):
    treat(network.newyork, *(f"Ailment {sign}" for sign in "ABCDEFGHIJK"))
    response = network.get(network.newyork, "/conditions/")
    assert len(texts(response, ".card")) == 12
    treat(network.newyork, "Tinnitus")
    response = network.get(network.newyork, "/conditions/")
    assert texts(response, ".letters__link") == ["A", "S", "T"]
    assert texts(response, "#letter-t, .index__letter:last-child .index__link") == ["T", "Tinnitus"]
    assert texts(response, ".card") == []
