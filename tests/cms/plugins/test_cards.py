"""What the screen of a clinic's plugins tells of each: hosts, health, pauses, links, and what is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.plugins.actions import allow, configure, switch_on
from cms.plugins.breaker import Breaker
from cms.plugins.cards import CardState, Gone, cards_of, gone_plugins
from cms.plugins.contacted_hosts import Host, hosts_of
from cms.plugins.discovery import installed_plugins
from cms.plugins.models import Activation, Allowance, ProbeResult
from cms.plugins.registry import registry
from tests.cms.plugins.people import member, signed_in

PROBED = """
from cms.plugins.api import Health, HealthState, Plugin
plugin = Plugin("probed")
plugin.health("service", lambda context: Health(HealthState.OK))
plugin.health("links", lambda context: Health(HealthState.OK))
"""


def card(network, name, role="clinic_owner"):
    user = member(network.newyork, role)
    cards = cards_of(network.newyork, user, sees_all=False, may_switch=role == "clinic_owner")
    return next(one for one in cards if one.entry.name == name)


def test_hosts_are_those_of_the_manifest_and_those_that_the_clinic_set(case_book) -> None:
    before = card(case_book, "case_book").hosts
    assert before == (Host("https://pictures.example.com"), Host("", True, "Archive"))
    address = "https://archive.example.com/cases"
    configure(case_book.newyork, "case_book", {"archive": address}, user=None)
    listed = signed_in(member(case_book.newyork, "clinic_marketer")).get("/plugins/newyork/").content.decode()
    assert f"{address}, set as “Archive”" in listed


def test_plugin_whose_settings_cannot_be_read_has_a_card_all_the_same(case_book, monkeypatch) -> None:
    monkeypatch.setattr("cms.plugins.contacted_hosts.read_settings", lambda entry, stored: 1 / 0)
    assert card(case_book, "case_book").hosts[1] == Host("", True, "Archive")


def test_plugin_whose_settings_keep_failing_is_not_asked_about_its_hosts(case_book, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        "cms.plugins.contacted_hosts.read_settings", lambda entry, stored: asked.append(entry) or 1 / 0
    )
    found = [list(hosts_of(registry.loaded["case_book"], case_book.newyork, {})) for _turn in range(4)]
    assert [hosts[1] for hosts in found] == [Host("", True, "Archive")] * 4
    assert len(asked) == 3


def test_place_that_is_paused_is_named_in_words(case_book) -> None:
    breaker = Breaker("case_book", "publish:demand_consent", case_book.newyork.pk)
    for _turn in range(3):
        breaker.note_failure("RuntimeError: no")
    found = card(case_book, "case_book")
    assert found.state is CardState.TROUBLED
    assert [(one.place, one.reason) for one in found.paused] == [
        ("What it says of a page before that is published, “demand_consent”.", "RuntimeError: no")
    ]


@pytest.fixture
def probed(network, host, write_plugin):
    host.fill(installed_plugins(write_plugin("probed", PROBED), lambda: ()))
    allow("probed", user=None)
    switch_on(network.newyork, "probed", user=None)
    return network


@pytest.mark.parametrize(
    ("state", "expected", "words"),
    [
        (None, CardState.ON, "Not known"),
        ("ok", CardState.ON, "Well"),
        ("warning", CardState.ON_WITH_WARNING, "Look at this"),
        ("failing", CardState.TROUBLED, "Does not work"),
    ],
)
def test_health_is_told_as_it_was_found(probed, state, expected, words) -> None:
    if state is not None:
        then = timezone.now() - timedelta(hours=2)
        ProbeResult.everywhere.create(
            clinic=probed.newyork,
            plugin="probed",
            name="service",
            state=state,
            message="It answers.",
            checked_at=then,
            since=then,
        )
    assert card(probed, "probed").state is expected
    listed = signed_in(member(probed.newyork, "clinic_marketer")).get("/plugins/newyork/").content.decode()
    assert f"<strong>{words}</strong>" in listed
    assert ("Looked at 2\xa0hours ago." in listed) is (state is not None)


def test_card_links_to_the_screens_that_the_user_may_open(case_book) -> None:
    assert card(case_book, "case_book").links == (("Consents", "/plugins/newyork/case_book/screens/"),)


def test_what_is_gone_names_the_settings_that_are_kept(network) -> None:
    Activation.everywhere.create(
        clinic=network.newyork, plugin="old", is_on=True, settings={"colour": "red", "address": "x"}
    )
    assert gone_plugins(network.newyork) == [Gone("old", True, ("address", "colour"))]
    assert gone_plugins(network.aalborg) == []


def test_plugin_that_cannot_be_used_says_why(network, host, write_plugin) -> None:
    host.fill(installed_plugins(write_plugin("broken", "import nothing_at_all"), lambda: ()))
    Allowance.objects.create(plugin="broken")
    listed = signed_in(member(network.newyork, "clinic_owner")).get("/plugins/newyork/").content.decode()
    assert "No module named &#x27;nothing_at_all&#x27;" in listed
    assert "/plugins/newyork/broken/" not in listed


def test_empty_screen_says_so(network, host) -> None:
    host.fill(())
    owner = signed_in(member(network.newyork, "clinic_owner"))
    assert "The network allows no plugin yet." in owner.get("/plugins/newyork/").content.decode()


def test_screen_takes_as_many_queries_for_one_plugin_as_for_three(network, host, write_plugin) -> None:
    folder = write_plugin("probed", PROBED)
    host.fill(installed_plugins(folder, lambda: ()))
    owner = signed_in(member(network.newyork, "clinic_owner"))

    def count(*names):
        for name in names:
            allow(name, user=None)
            switch_on(network.newyork, name, user=None)
        owner.get("/plugins/newyork/")
        with CaptureQueriesContext(connection) as queries:
            assert owner.get("/plugins/newyork/").status_code == 200
        return len(queries)

    one = count("probed")
    for name in ("second", "third"):
        write_plugin(name, PROBED.replace("probed", name))
    host.fill(installed_plugins(folder, lambda: ()))
    assert count("second", "third") == one
