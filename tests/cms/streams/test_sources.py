from __future__ import annotations

from typing import ClassVar

import pytest
from wagtail import blocks
from wagtail.blocks import Block

from cms.streams.blocks import DurableStreamBlock
from cms.streams.values import Sealed


class Source:
    """Blocks that a test takes away and puts back."""

    def __init__(self) -> None:
        self.generation = 0
        self.names: list[str] = []

    def blocks(self) -> dict[str, Block]:
        made = {name: blocks.CharBlock() for name in self.names}
        for name, block in made.items():
            block.set_name(name)
        return made

    def give(self, *names: str) -> None:
        self.names = list(names)
        self.generation += 1


class Body(DurableStreamBlock):
    source: ClassVar[Source] = Source()

    para = blocks.CharBlock()


@pytest.fixture
def source():
    yield Body.source
    Body.source.give()


def test_blocks_of_the_source_follow_those_of_the_stream(source):
    body = Body([("more", blocks.CharBlock())])
    source.give("card", "map")
    assert list(body.child_blocks) == ["para", "more", "card", "map"]
    source.give("map")
    assert list(body.child_blocks) == ["para", "more", "map"]


def test_each_stream_has_blocks_of_its_own_and_asks_once_for_a_generation(source):
    one, other = Body(), Body()
    source.give("card")
    assert one.child_blocks["card"] is one.child_blocks["card"]
    assert one.child_blocks["card"] is not other.child_blocks["card"]


def test_block_that_left_the_source_is_sealed_and_opens_when_it_is_back(source):
    stored = [{"type": "card", "value": "x", "id": "a"}]
    body = Body()
    for names, value in (((), Sealed("card", "x")), (("card",), "x"), ((), Sealed("card", "x"))):
        source.give(*names)
        assert body.to_python(stored)[0].value == value
        assert body.get_prep_value(body.to_python(stored)) == stored
