"""The slots: where each of them is, in which order plugins stand in one, and what counts as nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.template import TemplateSyntaxError, engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.clinics.models import Practitioner, Specialism
from cms.pages.models import PlainPage
from cms.plugins.slots import SLOTS
from cms.testing.network import block_id, home_of, publish, text_block
from cms.themes.manifest import BASE
from tests.cms.clinics.factories import add_location, add_practitioner

EVERYWHERE = """
from django.utils.html import format_html
def show(slot):
    @plugin.slot(slot)
    def shown(context):
        whose = context.practitioner or context.location or ""
        return format_html('<i data-slot="{}">{}</i>', slot, whose)
for slot in %r:
    show(slot)
"""
HEADER = """
@plugin.slot("page.header.action.v1", order=%d)
def action(context):
    return "%s"
"""


def shown_slots(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<i data-slot="([^"]+)">([^<]*)</i>', html)


def page_of(network, path: str, clinic: str = "newyork") -> str:
    return network.get(getattr(network, clinic), path).content.decode()


@pytest.fixture
def everywhere(start, network):
    """A plugin in every slot, in a clinic with one practitioner, one place and a page of its own.

    It wears the built-in theme: others may give a slot another place.
    """
    network.newyork.theme = BASE
    network.newyork.save()
    add_practitioner(network.newyork, name="Robin")
    add_location(network.newyork, name="Downtown")
    about = PlainPage(title="About us", slug="about", body=[("text", {"heading": "Us", "body": "Words."})])
    home_of(network.newyork).add_child(instance=about)
    start("sample", EVERYWHERE % sorted(SLOTS))
    return network


@pytest.mark.parametrize(
    ("path", "slots"),
    [
        (
            "/",
            [
                ("page.head.v1", ""),
                ("page.header.action.v1", ""),
                ("practitioner.card.v1", "Robin"),
                ("location.card.v1", "Downtown"),
                ("home.section.v1", ""),
                ("page.footer.v1", ""),
            ],
        ),
        (
            "/conditions/sciatica/",
            [
                ("page.head.v1", ""),
                ("page.header.action.v1", ""),
                ("page.aside.v1", ""),
                ("page.body.start.v1", ""),
                ("page.body.end.v1", ""),
                ("page.footer.v1", ""),
            ],
        ),
        (
            "/about/",
            [
                ("page.head.v1", ""),
                ("page.header.action.v1", ""),
                ("page.aside.v1", ""),
                ("page.body.start.v1", ""),
                ("page.body.end.v1", ""),
                ("page.footer.v1", ""),
            ],
        ),
        (
            "/conditions/",
            [
                ("page.head.v1", ""),
                ("page.header.action.v1", ""),
                ("page.body.start.v1", ""),
                ("page.body.end.v1", ""),
                ("page.footer.v1", ""),
            ],
        ),
        (
            "/nowhere/",
            [("page.head.v1", ""), ("page.header.action.v1", ""), ("page.footer.v1", "")],
        ),
    ],
)
def test_slots_of_a_page_stand_in_their_places(everywhere, path, slots) -> None:
    assert shown_slots(page_of(everywhere, path)) == slots


def test_slots_of_a_clinic_without_the_plugin_are_empty(everywhere) -> None:
    assert shown_slots(page_of(everywhere, "/", "aalborg")) == []


def test_slot_in_the_head_stands_after_the_stylesheet(everywhere) -> None:
    head = page_of(everywhere, "/").partition("</head>")[0]
    assert head.index('rel="stylesheet"') < head.index("page.head.v1")


def test_plain_page_has_a_column_beside_the_text_only_for_a_plugin(everywhere, host) -> None:
    assert '<aside class="article__aside">' in page_of(everywhere, "/about/")
    host.fill(())
    html = page_of(everywhere, "/about/")
    assert "<aside" not in html
    assert 'class="article article--plain"' in html


def test_home_has_a_section_only_for_a_plugin(everywhere, host) -> None:
    assert "home-sections" in page_of(everywhere, "/")
    host.fill(())
    assert "home-sections" not in page_of(everywhere, "/")


def test_plugins_in_one_slot_stand_by_order_and_then_by_name(start, network) -> None:
    start("zebra", HEADER % (10, "<first>"))
    start("beta", HEADER % (50, " third "))
    start("alpha", HEADER % (50, " second "))
    html = page_of(network, "/")
    assert "&lt;first&gt; second  third " in html
    assert 'href="/#contact">Book a visit' not in html


@pytest.mark.parametrize("nothing", ["None", "''", "'  \\n\\t '", "mark_safe('\\n')"])
def test_white_space_counts_as_nothing(start, network, nothing) -> None:
    imported = "from django.utils.safestring import mark_safe\n"
    start("sample", f"{imported}plugin.slot('page.header.action.v1')(lambda context: {nothing})")
    assert 'href="/#contact">Book a visit' in page_of(network, "/")


def test_failing_slot_leaves_the_others_and_says_so_to_the_cache(start, network, caplog) -> None:
    start("alpha", "plugin.slot('page.footer.v1')(lambda context: 1 / 0)")
    start("beta", "plugin.slot('page.footer.v1')(lambda context: 'Still here')")
    found = network.get(network.newyork, "/")
    assert "Still here" in found.content.decode()
    assert found["Cache-Control"] == "private, max-age=30"
    assert "The plugin alpha failed at page.footer.v1" in caplog.text


@pytest.mark.parametrize("people", [1, 3])
def test_warm_slots_cost_no_query(everywhere, host, people) -> None:
    for number in range(people - 1):
        add_practitioner(everywhere.newyork, name=f"Person {number}")
    installed = [entry.installed for entry in host.entries]
    host.fill(())
    without = warm_queries(everywhere, "/")
    host.fill(installed)
    assert warm_queries(everywhere, "/") == without
    assert Practitioner.objects.for_clinic(everywhere.newyork).count() == people


def warm_queries(network, path: str) -> int:
    """Count the queries of a second request; a savepoint is only there because tests are in a transaction."""
    network.get(network.newyork, path)
    with CaptureQueriesContext(connection) as captured:
        network.get(network.newyork, path)
        return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_error_page_calls_no_plugin(everywhere, monkeypatch) -> None:
    def fail(*args):
        raise RuntimeError("No pages today.")

    monkeypatch.setattr("cms.pages.views.find_route", fail)
    client = Client(HTTP_HOST="newyork.localhost", raise_request_exception=False)
    found = client.get("/")
    assert found.status_code == 500
    assert shown_slots(found.content.decode()) == []


def test_slot_of_a_practitioner_is_on_the_cards_of_those_who_treat_it(everywhere) -> None:
    who = {"type": "practitioners", "id": block_id(9), "value": {"heading": "Who treats this"}}
    publish(everywhere.english, body=[text_block(1, "First."), who])
    add_practitioner(everywhere.newyork, name="Somebody else")
    Specialism.objects.create(
        practitioner=Practitioner.objects.for_clinic(everywhere.newyork).get(name="Robin"),
        subject=everywhere.english,
    )
    slots = shown_slots(page_of(everywhere, "/conditions/sciatica/"))
    assert [one for one in slots if one[0] == "practitioner.card.v1"] == [("practitioner.card.v1", "Robin")]


def test_slot_that_there_is_not_is_an_error_of_the_template(network) -> None:
    template = engines["django"].from_string('{% load plugin_tags %}{% slot "page.head.v2" %}')
    with pytest.raises(TemplateSyntaxError, match=r"There is no slot 'page\.head\.v2'"):
        template.render({})


def test_slot_outside_a_clinics_site_is_empty(everywhere) -> None:
    template = engines["django"].from_string('{% load plugin_tags %}{% slot "page.head.v1" %}')
    assert template.render({}) == ""
