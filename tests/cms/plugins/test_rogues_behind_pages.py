"""What rogue plugins do where no visitor looks: in the admin, at publishing, in the background, to data."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms.pages.models import PlainPage
from cms.plugins.actions import allow, copy_choices, switch_off, switch_on
from cms.plugins.activation import is_active
from cms.plugins.data.erasing import erase_at, erase_person
from cms.plugins.data.exporting import FORMAT, export_clinic
from cms.plugins.data.restoring import restore_clinic
from cms.plugins.health import reports_of
from cms.plugins.jobs import run_due
from cms.plugins.models import Activation
from cms.plugins.publishing.remarks import PublicationRefusedError
from cms.testing.network import home_of
from tests.cms.plugins.people import member, signed_in

NAME = "raises_everywhere"
SCREEN = f"/plugins/newyork/{NAME}/screens/"


@pytest.fixture
def about(network) -> PlainPage:
    home = home_of(network.newyork)
    page = home.add_child(instance=PlainPage(title="About us", slug="about", locale=home.locale))
    page.save_revision().publish()
    return page


@pytest.fixture
def failing(rogue, network):
    """The plugin that fails wherever it is called, on in New York."""
    rogue(NAME)
    return network


def test_dashboard_and_list_of_plugins_are_whole(failing) -> None:
    admin = signed_in(member(failing.newyork, "clinic_owner"))
    assert admin.get("/").status_code == 200
    assert admin.get("/plugins/newyork/").status_code == 200


def test_screen_that_fails_says_so_and_is_then_left_alone(failing) -> None:
    admin = signed_in(member(failing.newyork, "clinic_marketer"))
    assert [admin.get(SCREEN).status_code for _turn in range(4)] == [500, 500, 500, 503]
    assert admin.get("/").status_code == 200


def test_gate_that_fails_keeps_the_page_back_and_the_draft(about, failing) -> None:
    about.title = "Changed"
    with pytest.raises(PublicationRefusedError):
        about.save_revision().publish()
    assert Page.objects.get(pk=about.pk).title == "About us"
    assert about.get_latest_revision().as_object().title == "Changed"
    assert failing.get(failing.newyork, "/about/").status_code == 200


def test_check_that_spoils_the_database_lets_the_page_out(rogue, network, about) -> None:
    rogue("database_error")
    about.title = "Changed"
    about.save_revision().publish()
    assert Page.objects.get(pk=about.pk).title == "Changed"


def test_work_that_fails_for_one_clinic_is_done_for_the_next(failing) -> None:
    switch_on(failing.aalborg, NAME, user=None)
    done = sorted((one.point, one.clinic, one.problem) for one in run_due(plugin=NAME))
    assert done == [
        (point, clinic, "RuntimeError: It never works.")
        for point in ("health:world", "job:fail")
        for clinic in ("aalborg", "newyork")
    ]
    assert [one.state.value for one in reports_of(failing.newyork.pk)] == ["failing"]


@pytest.mark.parametrize("name", [NAME, "database_error", "exits_everywhere"])
def test_export_that_fails_exports_nothing(rogue, network, name) -> None:
    rogue(name)
    with pytest.raises(ValidationError, match="so nothing was exported"):
        export_clinic(network.newyork)


def test_restoring_that_fails_restores_nothing(failing) -> None:
    kept = {"version": "1.0", "on": False, "settings": {}, "data": {}, "sealed": [], "problem": ""}
    exported = {"format": FORMAT, "clinic": "newyork", "plugins": {NAME: kept}}
    with pytest.raises(ValidationError, match="could not take its data back"):
        restore_clinic(failing.newyork, exported, user=None)
    assert is_active(NAME, failing.newyork.pk)


@pytest.mark.parametrize("name", [NAME, "database_error", "exits_everywhere"])
def test_erasure_that_fails_is_not_said_to_be_done(rogue, network, name) -> None:
    rogue(name)
    with pytest.raises(ValidationError, match="so nothing was erased there"):
        erase_at(network.newyork, None, None)
    assert not erase_person("somebody", clinic=network.newyork, user=None).is_complete


def test_plugin_that_ends_the_process_ends_nothing(rogue, network, about) -> None:
    rogue("exits_everywhere")
    assert network.get(network.newyork, "/-/exits-everywhere/").status_code == 500
    admin = signed_in(member(network.newyork, "clinic_marketer"))
    assert admin.get("/plugins/newyork/exits_everywhere/screens/").status_code == 500
    with pytest.raises(PublicationRefusedError):
        about.save_revision().publish()
    assert [one.problem for one in run_due(plugin="exits_everywhere")] == ["SystemExit: 1"]
    with pytest.raises(ValidationError, match="stays on"):
        switch_off(network.newyork, "exits_everywhere", user=None)


def test_plugin_that_cannot_be_put_away_stays_on(failing) -> None:
    with pytest.raises(ValidationError, match="stays on"):
        switch_off(failing.newyork, NAME, user=None)
    assert is_active(NAME, failing.newyork.pk)


def test_plugin_that_cannot_start_stays_off_and_is_not_copied(rogue, network) -> None:
    allow("cannot_start", user=None)
    with pytest.raises(ValidationError, match="stays off"):
        switch_on(network.newyork, "cannot_start", user=None)
    assert not is_active("cannot_start", network.newyork.pk)
    Activation.everywhere.create(clinic=network.newyork, plugin="cannot_start", is_on=True)
    with pytest.raises(ValidationError, match="could not be copied"):
        copy_choices(network.newyork, network.aalborg, user=None)
    assert not Activation.objects.for_clinic(network.aalborg).exists()


def test_page_of_another_clinic_is_not_there_for_a_screen(rogue, network, about) -> None:
    rogue("reaches_out")
    admin = signed_in(member(network.newyork, "clinic_marketer"))
    theirs = home_of(network.aalborg, "da")
    address = "/plugins/newyork/reaches_out/screens/rename/%s/"
    asked = (admin.get(address % theirs.pk), admin.post(address % theirs.pk), admin.get(address % about.pk))
    assert [one.status_code for one in asked] == [404, 404, 200]
    assert Page.objects.get(pk=theirs.pk).title == theirs.title


def test_screen_that_reads_every_clinic_shows_none(rogue, network) -> None:
    rogue("reaches_out")
    admin = signed_in(member(network.newyork, "clinic_marketer"))
    assert admin.get("/plugins/newyork/reaches_out/screens/").status_code == 500
