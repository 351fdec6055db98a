"""Pages that hold the block of the leaflets: made once, and kept as rows for every other test."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images import get_image_model

from cms.clinics.models import Clinic
from cms.editions.editor.actions import decide
from cms.editions.models import Edition
from cms.library.models import LibraryPage
from cms.pages.models import PlainPage
from cms.testing.network import block_id, home_of, publish, text_block
from cms.testing.snapshots import build_once
from tests.cms.plugins.leaflets import leaflet

WORDS = "Ask for our leaflet."


@pytest.fixture
def admin(admin_user: Any) -> Client:
    """The admin, as staff of the whole network sees it."""
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(admin_user)
    return client


@pytest.fixture
def plain_pages(leaflets: Any, network: Any) -> dict[str, PlainPage]:
    """A plain page of each clinic, with the block between two of the vocabulary; it is on in New York."""

    def build() -> tuple[int, ...]:
        body = [text_block(1, "Before."), leaflet(2, WORDS), text_block(3, "After.")]
        places = ((network.newyork, "en"), (network.aalborg, "da"))
        return tuple(_plain_page(clinic, language, body) for clinic, language in places)

    keys = build_once("plain pages with leaflets", build)
    return dict(zip(("newyork", "aalborg"), (PlainPage.objects.get(pk=key) for key in keys), strict=True))


@pytest.fixture
def leaflet_pages(leaflets: Any, network: Any) -> dict[str, Any]:
    """A page of each sort that holds the block, which refers to a picture and to a page."""

    def build() -> int:
        block = _referring(network.newyork)
        key = _plain_page(
            network.newyork, "en", [text_block(21, "Before."), block(22), text_block(23, "After.")]
        )
        words = [text_block(number, "Words.") for number in range(1, 4)]
        publish(network.english, body=[*words, block(4)])
        edition = Edition.objects.get(pk=network.newyork_edition.pk)
        decide(edition, replaced=[block(6) | {"id": block_id(1)}], added=[(block_id(2), block(7))])
        return key

    return {
        "plain page": PlainPage.objects.get(pk=build_once("leaflets on pages of each sort", build)),
        "library page": LibraryPage.objects.get(pk=network.english.pk),
        "edition": Edition.objects.get(pk=network.newyork_edition.pk),
    }


@pytest.fixture
def waiting(leaflets: Any, network: Any) -> Any:
    """An edition with a version of the library's leaflet, which the library has changed since."""

    def build() -> int:
        page = network.english
        publish(page, body=[text_block(1, "First words."), leaflet(5, "Take me home.")])
        edition = Edition.objects.get(pk=network.newyork_edition.pk)
        own = leaflet(5, "Ours to take home.")
        decide(edition, replaced=[own], added=[(block_id(1), leaflet(6, "Ours."))])
        publish(page, body=[text_block(1, "First words."), leaflet(5, "Take me home today.")])
        return 0

    build_once("leaflets that wait", build)
    network.english = LibraryPage.objects.get(pk=network.english.pk)
    network.newyork_edition = Edition.objects.get(pk=network.newyork_edition.pk)
    return network


def _plain_page(clinic: Clinic, language: str, body: list[dict[str, Any]]) -> int:
    page = PlainPage(title="Leaflets", slug="leaflets", body="[]")
    home_of(clinic, language).add_child(instance=page)
    publish(page, body=body)
    return int(page.pk)


def _referring(clinic: Clinic) -> Callable[[int], dict[str, Any]]:
    """Return what makes blocks that refer to a picture and to the home page of a clinic."""
    content = BytesIO()
    Picture.new("RGB", (4, 4)).save(content, "PNG")
    picture = get_image_model().objects.create(title="Picture", file=ImageFile(content, name="picture.png"))
    link = f'<p data-block-key="abcde"><a linktype="page" id="{home_of(clinic).pk}">Home</a></p>'

    def block(number: int) -> dict[str, Any]:
        lines = [{"type": "item", "value": {"words": "One."}, "id": block_id(90 + number)}]
        return leaflet(number, "Take me home.", picture=picture.pk, more=link, lines=lines)

    return block
