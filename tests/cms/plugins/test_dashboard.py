"""Panels of plugins on the dashboard: for staff of a clinic, once for each clinic that has the plugin on."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.clinics.models import Clinic
from cms.plugins.actions import switch_on
from cms.plugins.dashboard import FEW, panels_for
from cms.testing.network import make_clinic
from tests.cms.clinics.factories import member_of, network_owner

PANEL = """
from django.utils.html import format_html
@plugin.slot("dashboard.panel.v1")
def panel(context):
    told = here("sample")
    return format_html("<p>{} clicks at {} in {}</p>", 7, told.clinic.name, context.language)
"""


@pytest.fixture
def sample(start, network):
    start("sample", PANEL)
    return network


def dashboard(user) -> str:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client.get("/").content.decode()


def owner_of(*clinics: Clinic):
    user = member_of(clinics[0])
    for clinic in clinics[1:]:
        user.groups.add(*member_of(clinic).groups.all())
    return user


def shown(html: str) -> list[str]:
    """Return the headings that name a clinic, and what the plugin shows, in their order."""
    found = re.findall(r"<span data-panel-heading-text>([^<]* Clinic)</span>|<p>(7 clicks[^<]*)</p>", html)
    return [heading or text for heading, text in found]


def test_owner_sees_what_the_clinics_plugins_show(sample) -> None:
    assert shown(dashboard(owner_of(sample.newyork))) == ["7 clicks at Newyork Clinic in en"]


def test_owner_of_two_clinics_sees_both_by_name(sample) -> None:
    switch_on(sample.aalborg, "sample", user=None)
    assert shown(dashboard(owner_of(sample.newyork, sample.aalborg))) == [
        "Aalborg Clinic",
        "7 clicks at Aalborg Clinic in en",
        "Newyork Clinic",
        "7 clicks at Newyork Clinic in en",
    ]


def test_clinic_without_the_plugin_has_no_panel(sample) -> None:
    assert shown(dashboard(owner_of(sample.aalborg))) == []


def test_staff_of_the_whole_network_sees_none(sample) -> None:
    owner = network_owner()
    assert panels_for(owner) == []
    assert shown(dashboard(owner)) == []


def test_whoever_works_for_many_clinics_sees_none(sample) -> None:
    clinics = [make_clinic(f"number{number}") for number in range(FEW)]
    user = owner_of(sample.newyork, *clinics)
    assert panels_for(user) == []


def test_failing_panel_leaves_the_dashboard_and_the_other_plugins(sample, start, caplog) -> None:
    start("alpha", "plugin.slot('dashboard.panel.v1')(lambda context: 1 / 0)")
    html = dashboard(owner_of(sample.newyork))
    assert shown(html) == ["7 clicks at Newyork Clinic in en"]
    assert "The plugin alpha failed at dashboard.panel.v1" in caplog.text


def test_panel_with_nothing_in_it_is_not_there(start, network) -> None:
    start("sample", "plugin.slot('dashboard.panel.v1')(lambda context: ' ')")
    assert panels_for(owner_of(network.newyork)) == []


def test_without_a_plugin_in_the_slot_nothing_is_asked(network, host) -> None:
    host.fill(())
    user = owner_of(network.newyork)
    with CaptureQueriesContext(connection) as captured:
        assert panels_for(user) == []
        assert len(captured) == 0


@pytest.mark.parametrize("more", [0, 2])
def test_panels_cost_no_query_for_each_clinic(sample, more) -> None:
    clinics = [sample.newyork, *(make_clinic(f"number{number}") for number in range(more))]
    for clinic in clinics[1:]:
        switch_on(clinic, "sample", user=None)
    user = owner_of(*clinics)
    assert len(panels_for(user)) == more + 1
    user = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        panels_for(user)
        queries = [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(queries) == 3
