from __future__ import annotations

import datetime
from urllib.parse import unquote

from bs4 import BeautifulSoup
from django.test import override_settings

from cms.clinics.models import OpeningHours
from cms.clinics.places import directions_to
from tests.cms.clinics.factories import add_location
from tests.cms.pages.blocks.pages import texts, write_home

WHERE = ("locations", {"heading": "Where we are", "intro": "<p>There is a lift.</p>"})


def test_shows_address_hours_and_the_way(network):
    place = add_location(network.newyork, name="Harbor Lane", street="118 Harbor Lane", city="New York")
    OpeningHours.objects.create(location=place, weekday=0, opens=datetime.time(9), closes=datetime.time(17))
    write_home(network.newyork, "en", WHERE)
    response = network.get(network.newyork, "/")
    assert texts(response, ".block--locations .address__name") == ["Harbor Lane"]
    assert texts(response, ".block--locations .hours__row") == ["Monday9 a.m.–5 p.m."]
    link = BeautifulSoup(response.content, "html.parser").select_one(".location__directions")
    assert link["href"] == (
        "https://www.openstreetmap.org/search?query=118%20Harbor%20Lane%2C%2010001%20New%20York"
    )
    assert (link.get_text(), link["rel"]) == (
        "Find the way: Harbor Lane",
        ["external", "noopener", "noreferrer"],
    )


def test_place_that_is_not_open_yet_shows_no_way(network):
    add_location(network.newyork, state="opening_soon")
    write_home(network.newyork, "en", WHERE)
    assert texts(network.get(network.newyork, "/"), ".location__directions") == []


def test_places_stand_once_whether_or_not_a_marketer_placed_them(network):
    add_location(network.newyork)
    counts = []
    for blocks in ((), (WHERE,)):
        write_home(network.newyork, "en", *blocks)
        counts.append(len(texts(network.get(network.newyork, "/"), "main .location")))
    assert counts == [1, 1]


def test_page_of_another_clinic_shows_its_own_places(network):
    add_location(network.newyork, name="Here")
    add_location(network.aalborg, name="There")
    write_home(network.newyork, "en", WHERE)
    assert texts(network.get(network.newyork, "/"), "main .address__name") == ["Here"]


def test_directions_lead_to_the_map_that_the_installation_names(network):
    place = add_location(network.aalborg, street="Ågade 1 & 2", postal_code="9000", city="Aalborg", region="")
    with override_settings(MERIDIAN={"DIRECTIONS_URL": "https://maps.example/?to={address}&mode=bus"}):
        url = directions_to(place)
    assert url == "https://maps.example/?to=%C3%85gade%201%20%26%202%2C%209000%20Aalborg&mode=bus"
    assert unquote(url).count("{") == 0
