"""A secret is typed in the admin, encrypted in the row, plain for the plugin, and nowhere else."""

from __future__ import annotations

import hmac
import json
import logging
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail import blocks

from cms.clinics.models import ClinicLogEntry
from cms.plugins.actions import configure, copy_choices, switch_off, switch_on
from cms.plugins.api import DurableStructBlock, SecretBlock
from cms.plugins.data.exporting import export_clinic
from cms.plugins.data.restoring import restore_clinic
from cms.plugins.jobs import run_due
from cms.plugins.models import Activation
from cms.plugins.secrecy.stored import TOKEN, WITHHELD
from tests.cms.plugins.people import member, said, signed_in

KEY = "open-sesame"
ARCHIVE = "https://pictures.example.com/ny"
HOUR = timedelta(hours=1)
FORM = "/plugins/newyork/case_book/"
SCREEN = "/plugins/newyork/case_book/screens/archive/"
STORED = "Stored. Type to replace it, or tick to remove it."


@pytest.fixture
def marketer(case_book):
    return signed_in(member(case_book.newyork, "clinic_marketer"))


@pytest.fixture
def typed(case_book, marketer):
    """The case book with an archive and its key, both typed in the admin."""
    assert post(marketer, typed=KEY).status_code == 302
    return case_book


def post(client, *, archive=ARCHIVE, said_of_key="", **key):
    fields = {f"settings-archive_key-{name}": value for name, value in key.items()}
    return client.post(FORM, {"settings-archive": archive, "settings-archive_key": said_of_key, **fields})


def stored(clinic, plugin="case_book"):
    return Activation.objects.for_clinic(clinic).get(plugin=plugin).settings


def signature(key: str) -> str:
    return hmac.new(key.encode(), b"newyork", "sha256").hexdigest()


def lose_the_key(settings) -> None:
    settings.MERIDIAN = settings.MERIDIAN | {"SECRETS_KEYS": [Fernet.generate_key().decode()]}


def test_secret_that_is_typed_lies_encrypted_in_the_row_and_is_plain_for_the_plugin(typed, marketer) -> None:
    row = stored(typed.newyork)
    assert (row["archive"], list(row["archive_key"])) == (ARCHIVE, [TOKEN])
    assert KEY not in json.dumps(row)
    assert marketer.get(SCREEN)["Location"] == f"{ARCHIVE}?signature={signature(KEY)}"


def test_secret_is_plain_for_the_plugin_on_a_site_and_in_the_background(network, make_plugin) -> None:
    class Settings(DurableStructBlock):
        key = SecretBlock()

    told = []

    def register(plugin):
        plugin.settings(Settings)
        plugin.slot("page.body.end.v1")(lambda context: f"key of {len(context.settings['key'])} letters")
        plugin.periodic(
            lambda context: told.append(context.settings["key"]), every=timedelta(hours=1), name="n"
        )

    make_plugin("diary", register)
    with pytest.raises(ValidationError, match="This field is required"):
        switch_on(network.newyork, "diary", user=None)
    configure(network.newyork, "diary", {"key": KEY}, user=None)
    switch_on(network.newyork, "diary", user=None)
    assert [one.problem for one in run_due(plugin="diary")] == [""]
    assert told == [KEY]
    page = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert "key of 11 letters" in page


def test_form_says_that_it_is_stored_and_holds_nothing_of_it(typed, marketer) -> None:
    html = marketer.get(FORM).content.decode()
    assert STORED in html
    assert KEY not in html
    assert stored(typed.newyork)["archive_key"][TOKEN] not in html


def test_other_settings_are_saved_and_the_secret_stays(typed, marketer) -> None:
    before = stored(typed.newyork)["archive_key"]
    post(marketer, archive="https://pictures.example.com/other", said_of_key=STORED, typed="")
    after = stored(typed.newyork)
    assert (after["archive"], after["archive_key"]) == ("https://pictures.example.com/other", before)


def test_saving_without_a_change_leaves_no_trace(typed, marketer) -> None:
    entries = ClinicLogEntry.objects.count()
    post(marketer, said_of_key=STORED, typed="")
    assert ClinicLogEntry.objects.count() == entries


def test_secret_is_replaced_and_removed(typed, marketer) -> None:
    post(marketer, said_of_key=STORED, typed="rhubarb")
    assert marketer.get(SCREEN)["Location"] == f"{ARCHIVE}?signature={signature('rhubarb')}"
    post(marketer, said_of_key=STORED, typed="", remove="on")
    assert stored(typed.newyork) == {"archive": ARCHIVE, "archive_key": ""}
    assert marketer.get(SCREEN).status_code == 404


def test_form_that_is_refused_gives_nothing_back_of_what_was_typed(typed, marketer) -> None:
    found = post(marketer, archive="no address", said_of_key=STORED, typed="rhubarb")
    html = found.content.decode()
    assert (found.status_code, "Enter a valid URL" in html, "rhubarb" in html) == (200, True, False)
    assert "What you typed is not saved yet. Type it again." in html
    found = post(marketer, archive="no address", said_of_key=STORED, typed="")
    assert "Unchanged. Type to replace it, or tick to remove it." in found.content.decode()
    assert marketer.get(SCREEN)["Location"] == f"{ARCHIVE}?signature={signature(KEY)}"


def test_secret_that_is_too_long_is_refused_without_being_shown(case_book, marketer) -> None:
    html = post(marketer, typed="sesame" * 20).content.decode()
    assert "at most 100 characters" in html
    assert "sesame" not in html


def test_secret_whose_key_is_lost_is_empty_said_in_the_form_and_logged(
    typed, marketer, settings, caplog
) -> None:
    before = stored(typed.newyork)["archive_key"]
    lose_the_key(settings)
    assert marketer.get(SCREEN).status_code == 404
    assert {(one.levelno, one.exc_info, one.args[:2]) for one in caplog.records if "decrypts" in one.msg} == {
        (logging.ERROR, None, ("archive_key", "case_book"))
    }
    lost = "It cannot be read any more. Type it again, or tick to remove it."
    assert lost in marketer.get(FORM).content.decode()
    post(marketer, archive="https://pictures.example.com/other", said_of_key=lost, typed="")
    assert stored(typed.newyork)["archive_key"] == before
    post(marketer, said_of_key=lost, typed=KEY)
    assert marketer.get(SCREEN)["Location"] == f"{ARCHIVE}?signature={signature(KEY)}"


def test_secret_is_in_no_log_no_message_and_no_list(typed, marketer, capsys, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    response = post(marketer, said_of_key=STORED, typed="rhubarb")
    switch_off(typed.newyork, "case_book", user=None)
    switch_on(typed.newyork, "case_book", user=None)
    host = typed.newyork.site.hostname
    call_command("plugins", "list")
    call_command("plugins", "trace", host, "/conditions/sciatica/")
    marketer.get("/plugins/newyork/")
    printed = capsys.readouterr().out
    logged = json.dumps([[one.label, one.data] for one in ClinicLogEntry.objects.all()])
    assert set(said(response)) == {"The settings of “Case book” are saved."}
    token = stored(typed.newyork)["archive_key"][TOKEN]
    for text in ("rhubarb", KEY, token):
        assert [text in where for where in (printed, logged, caplog.text)] == [False] * 3


def test_what_is_typed_is_in_no_report_of_an_error(case_book, marketer) -> None:
    """Django asks for this mark before it writes down what a form sent."""
    assert post(marketer, typed=KEY).wsgi_request.sensitive_post_parameters == "__ALL__"


def test_host_of_a_policy_is_no_secret(network, make_plugin, caplog) -> None:
    class Settings(DurableStructBlock):
        host = SecretBlock()

    def register(plugin):
        plugin.settings(Settings)
        plugin.slot("page.body.end.v1")(lambda context: "shown")

    make_plugin("diary", register, csp={"img-src": ("setting:host",)})
    configure(network.newyork, "diary", {"host": "https://secret.example.com"}, user=None)
    switch_on(network.newyork, "diary", user=None)
    page = network.get(network.newyork, "/conditions/sciatica/")
    owner = signed_in(member(network.newyork, "clinic_owner"))
    shown = owner.get("/plugins/newyork/").content.decode()
    assert "secret.example.com" not in page["Content-Security-Policy"] + shown + caplog.text


def test_secret_is_in_no_export_and_stays_when_one_is_read_back(typed) -> None:
    before = stored(typed.newyork)
    exported = export_clinic(typed.newyork)
    assert exported["plugins"]["case_book"]["settings"] == {"archive": ARCHIVE, "archive_key": WITHHELD}
    restore_clinic(typed.newyork, exported, user=None)
    assert stored(typed.newyork) == before
    configure(typed.newyork, "case_book", {"archive": "", "archive_key": "rhubarb"}, user=None)
    another = stored(typed.newyork)["archive_key"]
    restore_clinic(typed.newyork, exported, user=None)
    assert stored(typed.newyork) == {"archive": ARCHIVE, "archive_key": another}


def test_secret_is_in_no_export_of_a_plugin_that_is_gone(typed, host) -> None:
    before = stored(typed.newyork)
    host.fill([one.installed for one in host.entries if one.name != "case_book"])
    exported = export_clinic(typed.newyork, only="case_book")
    assert exported["plugins"]["case_book"]["settings"] == {"archive": ARCHIVE, "archive_key": WITHHELD}
    exported["plugins"]["case_book"]["settings"]["archive"] = "https://pictures.example.com/other"
    restore_clinic(typed.newyork, exported, user=None)
    assert stored(typed.newyork) == before | {"archive": "https://pictures.example.com/other"}


def test_secret_that_an_export_could_not_bring_is_to_be_typed_again(typed, marketer) -> None:
    exported = export_clinic(typed.newyork)
    Activation.objects.for_clinic(typed.newyork).delete()
    restore_clinic(typed.newyork, exported, user=None)
    assert stored(typed.newyork) == {"archive": ARCHIVE, "archive_key": WITHHELD}
    assert "It did not come along with the other settings." in marketer.get(FORM).content.decode()
    assert marketer.get(SCREEN).status_code == 404


def test_export_of_a_plugin_gets_no_secret(network, make_plugin) -> None:
    class Settings(DurableStructBlock):
        key = SecretBlock()

    def register(plugin):
        plugin.settings(Settings)
        plugin.export(lambda context: dict(context.settings))

    make_plugin("diary", register)
    configure(network.newyork, "diary", {"key": KEY}, user=None)
    assert export_clinic(network.newyork)["plugins"]["diary"]["data"] == {"key": ""}


@pytest.mark.parametrize("required", [True, False])
def test_secret_is_not_copied_and_that_of_the_other_clinic_stays(network, make_plugin, required) -> None:
    class Settings(DurableStructBlock):
        word = blocks.CharBlock()
        key = SecretBlock(required=required)

    make_plugin("diary", lambda plugin: plugin.settings(Settings))
    configure(network.newyork, "diary", {"word": "ours", "key": KEY}, user=None)
    switch_on(network.newyork, "diary", user=None)
    for _turn in range(2):
        copy_choices(network.newyork, network.aalborg, user=None)
        assert stored(network.aalborg, "diary") == {"word": "ours", "key": WITHHELD}
    configure(network.aalborg, "diary", {"word": "theirs", "key": "theirs"}, user=None)
    theirs = stored(network.aalborg, "diary")["key"]
    copy_choices(network.newyork, network.aalborg, user=None)
    assert stored(network.aalborg, "diary") == {"word": "ours", "key": theirs}


def test_secret_of_a_plugin_that_is_gone_is_not_copied_either(typed, host) -> None:
    host.fill([one.installed for one in host.entries if one.name != "case_book"])
    copy_choices(typed.newyork, typed.aalborg, user=None)
    assert stored(typed.aalborg) == {"archive": ARCHIVE, "archive_key": WITHHELD}


def test_secret_under_an_older_name_stays(network, make_plugin) -> None:
    class Settings(DurableStructBlock):
        word = blocks.CharBlock(default="new")
        key = SecretBlock()

        def upgrade(self, raw):
            return {"key" if name == "old_key" else name: item for name, item in raw.items()}

    make_plugin("diary", lambda plugin: plugin.settings(Settings))
    secret = SecretBlock().get_prep_value(KEY)
    Activation.objects.create(clinic=network.newyork, plugin="diary", settings={"old_key": secret})
    owner = signed_in(member(network.newyork, "clinic_owner"))
    fields = {"settings-word": "x", "settings-key": STORED, "settings-key-typed": ""}
    assert owner.post("/plugins/newyork/diary/", fields).status_code == 302
    assert stored(network.newyork, "diary") == {"word": "x", "key": secret}
