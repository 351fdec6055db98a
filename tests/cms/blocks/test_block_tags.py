"""Rendering the blocks of a page: each in its section, and none that has nothing to show."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.blocks.shown import ShownBlock
from cms.blocks.vocabulary import BodyBlock
from cms.locales.context import RequestContext, use_context

TEMPLATE = Template(
    '{% load block_tags %}{% rendered_blocks blocks as rendered %}{% include "blocks/shown.html" %}'
)
TEXT = {"type": "text", "id": "11111111-1111-4111-8111-111111111111", "value": {"body": "<p>Words.</p>"}}
RELATED = {
    "type": "related",
    "id": "22222222-2222-4222-8222-222222222222",
    "value": {"heading": "More", "pages": []},
}


def render(*raw: dict, language: str = "", **context: object) -> str:
    stream = BodyBlock().to_python(list(raw))
    blocks = [ShownBlock(str(bound.id), bound.block_type, bound, language) for bound in stream]
    return TEMPLATE.render(Context({"blocks": blocks, **context}))


def test_block_stands_in_a_section_with_its_type_and_anchor() -> None:
    html = render(TEXT)
    assert re.findall(r"<section.*?>", html) == ['<section class="block block--text" id="b-11111111">']
    assert "<p>Words.</p>" in html


def test_block_with_nothing_to_show_is_left_out() -> None:
    assert re.findall(r'id="(b-\w+)"', render(RELATED, TEXT)) == ["b-11111111"]


def test_block_in_another_language_says_so(clinic_record) -> None:
    here = RequestContext(clinic_record, clinic_record.languages[1])
    with use_context(here), translation.override("en"):
        html = render(TEXT, language="da", here=here)
    assert re.findall(r"<section[^>]*>", html) == [
        '<section class="block block--text" id="b-11111111" lang="da">'
    ]
    assert re.findall(r'<p class="language-note" lang="en">(.*?)</p>', html) == [
        "This section is not translated yet. It is shown in Danish."
    ]


@pytest.mark.parametrize("blocks", [(), (RELATED,)])
def test_page_without_blocks_to_show_is_empty(blocks: tuple[dict, ...]) -> None:
    assert render(*blocks).strip() == ""
