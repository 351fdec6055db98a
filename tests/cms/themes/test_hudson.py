"""What Hudson's templates decide: headlines that do not repeat the masthead, and warnings in reach."""

from __future__ import annotations

import re

import pytest

from cms.testing.network import block_id, home_of, make_edition, make_library_page

WARNINGS = {
    "type": "red_flags",
    "id": block_id(9),
    "value": {
        "heading": "When to get help",
        "policy": "open",
        "levels": [{"level": "emergency", "signs": ["Numbness"], "advice": ""}],
    },
}


def headlines(html: str) -> list[tuple[str, str, str]]:
    """Return element, classes and words of the first level and of what is set in its place."""
    classes = r"(?:hero__(?:headline|kicker)|visually-hidden)[^\"]*"
    return re.findall(rf'<(h1|p) class="({classes})">(.*?)</', html)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (
            "Newyork Clinic",
            [("h1", "visually-hidden", "Newyork Clinic"), ("p", "hero__headline", "Acupuncture in New York")],
        ),
        (
            "Needles, explained",
            [
                ("p", "hero__kicker", "Acupuncture in New York"),
                ("h1", "hero__headline", "Needles, explained"),
            ],
        ),
        (
            "What needles can do for a painful back",
            [
                ("p", "hero__kicker", "Acupuncture in New York"),
                (
                    "h1",
                    "hero__headline hero__headline--long",
                    "What needles can do for a painful back",
                ),
            ],
        ),
    ],
)
def test_front_page_does_not_repeat_the_name_in_the_masthead(network, title, shown) -> None:
    network.newyork.locations.create(name="Harbor Lane", city="New York")
    home = home_of(network.newyork)
    home.title = title
    home.save_revision().publish()
    assert headlines(network.get(network.newyork, "/").content.decode()) == shown


def test_opening_leads_to_the_warning_signs(network) -> None:
    page = make_library_page([WARNINGS], title="Headache", slug="headache")
    make_edition(network.newyork, page)
    html = network.get(network.newyork, "/conditions/headache/").content.decode()
    opening = html.split("<article")[1].split("</header>")[0]
    found = re.findall(r'<a class="warning" href="#(.*?)">(.*?)</a>', opening)
    sections = re.findall(r'<section class="block block--red_flags" id="(.*?)"', html)
    assert found == [(anchor, "When to get help") for anchor in sections]
    assert len(sections) == 1


def test_opening_of_a_page_without_warning_signs_leads_to_none(network) -> None:
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert re.findall('class="warning"', html) == []


def test_font_is_loaded_ahead_of_the_stylesheet_that_names_it(network) -> None:
    html = network.get(network.newyork, "/").content.decode()
    ahead = re.findall(r'<link rel="preload" href="(.*?)" as="font" type="font/woff2" crossorigin>', html)
    sheet = network.get(network.newyork, re.findall(r'rel="stylesheet" href="(.*?)"', html)[0])
    assert re.findall(r'url\("(.*?)"\) format\("woff2"\)', sheet.content.decode()) == ahead
    assert len(ahead) == 1
