from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import cms.blocks
from cms.blocks.variables import NAMES as VARIABLES
from cms.blocks.vocabulary import BodyBlock

README = (Path(cms.blocks.__file__).parent / "README.md").read_text(encoding="utf-8")
BLOCKS = BodyBlock.base_blocks
each_block = pytest.mark.parametrize("name", BLOCKS)


def rows() -> dict[str, list[str]]:
    """The cells of the README's table by stored name: label, fields, default policy."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in README.splitlines()]
    return {
        row[1].strip("`"): [row[0], row[2], row[3]]
        for row in cells
        if len(row) == 4 and row[1].startswith("`")
    }


def test_readme_lists_every_block_and_no_other() -> None:
    assert sorted(rows()) == sorted(BLOCKS)


@each_block
def test_readme_row_agrees_with_the_block(name: str) -> None:
    block = BLOCKS[name]
    label, fields, policy = rows()[name]
    assert label == str(block.label)
    assert re.findall(r"`(\w+)`", fields) == [field for field in block.child_blocks if field != "policy"]
    assert policy == block.get_default()["policy"]


@each_block
def test_readme_has_a_paragraph_on_the_block(name: str) -> None:
    paragraphs = [part for part in README.split("\n\n") if part.startswith(f"**`{name}`**")]
    assert [len(paragraph) > 80 for paragraph in paragraphs] == [True]


@each_block
def test_block_is_described_to_editors(name: str) -> None:
    meta = BLOCKS[name].meta
    assert str(meta.description).endswith(".")
    assert meta.icon != "placeholder"
    assert str(meta.label)
    assert str(meta.group)
    assert meta.preview_value
    assert meta.template == f"blocks/{name}.html"
    assert get_template(meta.template)


@each_block
def test_block_has_a_test_file(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


def test_readme_names_every_variable() -> None:
    assert [variable for variable in VARIABLES if f"`{{{variable}}}`" not in README] == []
