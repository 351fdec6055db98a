"""Plugins are told when a clinic switches them or gets another one's choices, and can refuse."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import translation
from wagtail import blocks

from cms.clinics.models import Clinic, ClinicLogEntry
from cms.plugins.actions import allow, configure, copy_choices, switch_off, switch_on
from cms.plugins.activation import is_active
from cms.plugins.api import DurableStructBlock, here
from cms.plugins.models import Activation
from tests.cms.plugins.people import member
from tests.plugins_for_tests.case_book.models import Book


class Colours(DurableStructBlock):
    colour = blocks.CharBlock(default="red", max_length=5)


@pytest.fixture
def told() -> list[tuple[str, ...]]:
    """What the plugin “diary” was told."""
    return []


@pytest.fixture
def diary(make_plugin, told):
    """A plugin that writes down what it is told, of which clinic, in which language."""

    def noting(name):
        def note(*contexts):
            assert here("diary") == contexts[-1]
            what = [one for context in contexts for one in (context.clinic.name, context.settings["colour"])]
            told.append((name, *what, translation.get_language()))

        return note

    def register(plugin):
        plugin.settings(Colours)
        plugin.on_activated(noting("on"))
        plugin.on_deactivated(noting("off"))
        plugin.on_copied(lambda source, target: noting("copied")(source, target))

    return make_plugin("diary", register)


def is_on(clinic: Clinic, plugin: str) -> bool:
    return Activation.objects.for_clinic(clinic).get(plugin=plugin).is_on


def refuse(plugin, *errors) -> None:
    """Let the plugin fail at being switched on and at being switched off."""

    def fail(context):
        Book.everywhere.create(clinic_id=context.clinic.id)
        assert is_active("diary", context.clinic.id)
        raise errors[0]

    plugin.activated = plugin.deactivated = fail


def test_plugin_is_told_once_however_often_it_is_switched(network, diary, told) -> None:
    for _turn in range(2):
        switch_on(network.aalborg, "diary", user=None)
    for _turn in range(2):
        switch_off(network.aalborg, "diary", user=None)
    configure(network.aalborg, "diary", {"colour": "blue"}, user=None)
    switch_on(network.aalborg, "diary", user=None)
    assert told == [
        ("on", "Aalborg Clinic", "red", "da"),
        ("off", "Aalborg Clinic", "red", "da"),
        ("on", "Aalborg Clinic", "blue", "da"),
    ]


def test_case_book_opens_one_book_for_each_clinic(case_book) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    switch_on(case_book.newyork, "case_book", user=None)
    assert list(Book.everywhere.values_list("clinic__slug", flat=True)) == ["newyork"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RuntimeError("no"), "“Diary” could not get ready for Newyork Clinic, and stays off."),
        (DatabaseError("no"), "“Diary” could not get ready for Newyork Clinic, and stays off."),
        (ValidationError("Open an account first."), "Open an account first."),
    ],
)
def test_plugin_that_fails_at_being_switched_on_stays_off(network, diary, error, sentence) -> None:
    refuse(diary, error)
    with pytest.raises(ValidationError) as refused:
        switch_on(network.newyork, "diary", user=None)
    assert refused.value.messages == [sentence]
    assert not Activation.everywhere.exists()
    assert not Book.everywhere.exists()
    assert not is_active("diary", network.newyork.pk)
    assert not ClinicLogEntry.objects.filter(action="plugins.switch_on").exists()


def test_plugin_that_fails_at_being_switched_off_stays_on(network, diary) -> None:
    switch_on(network.newyork, "diary", user=None)
    diary.deactivated = lambda context: connection.cursor().execute("SELECT * FROM nowhere")
    with pytest.raises(ValidationError, match=r"could not put its things away .*, and stays on"):
        switch_off(network.newyork, "diary", user=None)
    assert is_on(network.newyork, "diary")
    assert is_active("diary", network.newyork.pk)


def test_copy_brings_what_is_on_with_its_settings_and_tells_of_a_copy(network, diary, told) -> None:
    configure(network.newyork, "diary", {"colour": "green"}, user=None)
    switch_on(network.newyork, "diary", user=None)
    told.clear()
    (copied,) = copy_choices(network.newyork, network.aalborg, user=None)
    assert (copied.is_on, copied.settings) == (True, {"colour": "green"})
    assert told == [("copied", "Newyork Clinic", "green", "Aalborg Clinic", "green", "da")]
    assert is_active("diary", network.aalborg.pk)


def test_copy_leaves_what_is_off_and_keeps_what_is_gone(network, diary, host) -> None:
    configure(network.newyork, "diary", {"colour": "green"}, user=None)
    switch_on(network.aalborg, "diary", user=None)
    Activation.objects.create(clinic=network.newyork, plugin="gone", is_on=True, settings={"a": [1]})
    copy_choices(network.newyork, network.aalborg, user=None)
    rows = Activation.objects.for_clinic(network.aalborg).order_by("plugin")
    assert list(rows.values_list("plugin", "is_on", "settings")) == [
        ("diary", True, {"colour": "red"}),
        ("gone", True, {"a": [1]}),
    ]


def test_copy_that_fails_copies_nothing(network, diary) -> None:
    switch_on(network.newyork, "diary", user=None)
    diary.copied = lambda source, target: 1 / 0
    with pytest.raises(ValidationError, match="“Diary” could not be copied to Aalborg Clinic"):
        copy_choices(network.newyork, network.aalborg, user=None)
    assert not Activation.objects.for_clinic(network.aalborg).exists()
    with pytest.raises(ValidationError, match="Newyork Clinic cannot be copied to itself"):
        copy_choices(network.newyork, network.newyork, user=None)


def test_settings_that_no_longer_fit_are_not_copied(network, diary) -> None:
    Activation.objects.create(
        clinic=network.newyork, plugin="diary", is_on=True, settings={"colour": "ultramarine"}
    )
    with pytest.raises(ValidationError, match="at most 5 characters"):
        copy_choices(network.newyork, network.aalborg, user=None)


def test_nobody_copies_between_clinics_of_others(network, diary) -> None:
    owner = member(network.newyork, "clinic_owner")
    for source, target in ((network.newyork, network.aalborg), (network.aalborg, network.newyork)):
        with pytest.raises(PermissionDenied):
            copy_choices(source, target, user=owner)


def test_command_copies(network, diary, capsys) -> None:
    switch_on(network.newyork, "diary", user=None)
    call_command("plugins", "copy", "--from", "newyork", "--to", "aalborg")
    assert json.loads(capsys.readouterr().out) == {"from": "newyork", "to": "aalborg", "on": ["diary"]}
    with pytest.raises(CommandError, match="There is no clinic nowhere"):
        call_command("plugins", "copy", "--from", "newyork", "--to", "nowhere")


def test_plugin_that_is_allowed_only_is_told_nothing(network, diary, told) -> None:
    allow("diary", user=None)
    assert told == []
