from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.locales.search_texts import Passage, SearchText
from cms.pages.search_excerpts import LENGTH, as_result, excerpt, marked
from cms.pages.search_words import MOST_CHARACTERS, folded, read_question

FILLER = "plain words without an end " * 30


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Legs and pains", "<mark>Legs</mark> and <mark>pains</mark>"),
        ("No elegance", "No elegance"),
        ("<b>leg</b> & pain", "&lt;b&gt;<mark>leg</mark>&lt;/b&gt; &amp; <mark>pain</mark>"),
        ("LÉG", "<mark>LÉG</mark>"),
        ("", ""),
    ],
)
def test_words_that_were_asked_for_are_marked_and_all_else_is_escaped(text, html):
    assert marked(text, ["leg", "pain"]) == html


def test_excerpt_begins_shortly_before_the_first_word():
    cut = excerpt(f"{FILLER}the sore leg {FILLER}", ["leg"])
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert 40 < cut.index("leg") < 90
    assert 150 < len(cut) < 230


def test_excerpt_of_a_short_text_is_all_of_it():
    assert excerpt("  The sore\nleg. ", ["leg"]) == "The sore leg."


def test_excerpt_of_an_endless_word_ends():
    assert len(excerpt("x" * 5_000, ["y"])) == 222
    assert len(excerpt("x" * 5_000 + " leg", ["leg"])) < 230


def test_result_shows_the_summary_unless_a_passage_says_more():
    page = SearchText(
        Passage("Sciatica"),
        "/sciatica/",
        Passage("About the leg."),
        (Passage("Pain alone."), Passage("Leg pain.", "da")),
        "condition",
    )
    by_summary = as_result(page, ["leg"])
    assert (by_summary.excerpt, by_summary.excerpt_language) == ("About the <mark>leg</mark>.", "")
    by_passage = as_result(page, ["leg", "pain"])
    assert by_passage.excerpt == "<mark>Leg</mark> <mark>pain</mark>."
    assert by_passage.excerpt_language == "da"
    assert (by_passage.title, by_passage.url, by_passage.kind) == ("Sciatica", "/sciatica/", "condition")


@given(text=st.text(), asked=st.text(max_size=MOST_CHARACTERS))
def test_any_text_is_marked_without_a_change_of_its_words(text, asked):
    words = read_question(asked).words
    html = marked(text, words)
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == text
    assert len(excerpt(text, words)) <= LENGTH + len("… ") + len(" …")


@given(text=st.text(), data=st.data())
def test_every_word_of_a_text_is_found_in_it(text, data):
    words = folded(text).split()
    if words:
        word = data.draw(st.sampled_from(words))
        begin = word[: data.draw(st.integers(1, len(word)))]
        assert f" {begin}" in folded(text)
        assert folded(folded(text)) == folded(text)
