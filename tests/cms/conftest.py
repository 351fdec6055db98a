"""A network to test on: a library page in two languages, a clinic in New York and one in Aalborg."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from cms.clinics.models import Clinic
from cms.editions.models import Edition
from cms.library.models import LibraryPage
from cms.testing.network import make_clinic, make_edition, make_library_page, make_root, text_block
from cms.testing.snapshots import build_once


@dataclass
class Network:
    """What the tests of pages and editions work on."""

    english: LibraryPage
    danish: LibraryPage
    newyork: Clinic
    aalborg: Clinic
    newyork_edition: Edition
    danish_edition: Edition
    english_edition: Edition

    def get(self, clinic: Clinic, path: str):
        return Client(HTTP_HOST=clinic.site.hostname).get(path)


@pytest.fixture
def network(db) -> Network:
    pages, clinics, editions = build_once("network", build_network)
    english, danish = (LibraryPage.objects.get(pk=pk) for pk in pages)
    newyork, aalborg = (Clinic.objects.select_related("site").get(pk=pk) for pk in clinics)
    return Network(english, danish, newyork, aalborg, *(Edition.objects.get(pk=pk) for pk in editions))


def build_network() -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the keys of the library pages, the clinics and the editions of a ``Network``."""
    make_root()
    english = make_library_page(
        [
            text_block(1, "First words."),
            text_block(2, "Second words."),
            text_block(3, "Locked words.", policy="locked"),
            text_block(4, "Fourth words."),
        ]
    )
    danish = make_library_page(
        [
            text_block(1, "Første ord."),
            text_block(2, "Andre ord."),
            text_block(3, "Låste ord.", policy="locked"),
            text_block(4, "Fjerde ord."),
        ],
        language="da",
        title="Iskias",
        slug="iskias",
        version_of=english,
    )
    newyork = make_clinic("newyork")
    aalborg = make_clinic("aalborg", languages=("da", "en"), country="DK", theme="limfjord")
    in_newyork = make_edition(newyork, english)
    in_danish = make_edition(aalborg, danish, language="da")
    in_english = make_edition(aalborg, english, language="en", version_of=in_danish)
    return (english.pk, danish.pk), (newyork.pk, aalborg.pk), (in_newyork.pk, in_danish.pk, in_english.pk)
