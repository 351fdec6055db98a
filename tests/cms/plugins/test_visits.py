"""An address is visited, and every plugin's part in it is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from cms.plugins.actions import forbid, switch_off
from cms.plugins.visits import Part, visit

PATH = "/conditions/sciatica/"


@pytest.fixture
def diary(make_plugin, network):
    """A plugin with something at the end of pages, on cards, in the admin and in the background."""

    def register(plugin):
        plugin.slot("page.body.end.v1")(lambda context: "Dear diary.")
        plugin.slot("location.card.v1")(lambda context: "Here.")
        plugin.slot("dashboard.panel.v1")(lambda context: "Read it.")
        plugin.periodic(lambda context: None, every=timedelta(days=1), name="write")

    return make_plugin("diary", register, network.newyork)


def part(network, plugin="diary", clinic=None, path=PATH) -> Part:
    found = visit((clinic or network.newyork).site.hostname, path)
    return next(one for one in found.parts if one.plugin == plugin)


def told(found: Part) -> list[tuple[str, str, str]]:
    return [(call.point, call.outcome.value, call.reason) for call in found.calls]


def test_visit_tells_what_a_plugin_did_and_what_it_has_elsewhere(network, diary) -> None:
    found = visit("newyork.localhost", PATH)
    assert (found.clinic, found.status) == ("Newyork Clinic", 200)
    own = part(network)
    assert told(own) == [("page.body.end.v1", "shown", "")]
    assert (own.silence, "location.card.v1" in own.elsewhere) == ("", True)
    assert not [one for one in own.elsewhere if one.startswith(("job:", "dashboard."))]
    assert own.calls[0].milliseconds >= 0


def test_visit_tells_of_failures_and_pauses(network, diary, make_plugin, caplog) -> None:
    make_plugin("ink", lambda plugin: plugin.slot("page.body.end.v1")(lambda context: 1 / 0), network.newyork)
    failed = ("page.body.end.v1", "failed", "ZeroDivisionError: division by zero")
    assert [told(part(network, "ink")) for _turn in range(3)] == [[failed]] * 3
    assert told(part(network, "ink")) == [("page.body.end.v1", "paused", failed[2])]
    assert told(part(network)) == [("page.body.end.v1", "shown", "")]


def test_visit_says_why_a_plugin_was_not_called(network, diary, host, settings) -> None:
    assert part(network, path="/nowhere/").silence == "It has nothing at this address."
    assert part(network, clinic=network.aalborg, path="/").silence == "The clinic does not have it on."
    switch_off(network.newyork, "diary", user=None)
    assert part(network).silence == "The clinic does not have it on."
    forbid("diary", user=None)
    assert part(network).silence == "The network does not allow clinics to use it."
    settings.MERIDIAN = settings.MERIDIAN | {"PLUGINS_DISABLED": ["diary"]}
    host.fill([one.installed for one in host.entries])
    assert part(network).silence == "It is switched off in the settings of this installation."


def test_visit_goes_through_where_visitors_are_sent_to_https(network, diary, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert visit("newyork.localhost", PATH).status == 200


def test_page_that_is_not_there_is_told_as_such(network, diary) -> None:
    assert visit("NewYork.localhost:8000", "/nowhere/?x=1").status == 404


def test_command_tells_it_as_json(network, diary, capsys) -> None:
    call_command("plugins", "trace", "newyork.localhost", PATH)
    found = json.loads(capsys.readouterr().out)
    assert (found["clinic"], found["status"], found["path"]) == ("Newyork Clinic", 200, PATH)
    (call,) = found["plugins"]["diary"]["calls"]
    assert call | {"milliseconds": 0} == {
        "point": "page.body.end.v1",
        "outcome": "shown",
        "milliseconds": 0,
        "reason": "",
    }


@pytest.mark.parametrize(
    ("host", "path", "message"),
    [
        ("nowhere.localhost", "/", "No clinic answers on nowhere.localhost"),
        ("admin.localhost", "/", "No clinic answers on admin.localhost"),
        ("newyork.localhost", "conditions/", "it begins with a slash"),
        ("new york\r\n", "/", "No clinic answers on"),
    ],
)
def test_what_is_no_address_of_a_clinic_is_refused(network, host, path, message) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("plugins", "trace", host, path)
