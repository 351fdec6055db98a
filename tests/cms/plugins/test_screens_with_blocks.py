"""The screens about pages stay open whatever has become of the plugins whose blocks the pages hold."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cms.plugins.leaflets import leaflet

LIBRARY_BLOCK = str(leaflet(5, "")["id"])
STATES = {
    "active": lambda leaflets, network: None,
    "dormant": lambda leaflets, network: leaflets.off(network.newyork),
    "sealed": lambda leaflets, network: leaflets.take_away(),
}


def addresses(network) -> list[str]:
    edition, page = network.newyork_edition, network.english
    item = ["newyork", edition.pk, LIBRARY_BLOCK]
    first, last = (page.revisions.order_by(order).first().pk for order in ("pk", "-pk"))
    return [
        f"/pages/{edition.pk}/edit/",
        f"/pages/{page.pk}/edit/",
        f"/pages/{page.pk}/revisions/compare/{first}...{last}/",
        reverse("editions_updates:inbox", args=["newyork"]),
        reverse("editions_updates:item", args=item),
        reverse("editions_updates:rewrite", args=item),
        reverse("editions_updates:log", args=["newyork"]),
        reverse("editions_oversight:matrix"),
        reverse("editions_oversight:page", args=[page.translation_key]),
        reverse("editions_oversight:part", args=[page.translation_key, LIBRARY_BLOCK]),
        reverse("editions_oversight:who") + "?words=leaflet",
        reverse("editions_proposals:offers", args=[edition.pk]),
        reverse("editions_proposals:propose", args=[edition.pk, LIBRARY_BLOCK]),
        reverse("library:release", args=[page.pk]),
        reverse("editions_forecast:dry_run", args=[page.pk]),
    ]


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_every_screen_opens(waiting, leaflets, admin, state) -> None:
    state(leaflets, waiting)
    opened = {address: admin.get(address).status_code for address in addresses(waiting)}
    assert {address: status for address, status in opened.items() if status != 200} == {}


def test_screens_call_a_block_by_its_name(waiting, admin) -> None:
    key = waiting.english.translation_key
    for address in (
        reverse("editions_updates:inbox", args=["newyork"]),
        reverse("editions_oversight:page", args=[key]),
        reverse("editions_oversight:who") + "?words=leaf",
    ):
        html = admin.get(address).content.decode()
        assert ["Leaflet" in html, "leaflet__card" in html] == [True, False]
