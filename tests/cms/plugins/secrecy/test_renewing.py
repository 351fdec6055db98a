"""``plugins reencrypt`` brings every secret under the first key, and names those that no key decrypts."""

from __future__ import annotations

import json

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from cms.plugins.actions import allow, configure, switch_on
from cms.plugins.activation import active_settings
from cms.plugins.models import Activation, Allowance
from cms.plugins.secrecy.cipher import decrypted
from cms.plugins.secrecy.stored import TOKEN, WITHHELD

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _one in range(3))


@pytest.fixture
def keys(settings):
    def use(*given) -> None:
        settings.MERIDIAN = settings.MERIDIAN | {"SECRETS_KEYS": list(given)}

    use(OLD)
    return use


@pytest.fixture
def both(keys, case_book):
    """The case book with a secret at both clinics, under the old key."""
    switch_on(case_book.aalborg, "case_book", user=None)
    for clinic in (case_book.newyork, case_book.aalborg):
        configure(clinic, "case_book", {"archive_key": f"of {clinic.slug}"}, user=None)
    return case_book


def stored() -> dict[str, object]:
    rows = Activation.everywhere.filter(plugin="case_book")
    return {row.clinic.slug: row.settings["archive_key"] for row in rows.select_related("clinic")}


def texts() -> dict[str, str | None]:
    return {slug: decrypted(secret[TOKEN]) for slug, secret in stored().items()}


def reencrypt(capsys) -> dict[str, int]:
    capsys.readouterr()
    call_command("plugins", "reencrypt")
    return json.loads(capsys.readouterr().out)


def test_secrets_are_read_under_the_new_key_alone_afterwards(both, keys, capsys) -> None:
    keys(NEW, OLD)
    before = {row.pk: row.changed_at for row in Activation.everywhere.all()}
    assert reencrypt(capsys) == {"secrets": 2}
    keys(NEW)
    assert texts() == {"newyork": "of newyork", "aalborg": "of aalborg"}
    assert {row.pk: row.changed_at for row in Activation.everywhere.all()} == before


def test_what_is_remembered_of_a_clinic_is_what_is_stored_now(both, keys, capsys) -> None:
    active_settings(both.newyork.pk)
    keys(NEW, OLD)
    reencrypt(capsys)
    assert active_settings(both.newyork.pk)["case_book"]["archive_key"] == stored()["newyork"]


def test_secrets_that_no_key_decrypts_are_named_and_kept_and_the_others_are_encrypted(both, keys) -> None:
    keys(OTHER)
    configure(both.newyork, "case_book", {"archive_key": "typed again"}, user=None)
    lost = stored()["aalborg"]
    keys(NEW, OTHER)
    with pytest.raises(CommandError) as failed:
        call_command("plugins", "reencrypt")
    assert str(failed.value).splitlines() == [
        "No key decrypts 1 of the secrets of case_book at aalborg. They are to be typed again.",
        "1 were encrypted with the first key.",
    ]
    assert stored()["aalborg"] == lost
    keys(NEW)
    assert texts() == {"newyork": "typed again", "aalborg": None}


def test_secret_of_a_plugin_that_is_not_installed_is_encrypted_as_well(both, keys, host, capsys) -> None:
    host.fill([one.installed for one in host.entries if one.name != "case_book"])
    keys(NEW, OLD)
    assert reencrypt(capsys) == {"secrets": 2}
    keys(NEW)
    assert texts() == {"newyork": "of newyork", "aalborg": "of aalborg"}


def test_secret_that_the_network_gives_is_encrypted_as_well(both, keys) -> None:
    allow("case_book", user=None, settings={"archive_key": "of all"})
    given = Allowance.objects.get(plugin="case_book").settings["archive_key"]
    keys(NEW)
    configure(both.newyork, "case_book", {"archive_key": ""}, user=None)
    with pytest.raises(CommandError) as failed:
        call_command("plugins", "reencrypt")
    assert str(failed.value).splitlines() == [
        "No key decrypts 1 of the secrets of case_book at the network. They are to be typed again.",
        "No key decrypts 1 of the secrets of case_book at aalborg. They are to be typed again.",
        "0 were encrypted with the first key.",
    ]
    keys(NEW, OLD)
    call_command("plugins", "reencrypt")
    keys(NEW)
    renewed = Allowance.objects.get(plugin="case_book").settings["archive_key"]
    assert (renewed == given, decrypted(renewed[TOKEN])) == (False, "of all")


def test_text_that_was_stored_before_it_was_a_secret_is_encrypted(both, keys, capsys) -> None:
    Activation.objects.for_clinic(both.newyork).update(settings={"archive": "", "archive_key": "plain"})
    Activation.objects.for_clinic(both.aalborg).update(settings={"archive_key": ""})
    assert reencrypt(capsys) == {"secrets": 1}
    assert (decrypted(stored()["newyork"][TOKEN]), stored()["aalborg"]) == ("plain", "")


def test_where_there_is_no_secret_nothing_is_written(both, keys, capsys, django_assert_num_queries) -> None:
    for settings in ({"archive_key": ""}, {"archive_key": dict(WITHHELD)}):
        Activation.everywhere.update(settings=settings)
        assert reencrypt(capsys) == {"secrets": 0}
        assert stored() == {"newyork": settings["archive_key"], "aalborg": settings["archive_key"]}
