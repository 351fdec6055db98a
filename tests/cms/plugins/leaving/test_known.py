"""What is done to plugins that are gone hits what was one, and nothing that merely has the name of one."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.log_actions import log

from cms.plugins.actions import allow, forbid, switch_off, switch_on
from cms.plugins.leaving.known import application_of
from cms.plugins.leaving.purging import purge
from cms.plugins.leaving.retiring import plan_retirement
from cms.plugins.models import Activation, Allowance, ProbeResult, Run
from tests.cms.plugins.leaving.conftest import flyer, plain

NAME = "gone_plugin"


@pytest.fixture
def former(network):
    """An application that was once a part of the system, and left a type and a table with a row."""
    ContentType.objects.create(app_label="pamphlets", model="pamphlet")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE pamphlets_pamphlet (id integer PRIMARY KEY)")
        cursor.execute("INSERT INTO pamphlets_pamphlet VALUES (1)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pamphlets_pamphlet")


def test_label_of_a_former_application_is_no_plugin_and_keeps_its_rows(former) -> None:
    for attempt in (
        lambda: purge("pamphlets", with_blocks=True, user=None),
        lambda: plan_retirement("pamphlets"),
    ):
        with pytest.raises(ValidationError, match="nothing shows that it was a plugin"):
            attempt()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pamphlets_pamphlet")
        assert cursor.fetchone() == (1,)
    assert ContentType.objects.filter(app_label="pamphlets").exists()


@pytest.mark.parametrize("name", ["admin", "wagtailforms", "wagtail", "nothing"])
def test_names_of_nothing_that_is_here_are_unknown(db, name) -> None:
    with pytest.raises(ValidationError, match="Nothing is known of a plugin"):
        application_of(name)


def chosen(model):
    def leave(network):
        now = timezone.now()
        more = {
            Activation: {},
            Run: {"point": "job:x", "started_at": now},
            ProbeResult: {"name": "x", "state": "ok", "checked_at": now, "since": now},
        }[model]
        model.everywhere.create(clinic=network.newyork, plugin=NAME, **more)

    return leave


@pytest.mark.parametrize(
    "leave",
    [
        chosen(Activation),
        chosen(Run),
        chosen(ProbeResult),
        lambda network: Allowance.objects.create(plugin=NAME),
        lambda network: plain(network.newyork, flyer(1)),
    ],
    ids=["activation", "run", "probe", "allowance", "block"],
)
def test_whatever_a_plugin_leaves_with_the_host_shows_that_it_was_one(network, leave) -> None:
    with pytest.raises(ValidationError):
        application_of(NAME)
    leave(network)
    assert application_of(NAME) is None


def test_log_shows_that_a_name_was_a_plugin_when_nothing_else_is_left(network, make_plugin, host) -> None:
    before = [entry.installed for entry in host.entries]
    make_plugin("diary", lambda plugin: None, network.newyork)
    switch_off(network.newyork, "diary", user=None)
    forbid("diary", user=None)
    host.fill(before)
    Activation.everywhere.all().delete()
    assert application_of("diary") is None


def test_log_of_a_clinic_shows_it_as_well(network) -> None:
    allow("booking_link", user=None)
    switch_on(network.newyork, "booking_link", user=None)
    row = Activation.everywhere.get()
    log(row, "plugins.switch_off", data={"plugin": NAME})
    assert application_of(NAME) is None
