"""What the templates of the theme Lakeside decide: sections below the bar, warnings ahead of the text."""

from __future__ import annotations

import re

import pytest

from cms.testing.network import make_edition, make_library_page
from tests.cms.themes.test_hudson import WARNINGS


@pytest.fixture
def lakeside(network):
    network.newyork.theme = "lakeside"
    network.newyork.save()
    return network


def page_of(network, path: str) -> str:
    return network.get(network.newyork, path).content.decode()


def test_sections_stand_below_the_bar_and_not_in_it(lakeside) -> None:
    bar, below = page_of(lakeside, "/").split("</header>", 1)
    assert (bar.count('aria-label="Main menu"'), below.count('aria-label="Main menu"')) == (0, 1)


def test_opening_leads_to_the_warning_signs(lakeside) -> None:
    make_edition(lakeside.newyork, make_library_page([WARNINGS], title="Headache", slug="headache"))
    html = page_of(lakeside, "/conditions/headache/")
    opening = html.split("<article")[1].split("</header>")[0]
    found = re.findall(r'<a class="hero__warning-link" href="#(.*?)">.*</svg>\s*(.*?)</a>', opening)
    sections = re.findall(r'<section class="block block--red_flags" id="(.*?)"', html)
    assert found == [(anchor, "When to get help") for anchor in sections]
    assert len(sections) == 1


def test_opening_of_a_page_without_warning_signs_leads_to_none(lakeside) -> None:
    assert re.findall("hero__warning", page_of(lakeside, "/conditions/sciatica/")) == []


def test_contents_stand_open_where_there_is_room_and_folded_elsewhere(lakeside) -> None:
    html = page_of(lakeside, "/conditions/sciatica/")
    folds = re.findall(r'<details class="contents__panel contents__panel--(\w+)"( open)?>', html)
    assert folds == [("wide", " open"), ("narrow", "")]
    assert html.index("</details>") < html.index('class="article__body"')


def test_place_leads_the_way_with_a_button(lakeside) -> None:
    lakeside.newyork.locations.create(name="Harbor Lane", street="118 Harbor Lane", city="New York")
    lakeside.newyork.locations.create(name="Orchard Walk", state="opening_soon")
    html = page_of(lakeside, "/")
    assert re.findall(r'class="button button--quiet location__directions".*?: (.*?)</span>', html) == [
        "Harbor Lane"
    ]


def test_font_is_loaded_ahead_of_the_stylesheet_that_names_it(lakeside) -> None:
    html = page_of(lakeside, "/")
    ahead = re.findall(r'<link rel="preload" href="(.*?)" as="font" type="font/woff2" crossorigin>', html)
    sheet = lakeside.get(lakeside.newyork, re.findall(r'rel="stylesheet" href="(.*?)"', html)[0])
    assert re.findall(r'url\("(.*?)"\) format\("woff2"\)', sheet.content.decode()) == ahead
    assert len(ahead) == 1
