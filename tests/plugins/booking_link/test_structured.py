"""What search engines learn of booking: an action on the clinic, on locations, on practitioners."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup

from tests.plugins.booking_link.clinics import offer_booking, visit
from tests.plugins.booking_link.setting_up import ROOT, add_place, add_practitioner


def actions(clinic: Any, path: str = "/") -> dict[str, Any]:
    """Return the action of each node on a page by the end of its id."""
    page = BeautifulSoup(visit(clinic, path).content, "html.parser")
    graph = json.loads(page.select_one("script[type='application/ld+json']").text)["@graph"]
    return {node["@id"].partition("#")[2]: node.get("potentialAction") for node in graph}


def leads_to(clinic: Any, action: dict[str, Any]) -> str:
    address = action["target"]["urlTemplate"]
    root = "http://newyork.localhost"
    assert address.startswith(f"{root}/-/booking-link/go/")
    return visit(clinic, address.removeprefix(root))["Location"]


def test_clinic_offers_a_reservation_in_the_language_of_the_page(network) -> None:
    offer_booking(network.newyork)
    action = actions(network.newyork)["clinic"]
    assert {key: value for key, value in action.items() if key != "target"} == {
        "@type": "ReserveAction",
        "result": {"@type": "Reservation", "name": "Visit at Newyork Clinic"},
    }
    assert (action["target"]["@type"], action["target"]["inLanguage"]) == ("EntryPoint", "en")
    assert leads_to(network.newyork, action) == ROOT


def test_locations_and_practitioners_with_a_page_of_their_own_offer_one_too(network) -> None:
    own, other = add_practitioner(network.newyork, "Own Page"), add_practitioner(network.newyork, "No Page")
    place = add_place(network.newyork)
    offer_booking(
        network.newyork,
        practitioners=[{"practitioner": str(own.pk), "service": "", "link": f"{ROOT}#/staff_member/7"}],
        locations=[{"location": str(place.pk), "link": f"{ROOT}locations/harbor-lane/book"}],
    )
    found = actions(network.newyork)
    assert found[f"practitioner-{other.pk}"] is None
    assert [
        leads_to(network.newyork, found[name])
        for name in ("clinic", f"practitioner-{own.pk}", f"location-{place.pk}")
    ] == [ROOT, f"{ROOT}#/staff_member/7", f"{ROOT}locations/harbor-lane/book"]


def test_telephone_is_no_reservation(network) -> None:
    add_place(network.newyork)
    offer_booking(network.newyork, "")
    assert actions(network.newyork)["clinic"] is None
