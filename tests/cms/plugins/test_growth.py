"""The page editor is opened again and again, and makes no block: Wagtail would keep each of them for ever."""

from __future__ import annotations

import gc

import pytest
from django.test import Client
from wagtail.blocks import Block

from cms.editions.editor.actions import decide
from cms.editions.models import Edition
from cms.library.models import LibraryPage
from cms.pages.models import PlainPage
from cms.streams.stream_block import ChildBlocks
from cms.testing.network import block_id, home_of, publish, text_block
from tests.cms.plugins.leaflets import leaflet

TIMES = 250
"""For each of two pages."""

GONE = {"type": "gone__card", "value": {"words": "Sealed."}, "id": block_id(8)}


def plain_page(network):
    page = PlainPage(title="Leaflets", slug="leaflets", body="[]")
    home_of(network.newyork).add_child(instance=page)
    publish(page, body=[text_block(1, "Words."), leaflet(2, "Dormant."), GONE])
    return page


def edition(network):
    publish(network.english, body=[text_block(1, "Words."), leaflet(2, "Dormant."), GONE])
    network.newyork_edition.refresh_from_db()
    decide(network.newyork_edition, added=[(block_id(1), leaflet(3, "Dormant."))])
    return network.newyork_edition


@pytest.fixture
def small_vocabulary(monkeypatch) -> None:
    """Leave one block of the vocabulary: an editor of nineteen is much slower, and makes no more of them."""
    rows = Edition._meta.get_field("local").stream_block.child_blocks
    streams = [rows[name].child_blocks["content"] for name in ("replace", "add")]
    streams += [model._meta.get_field("body").stream_block for model in (LibraryPage, PlainPage)]
    for stream in streams:
        own = {"text": stream.child_blocks["text"]}
        monkeypatch.setattr(stream, "_own_blocks", own)
        monkeypatch.setattr(stream, "_gathered", (None, ChildBlocks(own)))


@pytest.mark.parametrize("make", [plain_page, edition])
@pytest.mark.usefixtures("small_vocabulary")
def test_editor_makes_no_block_however_often_it_is_opened(leaflets, network, admin_user, make) -> None:
    page = make(network)
    leaflets.off(network.newyork)
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(admin_user)
    request = client._base_environ(PATH_INFO=f"/pages/{page.pk}/edit/")
    # The client's own methods would copy the context of every template.
    assert {client.handler(dict(request)).status_code for _turn in range(3)} == {200}
    before = blocks()
    assert {client.handler(dict(request)).status_code for _turn in range(TIMES)} == {200}
    assert blocks() == before


def blocks() -> tuple[int, int]:
    """Return how many blocks Wagtail keeps, and how many there are."""
    gc.collect()
    return len(Block.definition_registry), sum(issubclass(type(one), Block) for one in gc.get_objects())
