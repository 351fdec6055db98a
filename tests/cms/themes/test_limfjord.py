"""What the templates of the theme Limfjord decide: a mark, labels of blocks, squares, a table of prices."""

from __future__ import annotations

import re

import pytest

from cms.testing.network import block_id, make_edition, make_library_page
from tests.cms.pages.blocks.pages import texts, write_home
from tests.cms.pages.blocks.test_prices import PRICES
from tests.cms.themes.test_hudson import WARNINGS


@pytest.fixture
def limfjord(network):
    network.newyork.theme = "limfjord"
    network.newyork.save()
    return network


def page_of(network, path: str) -> str:
    return network.get(network.newyork, path).content.decode()


def headache(network, *blocks) -> str:
    make_edition(network.newyork, make_library_page(list(blocks), title="Headache", slug="headache"))
    return page_of(network, "/conditions/headache/")


def causes(heading: str) -> dict:
    value = {"heading": heading, "policy": "open", "items": [{"name": "Tension", "kind": "cause"}]}
    return {"type": "causes", "id": block_id(8), "value": value}


@pytest.mark.parametrize(
    ("pictures", "marks"),
    [({}, 1), ({"logo": {"file": "looks/logo.svg", "width": 64, "height": 64}}, 0)],
    ids=["without a logo", "with one"],
)
def test_mark_stands_where_a_clinic_has_no_logo(limfjord, pictures, marks) -> None:
    limfjord.newyork.pictures = pictures
    limfjord.newyork.save()
    assert page_of(limfjord, "/").count('<svg class="mark"') == marks


@pytest.mark.parametrize(
    ("heading", "labels"), [("Where it comes from", ["Causes"]), ("Causes", [])], ids=["other", "same"]
)
def test_label_says_what_a_block_tells_unless_its_heading_does(limfjord, heading, labels) -> None:
    html = headache(limfjord, causes(heading))
    assert re.findall(r'<p class="block__kind">(.*?)</p>', html) == labels


def test_opening_leads_to_the_warning_signs(limfjord) -> None:
    html = headache(limfjord, WARNINGS)
    opening = html.split("<article")[1].split("</header>")[0]
    found = re.findall(r'<a class="hero__warning-link" href="#(.*?)">(.*?)</a>', opening)
    sections = re.findall(r'<section class="block block--red_flags" id="(.*?)"', html)
    assert found == [(anchor, "When to get help") for anchor in sections]
    assert len(sections) == 1


def test_prices_are_a_table_with_a_column_for_each_thing_that_is_said(limfjord) -> None:
    write_home(limfjord.newyork, "en", ("prices", PRICES))
    response = limfjord.get(limfjord.newyork, "/")
    assert texts(response, ".prices__head th") == ["Service", "How long", "Price", "Remark"]
    assert texts(response, ".prices__item:first-child > *") == [
        "First visit",
        "75 minutes",
        "$165",
        "With a plan",
    ]


def test_page_without_a_picture_shows_its_first_letter(limfjord) -> None:
    response = limfjord.get(limfjord.newyork, "/conditions/")
    assert texts(response, ".card__letter") == ["S"]
    assert texts(response, ".card__title") == ["Sciatica"]


def test_menu_has_the_languages_for_screens_that_have_no_room_beside_it(network) -> None:
    network.aalborg.theme = "limfjord"
    network.aalborg.save()
    html = network.get(network.aalborg, "/").content.decode()
    panel = html.split('<div class="menu__panel">')[1].split("</details>")[0]
    assert re.findall(r'hreflang="(.*?)"', panel) == ["da", "en"]
