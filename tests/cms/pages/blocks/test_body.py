"""Every block that only a clinic's own pages have: stored, read back, edited, previewed and rendered."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string

import cms.pages
from cms.blocks.shared import SharedBlock
from cms.blocks.vocabulary import BodyBlock
from cms.pages.blocks.body import ClinicBodyBlock
from cms.pages.models import ClinicHome, NewsPage, PlainPage

README = (Path(cms.pages.__file__).parent / "README.md").read_text(encoding="utf-8")
FIELDS = {
    "treated": ["heading", "intro", "kind", "most"],
    "people": ["heading", "intro"],
    "locations": ["heading", "intro"],
    "first_visit": ["heading", "body", "duration", "bring"],
    "prices": ["heading", "intro", "valid_from", "items", "note"],
    "news": ["heading", "most"],
}
each_block = pytest.mark.parametrize("name", FIELDS)


@pytest.fixture
def body() -> ClinicBodyBlock:
    return ClinicBodyBlock()


def test_body_has_the_vocabulary_and_these(body):
    assert list(ClinicBodyBlock.base_blocks) == [*BodyBlock.base_blocks, *FIELDS]


@pytest.mark.parametrize("model", [ClinicHome, PlainPage, NewsPage])
def test_every_page_that_a_clinic_writes_has_it(model):
    assert isinstance(model._meta.get_field("body").stream_block, ClinicBodyBlock)


@each_block
def test_block_stores_its_fields_under_permanent_names(body, name):
    block = body.child_blocks[name]
    assert list(block.child_blocks) == [*FIELDS[name], "policy"]
    assert type(block).__module__ == f"cms.pages.blocks.{name}"
    assert isinstance(block, SharedBlock)


@each_block
def test_preview_value_is_stored_and_read_back_the_same(body, name):
    block = body.child_blocks[name]
    written = json.loads(json.dumps(block.get_prep_value(block.clean(block.get_preview_value()))))
    assert block.get_prep_value(block.to_python(written)) == written


@each_block
def test_preview_renders_in_the_editors_picker(body, name, db):
    block = body.child_blocks[name]
    value = block.get_preview_value()
    context = block.get_preview_context(
        value, {"request": HttpRequest(), "block_def": block, "bound_block": block.bind(value)}
    )
    html = render_to_string(block.get_preview_template(value, context), context)
    assert re.findall(r"<h2>(.*?)</h2>", html) == [value["heading"]]


@each_block
def test_block_is_described_to_editors(body, name):
    meta = body.child_blocks[name].meta
    assert (str(meta.group), meta.template) == ("Your clinic", f"blocks/{name}.html")
    assert str(meta.description).endswith(".")
    assert get_template(meta.template)


@each_block
def test_readme_lists_the_block_with_its_fields(name):
    rows = [line for line in README.splitlines() if line.startswith(f"| `{name}` |")]
    assert [re.findall(r"`(\w+)`", row.split("|")[2]) for row in rows] == [FIELDS[name]]


@pytest.mark.parametrize("name", ["treated", "people", "locations", "news"])
def test_block_with_nothing_to_show_renders_nothing(body, name):
    block = body.child_blocks[name]
    assert block.render(block.to_python({"heading": "Nothing here"})) == ""
