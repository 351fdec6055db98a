from __future__ import annotations

from tests.cms.pages.blocks.pages import texts, write_home

VISIT = {"heading": "Your first visit", "body": "<p>We talk first at {clinic}.</p>"}


def test_says_how_long_it_takes_and_what_to_bring(network):
    more = {"duration": "about 75 minutes", "bring": ["Medicines", "Letters"]}
    write_home(network.newyork, "en", ("first_visit", {**VISIT, **more}))
    response = network.get(network.newyork, "/")
    assert texts(response, ".first-visit__body") == ["We talk first at Newyork Clinic."]
    assert texts(response, ".first-visit__duration") == ["How long it takes: about 75 minutes"]
    assert texts(response, ".first-visit__item") == ["Medicines", "Letters"]


def test_leaves_out_what_was_not_written(network):
    write_home(network.newyork, "en", ("first_visit", VISIT))
    response = network.get(network.newyork, "/")
    assert texts(response, ".first-visit__duration") + texts(response, ".first-visit__bring") == []
