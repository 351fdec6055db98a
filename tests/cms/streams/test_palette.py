from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from wagtail import blocks

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from cms.streams.palette import EVERYTHING, Dormant, Palette, blocks_of_types, current_palette, use_palette

DORMANT = Dormant("asleep", "It sleeps.", "Wake it.")
ASLEEP = Palette({"card": DORMANT})


class Columns(DurableStructBlock):
    left = DurableStreamBlock([("card", blocks.CharBlock())], required=False)


@pytest.fixture
def stream() -> DurableStreamBlock:
    return DurableStreamBlock(
        [("para", blocks.CharBlock()), ("card", blocks.CharBlock()), ("columns", Columns())]
    )


def test_new_dormant_block_is_refused_on_every_level(stream):
    inner = {"left": [{"type": "card", "value": "x", "id": "c"}]}
    value = stream.to_python(
        [
            {"type": "para", "value": "x", "id": "a"},
            {"type": "card", "value": "x", "id": "b"},
            {"type": "columns", "value": inner, "id": "d"},
        ]
    )
    with use_palette(ASLEEP), pytest.raises(blocks.StreamBlockValidationError) as refusal:
        stream.clean(value)
    errors = refusal.value.block_errors
    assert list(errors) == [1, 2]
    assert errors[1].messages == ["It sleeps. Wake it."]
    assert errors[2].block_errors["left"].block_errors[0].messages == ["It sleeps. Wake it."]
    assert len(stream.clean(value)) == 3


def test_dormant_block_that_is_there_passes_under_its_id_and_type_alone(stream):
    kept = Palette(ASLEEP.dormant, frozenset({("card", "b"), ("other", "a")}))
    with use_palette(kept):
        assert len(stream.clean(stream.to_python([{"type": "card", "value": "x", "id": "b"}]))) == 1
        for unknown in ("a", "", None):
            with pytest.raises(blocks.StreamBlockValidationError):
                stream.clean(stream.to_python([{"type": "card", "value": "x", "id": unknown}]))


def test_refusal_stands_beside_what_else_is_wrong(stream):
    stream.set_meta_options({"max_num": 1})
    rows = [{"type": "para", "value": "", "id": "a"}, {"type": "card", "value": "x", "id": "b"}]
    with use_palette(ASLEEP), pytest.raises(blocks.StreamBlockValidationError) as refusal:
        stream.clean(stream.to_python(rows))
    assert list(refusal.value.block_errors) == [0, 1]
    assert [str(one) for one in refusal.value.non_block_errors] == ["The maximum number of items is 1"]


def test_label_carries_the_mark_of_a_dormant_block(stream):
    labels = [ASLEEP.label(one) for one in stream.child_blocks.values()]
    assert labels == ["Para", "Card (asleep)", "Columns"]


@pytest.mark.parametrize("stored", [None, "text", 7, {"type": []}, {"type": "card"}, [[{"id": "x"}]]])
def test_nothing_is_found_in_what_is_no_stream(stored):
    assert blocks_of_types(["card"], stored) == frozenset()


def test_blocks_are_found_wherever_they_stand():
    card = {"type": "card", "value": "x", "id": "a"}
    stored = [card, {"type": "row", "value": {"content": [{**card, "id": "b"}]}, "id": "c"}]
    assert blocks_of_types(["card"], stored) == {("card", "a"), ("card", "b")}


def test_palettes_of_two_threads_do_not_meet():
    both = Barrier(2)

    def held(palette: Palette) -> Palette:
        with use_palette(palette):
            both.wait(timeout=10)
            return current_palette()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(held, [ASLEEP, EVERYTHING])) == [ASLEEP, EVERYTHING]
