"""What rogue plugins do on the website of a clinic: every page stays whole, at every point."""

from __future__ import annotations

import json
import re

import pytest
from django.core.exceptions import ValidationError

from cms.pages.models import PlainPage
from cms.plugins.actions import configure
from cms.testing.network import block_id, home_of, publish, text_block
from cms.testing.two_clinics import make_people_and_places

PATH = "/conditions/sciatica/"
CALL = {
    "type": "call_to_action",
    "id": block_id(7),
    "value": {"heading": "Come", "intent": "initial-consultation", "label": "Ask us"},
}


def card(plugin: str, number: int = 9) -> dict:
    value = {"words": "Card.", "policy": "open"}
    return {"type": f"{plugin}__card", "value": value, "id": block_id(number)}


@pytest.fixture
def pages(network):
    """New York with a page of its own, people, places and a call to action."""
    make_people_and_places(network.newyork, 2)
    publish(network.english, body=[text_block(1, "First words."), CALL])
    home = home_of(network.newyork)
    home.add_child(instance=PlainPage(title="About us", slug="about", locale=home.locale))
    return network


def about(network) -> PlainPage:
    return PlainPage.objects.get(slug="about", path__startswith=home_of(network.newyork).path)


def texts(network) -> dict[str, tuple[int, bytes]]:
    found = {
        path: network.get(network.newyork, path) for path in ("/", "/conditions/", PATH, "/about/", "/no/")
    }
    return {path: (one.status_code, one.content) for path, one in found.items()}


@pytest.mark.parametrize("name", ["raises_everywhere", "database_error"])
def test_every_page_is_what_it_is_without_the_plugin(pages, rogue, caplog, name) -> None:
    publish(about(pages), body=[text_block(1, "Before."), card(name)])
    before = texts(pages)
    rogue(name)
    assert texts(pages) == before
    assert [status for status, _content in before.values()] == [200, 200, 200, 200, 404]


def test_every_page_is_what_it_was_before_a_plugin_could_not_start(pages, rogue) -> None:
    before = texts(pages)
    with pytest.raises(ValidationError, match="stays off"):
        rogue("cannot_start")
    assert texts(pages) == before


def test_each_point_of_a_page_was_called_and_failed(pages, rogue, caplog) -> None:
    publish(about(pages), body=[card("raises_everywhere")])
    rogue("raises_everywhere")
    texts(pages)
    assert set(re.findall(r"raises_everywhere failed at (\S+) for", caplog.text)) == {
        "block:raises_everywhere__card",
        "home.section.v1",
        "intent",
        "location.card.v1",
        "page.aside.v1",
        "page.body.end.v1",
        "page.body.start.v1",
        "page.footer.v1",
        "page.head.v1",
        "page.header.action.v1",
        "practitioner.card.v1",
        "structured_data",
    }


def test_view_that_fails_is_an_error_page_and_is_then_left_alone(pages, rogue) -> None:
    rogue("raises_everywhere")
    answers = [pages.get(pages.newyork, "/-/raises-everywhere/") for _turn in range(4)]
    assert [one.status_code for one in answers] == [500, 500, 500, 503]
    assert all("site-footer" in one.content.decode() for one in answers)
    assert pages.get(pages.newyork, PATH).status_code == 200


def test_plugin_that_spoils_the_database_spoils_its_own_work_only(pages, rogue) -> None:
    rogue("database_error")
    assert pages.get(pages.newyork, PATH).status_code == 200
    publish(about(pages), title="Changed")
    assert PlainPage.objects.get(slug="about").title == "Changed"


def test_link_into_a_script_gives_way_to_the_contact_section(pages, rogue) -> None:
    rogue("bad_link")
    html = pages.get(pages.newyork, PATH).content.decode()
    assert re.search(r'<a class="button call-to-action__button" href="([^"]*)">', html)[1] == "/#contact"
    assert "javascript:" not in html


def test_host_that_is_a_policy_widens_nothing(pages, rogue, caplog) -> None:
    before = pages.get(pages.newyork, PATH)["Content-Security-Policy"]
    rogue("bad_csp")
    found = pages.get(pages.newyork, PATH)
    assert "Framed" in found.content.decode()
    assert found["Content-Security-Policy"] == before
    assert "The setting frame of Newyork Clinic is no host for a policy" in caplog.text
    configure(pages.newyork, "bad_csp", {"frame": "https://frames.example.com"}, user=None)
    widened = pages.get(pages.newyork, PATH)["Content-Security-Policy"]
    assert sorted(set(widened.split("; ")) ^ set(before.split("; "))) == [
        "frame-src https://frames.example.com"
    ]


def test_data_that_is_none_is_left_out_and_none_ends_the_element(pages, rogue) -> None:
    rogue("bad_data")
    html = pages.get(pages.newyork, PATH).content.decode()
    assert "<script>alert(1)" not in html
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    assert [one["name"] for one in json.loads(data)["@graph"] if one["@type"] == "Offer"] == [
        "</script><script>alert(1)</script>"
    ]


def test_content_of_a_plugin_that_goes_is_sealed_and_comes_back_with_it(pages, rogue, host) -> None:
    rogue("removed_block")
    publish(about(pages), body=[text_block(1, "Before."), card("removed_block")])
    assert "Card: Card." in pages.get(pages.newyork, "/about/").content.decode()
    installed = [entry.installed for entry in host.entries]
    stored = list(about(pages).body.raw_data)
    host.fill(one for one in installed if one.name != "removed_block")
    publish(about(pages), title="Changed")
    found = pages.get(pages.newyork, "/about/")
    assert (found.status_code, "Card" in found.content.decode()) == (200, False)
    host.fill(installed)
    assert list(about(pages).body.raw_data) == stored
    assert "Card: Card." in pages.get(pages.newyork, "/about/").content.decode()


def test_data_of_all_clinics_is_read_by_nobody(pages, rogue, caplog) -> None:
    make_people_and_places(pages.aalborg, 1)
    rogue("reaches_out")
    found = pages.get(pages.newyork, "/about/")
    assert (found.status_code, "MissingScopeError: Location belongs to a clinic" in caplog.text) == (
        200,
        True,
    )
    assert pages.get(pages.newyork, "/-/reaches-out/everywhere/").status_code == 500
