"""Who may use which plugin where, what that shows, and what stays when it is off."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import CharBlock
from wagtail.models import Page

from cms.accounts.models import User
from cms.clinics.models import ClinicRole
from cms.clinics.roles import NETWORK_OWNER, mirror_role
from cms.plugins.actions import allow, configure, forbid, switch_off, switch_on
from cms.plugins.api import DurableStructBlock
from cms.plugins.models import Activation

PATH = "/conditions/sciatica/"
ADDRESS = "https://book.example.com/ny"
BUTTON = "/-/booking-link/go/"


def page(network, clinic, path=PATH) -> str:
    return network.get(clinic, path).content.decode()


def member(clinic, role) -> User:
    user = User.objects.create_user(f"{role}@{clinic.slug}.example")
    user.groups.add(ClinicRole.objects.for_clinic(clinic).get(role=role).group)
    return user


def owner_of_network() -> User:
    user = User.objects.create_user("owner@network.example")
    user.groups.add(mirror_role(NETWORK_OWNER, pages=[Page.get_first_root_node()], collections=[]))
    return user


def at_admin(user) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


def test_plugin_shows_where_it_is_on_and_nowhere_else(booking) -> None:
    assert page(booking, booking.newyork).count(f'href="{BUTTON}') == 3
    assert "booking" not in page(booking, booking.aalborg, "/lidelser/iskias/")


def test_switched_off_it_shows_nothing_and_keeps_its_settings(booking) -> None:
    switch_off(booking.newyork, "booking_link", user=None)
    assert BUTTON not in page(booking, booking.newyork)
    assert "#contact" in page(booking, booking.newyork)
    switch_on(booking.newyork, "booking_link", user=None)
    assert BUTTON in page(booking, booking.newyork)


def test_forbidden_it_shows_nothing_and_keeps_what_clinics_chose(booking) -> None:
    forbid("booking_link", user=None)
    assert BUTTON not in page(booking, booking.newyork)
    allow("booking_link", user=None)
    assert BUTTON in page(booking, booking.newyork)


def test_plugin_that_is_gone_shows_nothing_and_comes_back_as_it_was(booking, host) -> None:
    installed = [entry.installed for entry in host.entries]
    host.fill(())
    assert BUTTON not in page(booking, booking.newyork)
    listed = at_admin(owner_of_network()).get("/plugins/newyork/").content.decode()
    assert "It was on. If it is installed again, it is on again." in listed
    host.fill(installed)
    assert BUTTON in page(booking, booking.newyork)


def test_words_of_the_button_are_those_of_the_page_unless_the_clinic_has_its_own(booking) -> None:
    assert ">Book a visit</a>" in page(booking, booking.newyork)
    configure(booking.newyork, "booking_link", {"link": ADDRESS, "label": {"en": "See us <3"}}, user=None)
    assert "See us &lt;3</a>" in page(booking, booking.newyork)


def test_warm_request_costs_no_query_more(network) -> None:
    before = warm_queries(network)
    allow("booking_link", user=None)
    configure(network.newyork, "booking_link", {"link": ADDRESS}, user=None)
    switch_on(network.newyork, "booking_link", user=None)
    assert warm_queries(network) == before


def warm_queries(network) -> int:
    """Count the queries of a second request; a savepoint is only there because tests are in a transaction."""
    page(network, network.newyork)
    with CaptureQueriesContext(connection) as captured:
        page(network, network.newyork)
        return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_settings_that_are_wrong_are_refused_at_their_field_and_not_stored(network) -> None:
    with pytest.raises(ValidationError, match="Your booking page: The address must begin with https://"):
        configure(network.newyork, "booking_link", {"link": "javascript:alert(1)"}, user=None)
    assert not Activation.everywhere.exists()


def test_unknown_setting_is_refused(network) -> None:
    with pytest.raises(ValidationError, match="has no setting colour"):
        configure(network.newyork, "booking_link", {"link": ADDRESS, "colour": "red"}, user=None)


class NoteSettings(DurableStructBlock):
    note = CharBlock(label="Note")


@pytest.fixture
def note(make_plugin) -> None:
    """A plugin that a clinic must set up first; it shows what the clinic set."""

    def register(plugin) -> None:
        plugin.settings(NoteSettings)
        plugin.slot("page.body.end.v1")(lambda context: context.settings["note"])

    make_plugin("note", register)


def test_it_cannot_be_switched_on_before_it_is_allowed_and_set_up(network, note) -> None:
    with pytest.raises(ValidationError, match="The network does not allow"):
        switch_on(network.newyork, "booking_link", user=None)
    with pytest.raises(ValidationError, match="Note: This field is required"):
        switch_on(network.newyork, "note", user=None)
    with pytest.raises(ValidationError, match="There is no plugin “nothing”"):
        switch_on(network.newyork, "nothing", user=None)


def test_owner_switches_for_the_own_clinic_and_nobody_else_does(booking) -> None:
    owner, marketer = member(booking.newyork, "clinic_owner"), member(booking.newyork, "clinic_marketer")
    switch_off(booking.newyork, "booking_link", user=owner)
    for clinic, user in ((booking.aalborg, owner), (booking.newyork, marketer)):
        with pytest.raises(PermissionDenied):
            switch_on(clinic, "booking_link", user=user)
    with pytest.raises(PermissionDenied):
        allow("booking_link", user=owner)


def test_owner_of_one_clinic_is_no_owner_of_another_where_they_are_a_marketer(booking) -> None:
    both = member(booking.aalborg, "clinic_owner")
    both.groups.add(ClinicRole.objects.for_clinic(booking.newyork).get(role="clinic_marketer").group)
    with pytest.raises(PermissionDenied):
        switch_off(booking.newyork, "booking_link", user=both)
    at_admin(both).post("/plugins/newyork/booking_link/switch/", {"to": "off"})
    assert BUTTON in page(booking, booking.newyork)
    switch_on(booking.aalborg, "booking_link", user=both)


def test_setting_that_the_plugin_no_longer_has_is_kept_and_in_nobodys_way(network, note) -> None:
    stored = {"note": "Now.", "old": "Then."}
    Activation.everywhere.create(clinic=network.newyork, plugin="note", settings=stored)
    switch_on(network.newyork, "note", user=None)
    client = at_admin(member(network.newyork, "clinic_owner"))
    form = client.get("/plugins/newyork/note/")
    kept = (
        form.context["form"].fields["settings"].block.get_form_state(form.context["form"]["settings"].value())
    )
    answer = client.post(
        "/plugins/newyork/note/", {"settings-note": "Later.", "settings-kept-fields": kept["kept-fields"]}
    )
    assert answer.status_code == 302
    assert Activation.everywhere.get().settings == {"note": "Later.", "old": "Then."}


def test_owner_sets_a_plugin_up_and_switches_it_on_at_the_admin(network, note) -> None:
    client = at_admin(member(network.newyork, "clinic_owner"))
    assert client.get("/plugins/")["Location"] == "/plugins/newyork/"
    listed = client.get("/plugins/newyork/").content.decode()
    assert "Note" in listed
    assert "It keeps none." in listed
    refused = client.post("/plugins/newyork/note/switch/", {"to": "on"})
    assert refused["Location"] == "/plugins/newyork/note/"
    wrong = client.post("/plugins/newyork/note/", {"settings-note": ""})
    assert "This field is required" in wrong.content.decode()
    saved = client.post("/plugins/newyork/note/", {"settings-note": "Set by the owner."})
    assert saved["Location"] == "/plugins/newyork/"
    client.post("/plugins/newyork/note/switch/", {"to": "on"})
    assert "Set by the owner." in page(network, network.newyork)


@pytest.mark.parametrize(
    "path", ["/plugins/aalborg/", "/plugins/aalborg/booking_link/", "/plugins/newyork/nothing/"]
)
def test_other_clinics_and_unknown_plugins_do_not_exist(network, path) -> None:
    assert at_admin(member(network.newyork, "clinic_owner")).get(path).status_code == 404


def test_marketer_sets_up_what_is_on_and_switches_nothing(network, note) -> None:
    client = at_admin(member(network.newyork, "clinic_marketer"))
    assert "Note" not in client.get("/plugins/newyork/").content.decode()
    assert client.get("/plugins/newyork/note/").status_code == 302
    configure(network.newyork, "note", {"note": "Set by the owner."}, user=None)
    switch_on(network.newyork, "note", user=None)
    listed = client.get("/plugins/newyork/").content.decode()
    assert "Settings of Note" in listed
    assert "Switch Note" not in listed
    client.post("/plugins/newyork/note/", {"settings-note": "Set by the marketer."})
    assert "Set by the marketer." in page(network, network.newyork)
    assert client.post("/plugins/newyork/note/switch/", {"to": "off"}).status_code == 302
    assert "Set by the marketer." in page(network, network.newyork)


def test_network_allows_and_forbids_at_the_admin(network) -> None:
    client = at_admin(owner_of_network())
    assert "Allow Booking link to all clinics" in client.get("/plugins/newyork/").content.decode()
    client.post("/plugins/newyork/booking_link/switch/", {"to": "allowed"})
    assert "Take Booking link from all clinics" in client.get("/plugins/newyork/").content.decode()
    client.post("/plugins/newyork/booking_link/switch/", {"to": "forbidden"})
    assert "Allow Booking link to all clinics" in client.get("/plugins/newyork/").content.decode()
    assert client.post("/plugins/newyork/booking_link/switch/", {"to": "the moon"}).status_code == 404


def test_scripts_do_the_same(network, note, capsys) -> None:
    with pytest.raises(CommandError, match="This field is required"):
        call_command("plugins", "enable", "note", "--clinic", "newyork")
    call_command("plugins", "allow", "booking_link")
    call_command("plugins", "enable", "booking_link", "--clinic", "newyork")
    capsys.readouterr()
    call_command("plugins", "list")
    (listed,) = (one for one in json.loads(capsys.readouterr().out) if one["name"] == "booking_link")
    assert (listed["name"], listed["state"], listed["clinics"]) == ("booking_link", "loaded", ["newyork"])
    call_command("plugins", "disable", "booking_link", "--clinic", "newyork")
    call_command("plugins", "check")
    with pytest.raises(CommandError, match="There is no clinic nowhere"):
        call_command("plugins", "enable", "booking_link", "--clinic", "nowhere")
