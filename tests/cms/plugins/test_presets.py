"""Clinics begin with what the network gives, else with the plugin's own defaults, and keep what they have."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import blocks
from wagtail.models import ModelLogEntry

from cms.plugins.actions import allow, configure, forbid, switch_on
from cms.plugins.api import DurableStructBlock, SecretBlock
from cms.plugins.models import Activation, Allowance
from cms.plugins.secrecy.stored import TOKEN
from tests.cms.plugins.people import member, signed_in
from tests.cms.plugins.test_activation import owner_of_network
from tests.programs import run_python

KEY = "open-sesame"


class Settings(DurableStructBlock):
    provider = blocks.CharBlock(max_length=10, label="Provider")
    colour = blocks.CharBlock(default="red", label="Colour")
    link = blocks.URLBlock(required=False, label="Link")
    key = SecretBlock(required=False, label="Key")


@pytest.fixture
def diary(make_plugin):
    return make_plugin("diary", lambda plugin: plugin.settings(Settings))


def preset(**settings):
    return allow("diary", user=None, settings=settings)


def stored(clinic):
    return Activation.objects.for_clinic(clinic).get(plugin="diary").settings


def test_clinic_begins_with_what_the_network_gives_and_else_with_the_defaults(network, diary) -> None:
    preset(provider="acme")
    switch_on(network.newyork, "diary", user=None)
    assert stored(network.newyork) == {"provider": "acme", "colour": "red", "link": None, "key": ""}


def test_without_anything_of_the_network_a_clinic_begins_with_the_defaults(network, diary) -> None:
    with pytest.raises(ValidationError, match="Provider: This field is required"):
        switch_on(network.newyork, "diary", user=None)


def test_clinic_keeps_what_it_has(network, diary) -> None:
    preset(provider="acme", colour="blue")
    configure(network.newyork, "diary", {"provider": "ours", "colour": "green"}, user=None)
    switch_on(network.aalborg, "diary", user=None)
    preset(provider="other")
    switch_on(network.newyork, "diary", user=None)
    assert stored(network.newyork)["provider"] == "ours"
    assert stored(network.aalborg)["provider"] == "acme"


def test_form_of_a_clinic_without_settings_is_filled_with_what_the_network_gives(network, diary) -> None:
    preset(provider="acme", key=KEY)
    owner = signed_in(member(network.newyork, "clinic_owner"))
    html = owner.get("/plugins/newyork/diary/").content.decode()
    assert "acme" in html
    assert "Stored. Type to replace it" in html
    assert KEY not in html
    fields = {"provider": "acme", "colour": "red", "link": "", "key": "Stored.", "key-typed": ""}
    owner.post("/plugins/newyork/diary/", {f"settings-{name}": text for name, text in fields.items()})
    assert stored(network.newyork)["key"] == Allowance.objects.get(plugin="diary").settings["key"]


def test_secret_of_the_network_lies_encrypted_and_stays_while_the_file_stands_for_it(diary) -> None:
    row = preset(provider="acme", key=KEY)
    assert KEY not in json.dumps(row.settings)
    again = preset(provider="other", key={TOKEN: "unchanged"})
    assert again.settings == {"provider": "other", "key": row.settings["key"]}


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        ({"colours": "red"}, ["“Diary” has no setting colours."]),
        (
            {"provider": "much too long", "link": "no address"},
            [
                "Provider: Ensure this value has at most 10 characters (it has 13).",
                "Link: Enter a valid URL.",
            ],
        ),
        ({"provider": ""}, ["Provider: This field is required."]),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(diary, given, messages) -> None:
    preset(colour="blue")
    with pytest.raises(ValidationError) as refused:
        preset(**given)
    assert refused.value.messages == messages
    assert Allowance.objects.get(plugin="diary").settings == {"colour": "blue"}


def test_plugin_without_settings_is_given_none(make_plugin) -> None:
    make_plugin("sober", lambda plugin: None)
    with pytest.raises(ValidationError, match="“Sober” has no settings"):
        allow("sober", user=None, settings={"colour": "red"})
    assert allow("sober", user=None, settings={}).settings == {}


def test_plugin_whose_settings_do_not_fit_is_not_allowed_by_the_way(diary) -> None:
    forbid("diary", user=None)
    with pytest.raises(ValidationError):
        preset(colours="red")
    assert not Allowance.objects.filter(plugin="diary").exists()


def test_only_staff_of_the_network_gives_and_it_is_logged_once(network, diary) -> None:
    with pytest.raises(PermissionDenied):
        allow("diary", user=member(network.newyork, "clinic_owner"), settings={"colour": "blue"})
    user = owner_of_network()
    for _turn in range(2):
        allow("diary", user=user, why="The contract.", settings={"colour": "blue"})
    (entry,) = ModelLogEntry.objects.filter(action="plugins.preset")
    assert (entry.user, entry.data) == (user, {"plugin": "diary", "why": "The contract."})


def test_allowing_again_without_settings_leaves_them(diary) -> None:
    preset(colour="blue")
    assert allow("diary", user=None).settings == {"colour": "blue"}
    assert preset().settings == {}


def test_command_reads_a_file_and_the_list_names_what_is_given(diary, tmp_path, capsys) -> None:
    file = tmp_path / "diary.json"
    file.write_text(json.dumps({"provider": "acme", "key": KEY}), "utf-8")
    call_command("plugins", "allow", "diary", "--begin-with", str(file))
    told = json.loads(capsys.readouterr().out)
    assert told == {"plugin": "diary", "allowed": True, "settings": ["key", "provider"]}
    call_command("plugins", "list")
    printed = capsys.readouterr().out
    assert {one["name"]: one.get("preset") for one in json.loads(printed)}["diary"] == ["key", "provider"]
    assert KEY not in printed


@pytest.mark.parametrize(
    ("content", "message"),
    [("[1]", "must hold an object"), ("{", "cannot be read"), (None, "cannot be read")],
)
def test_file_that_is_none_is_refused(diary, tmp_path, content, message) -> None:
    file = tmp_path / "diary.json"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(CommandError, match=message):
        call_command("plugins", "allow", "diary", "--begin-with", str(file))


def test_copy_replaces_settings_of_ones_own_only_when_told_to(network, diary) -> None:
    preset()
    for clinic, provider in ((network.newyork, "acme"), (network.aalborg, "other")):
        configure(clinic, "diary", {"provider": provider}, user=None)
        switch_on(clinic, "diary", user=None)
    words = ("plugins", "copy", "--from", "newyork", "--to", "aalborg")
    with pytest.raises(CommandError, match="has settings of its own for diary"):
        call_command(*words)
    assert stored(network.aalborg)["provider"] == "other"
    call_command(*words, "--yes")
    assert stored(network.aalborg)["provider"] == "acme"


def test_option_reaches_the_command_from_a_shell(tmp_path) -> None:
    missing = tmp_path / "diary.json"
    words = ("plugins", "allow", "booking_link", "--begin-with", str(missing))
    done = run_python("manage.py", *words, DJANGO_SETTINGS_MODULE="cms.settings.test")
    assert [done.returncode, done.stderr.startswith(f"CommandError: {missing} cannot be read")] == [1, True]


def test_under_an_older_name_it_is_given_as_well(network, make_plugin) -> None:
    class Renamed(DurableStructBlock):
        tone = blocks.CharBlock(default="red")

        def upgrade(self, raw):
            return {"tone" if name == "colour" else name: item for name, item in raw.items()}

    make_plugin("diary", lambda plugin: plugin.settings(Renamed))
    Allowance.objects.filter(plugin="diary").update(settings={"colour": "blue"})
    switch_on(network.newyork, "diary", user=None)
    assert stored(network.newyork) == {"tone": "blue"}


def test_screen_takes_as_many_queries_for_one_plugin_that_is_off_as_for_three(network, make_plugin) -> None:
    owner = signed_in(member(network.newyork, "clinic_owner"))

    def count(*names):
        for name in names:
            make_plugin(name, lambda plugin: plugin.settings(Settings))
            allow(name, user=None, settings={"colour": "blue"})
        owner.get("/plugins/newyork/")
        with CaptureQueriesContext(connection) as queries:
            assert owner.get("/plugins/newyork/").status_code == 200
        return len(queries)

    assert count("first") == count("second", "third")
