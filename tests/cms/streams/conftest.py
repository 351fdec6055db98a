"""A page whose stream can lose block types and get them back, as when a plugin is removed and comes back."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Page

from tests.app.models import StreamPage
from tests.cms.open_page import posted as posted_state

STREAM = StreamPage._meta.get_field("body").stream_block
NESTED = STREAM.child_blocks["columns"].child_blocks["left"]
LISTED = STREAM.child_blocks["cases"].child_block

RAW: list[dict[str, Any]] = [
    {"type": "para", "value": "Hello", "id": "11111111-1111-4111-8111-111111111111"},
    {
        "type": "case",
        "value": {"title": "T", "note": "n", "photo": None},
        "id": "22222222-2222-4222-8222-222222222222",
    },
    {
        "type": "columns",
        "value": {
            "left": [
                {
                    "type": "case",
                    "value": {"title": "N", "note": "x", "photo": None},
                    "id": "44444444-4444-4444-8444-444444444444",
                }
            ]
        },
        "id": "33333333-3333-4333-8333-333333333333",
    },
    {
        "type": "cases",
        "value": [
            {
                "type": "item",
                "value": {"title": "L", "note": "y", "photo": None},
                "id": "66666666-6666-4666-8666-666666666666",
            }
        ],
        "id": "55555555-5555-4555-8555-555555555555",
    },
]


@pytest.fixture
def raw() -> list[dict[str, Any]]:
    """What is stored: a block at the top, one in a stream in a struct, one in a list."""
    return copy.deepcopy(RAW)


@pytest.fixture
def make_page(db: None) -> Callable[..., StreamPage]:
    """Return a function that creates and publishes a page with the given stored stream."""

    def make(raw: Any, slug: str = "page") -> StreamPage:
        page = StreamPage(title=slug, slug=slug, body=json.dumps(raw))
        Page.get_first_root_node().add_child(instance=page)
        page.save_revision().publish()
        return page

    return make


@pytest.fixture
def stored() -> Callable[[StreamPage], Any]:
    """Return a function that reads what the database holds, past all code of ours."""

    def read(page: StreamPage) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM testapp_streampage WHERE page_ptr_id = %s", [page.pk])
            value = cursor.fetchone()[0]
        return json.loads(value)

    return read


@pytest.fixture
def overwrite() -> Callable[[StreamPage, Any], None]:
    """Return a function that writes JSON into the database, past all code of ours."""

    def write(page: StreamPage, value: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE testapp_streampage SET body = %s WHERE page_ptr_id = %s", [json.dumps(value), page.pk]
            )

    return write


@pytest.fixture
def uninstall(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that takes block types away everywhere; `monkeypatch.undo` brings them back."""

    def remove(*names: str) -> None:
        for block in (STREAM, NESTED):
            for name in names:
                monkeypatch.delitem(block.child_blocks, name, raising=False)

    return remove


@pytest.fixture
def forget(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that takes a field away from every case block."""

    def remove(field: str) -> None:
        monkeypatch.setattr(STREAM.child_blocks["cases"].meta, "default", [])
        for block in (STREAM.child_blocks["case"], NESTED.child_blocks["case"], LISTED):
            monkeypatch.delitem(block.child_blocks, field)
            layout = copy.copy(block.meta.form_layout)
            layout.children = [name for name in layout.children if name != field]
            layout.__dict__.pop("unique_children_and_settings", None)
            monkeypatch.setattr(block.meta, "form_layout", layout)

    return remove


@pytest.fixture
def image(db: None) -> Iterator[Any]:
    """An image in the library of pictures."""
    content = BytesIO()
    Picture.new("RGB", (4, 4)).save(content, "PNG")
    image = get_image_model().objects.create(title="Picture", file=ImageFile(content, name="picture.png"))
    yield image
    image.file.delete(save=False)


@pytest.fixture
def posted() -> Callable[[str, Any], dict[str, Any]]:
    """Return a function that turns a form state into the data that a browser posts for it."""
    return posted_state
