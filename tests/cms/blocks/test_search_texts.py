"""What is searched in blocks is what visitors see of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from cms.blocks import search_texts
from cms.blocks.search_texts import stream_texts
from cms.blocks.vocabulary import BodyBlock
from cms.locales.context import use_context
from cms.pages.search_words import folded
from cms.testing.network import block_id, text_block

STREAM = BodyBlock()


@pytest.mark.parametrize("name", list(BodyBlock.base_blocks))
def test_every_word_that_is_searched_shows_in_the_block(here, db, name) -> None:
    block = STREAM.child_blocks[name]
    value = block.get_preview_value()
    html = block.render(value, context=block.get_preview_context(value))
    shown = folded(strip_tags(html.replace("<", " <"))).split()
    stored = {"type": name, "value": block.get_prep_value(value), "id": block_id(1)}
    searched = folded(" ".join(stream_texts(STREAM, [[stored]])[0][0])).split()
    assert set(searched) - set(shown) == set()


def test_texts_of_many_bodies_keep_to_their_blocks(here) -> None:
    bodies = [[text_block(1, "One."), text_block(2, "Two &amp; {city}.")], [], [text_block(3, "Three.")]]
    expected = [
        [("Heading 1", "One."), ("Heading 2", "Two & Aalborg.")],
        [],
        [("Heading 3", "Three.")],
    ]
    assert stream_texts(STREAM, bodies) == expected
    assert stream_texts(STREAM, bodies) == expected


def test_words_of_a_block_are_those_of_the_language_and_the_clinic_being_shown(here) -> None:
    item = {"name": "In {city}", "kind": "cause", "detail": ""}
    stored = {"type": "causes", "value": {"heading": "Why", "items": [item]}, "id": block_id(1)}
    assert stream_texts(STREAM, [[stored]]) == [[("Why", "In Aalborg", "Cause")]]
    elsewhere = replace(here, clinic=replace(here.clinic, city="Skagen"))
    with use_context(elsewhere), translation.override("da"):
        assert stream_texts(STREAM, [[stored]]) == [[("Why", "In Skagen", "Årsag")]]


def test_memory_is_bounded(here, monkeypatch) -> None:
    monkeypatch.setattr(search_texts, "MOST_REMEMBERED", 2)
    monkeypatch.setattr(search_texts, "_remembered", {})
    for number in range(5):
        assert stream_texts(STREAM, [[text_block(number, "Words.")]]) == [[(f"Heading {number}", "Words.")]]
    assert len(search_texts._remembered) == 1
