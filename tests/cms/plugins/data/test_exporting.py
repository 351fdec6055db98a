"""What plugins keep for a clinic is taken out as one file, and read back: all of it or nothing."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from cms.clinics.models import ClinicLogEntry
from cms.pages.models import PlainPage
from cms.plugins.actions import configure, switch_off
from cms.plugins.activation import is_active
from cms.plugins.data.exporting import export_clinic
from cms.plugins.data.restoring import restore_clinic
from cms.plugins.models import Activation
from cms.plugins.secrecy.stored import WITHHELD
from cms.testing.network import home_of
from tests.cms.plugins.people import member
from tests.plugins_for_tests.case_book.models import Consent

ARCHIVE = "https://pictures.example.com/ny"
QUOTE = {
    "type": "case_book__quote",
    "value": {"words": "It got better."},
    "id": "11111111-1111-4111-8111-111111111111",
}


@pytest.fixture
def kept(case_book):
    """A case book with an archive, its key and two consents, and one consent of another clinic."""
    settings = {"archive": ARCHIVE, "archive_key": "open-sesame"}
    configure(case_book.newyork, "case_book", settings, user=None)
    for clinic, person in (
        (case_book.newyork, "Ann Ray"),
        (case_book.newyork, "Bo Lee"),
        (case_book.aalborg, "Cy Poe"),
    ):
        Consent.objects.create(clinic=clinic, person=person, given_on=date(2026, 3, 1))
    return case_book


def exported(clinic) -> dict:
    """Return the export without the time when it was made."""
    found = export_clinic(clinic)
    assert found.pop("made_at").startswith("20")
    return found


def of(clinic, plugin="case_book") -> dict:
    return exported(clinic)["plugins"][plugin]


def people(clinic) -> list[str]:
    return sorted(Consent.objects.for_clinic(clinic).values_list("person", flat=True))


def test_export_holds_settings_and_data_of_the_clinic_and_of_no_other(kept) -> None:
    found = exported(kept.newyork)
    assert (found["format"], found["clinic"]) == (1, "newyork")
    assert found["plugins"]["case_book"] == {
        "version": "1.0.0",
        "on": True,
        "settings": {"archive": ARCHIVE, "archive_key": WITHHELD},
        "data": {
            "consents": [
                {"person": "Ann Ray", "given_on": "2026-03-01"},
                {"person": "Bo Lee", "given_on": "2026-03-01"},
            ]
        },
        "sealed": [],
        "problem": "",
    }


def test_export_is_made_of_a_plugin_that_is_off_as_well(kept) -> None:
    switch_off(kept.newyork, "case_book", user=None)
    assert (of(kept.newyork)["on"], len(of(kept.newyork)["data"]["consents"])) == (False, 2)
    assert (of(kept.aalborg)["settings"], len(of(kept.aalborg)["data"]["consents"])) == (None, 1)


def test_export_of_a_plugin_that_is_gone_holds_its_settings_and_its_sealed_blocks(kept, host) -> None:
    page = PlainPage(title="Stories", slug="stories", body=json.dumps([QUOTE]))
    home_of(kept.newyork).add_child(instance=page)
    draft = QUOTE | {"value": {"words": "Much better."}}
    page.body = json.dumps([draft])
    page.save_revision()
    assert of(kept.newyork)["sealed"] == []
    host.fill([one.installed for one in host.entries if one.name != "case_book"])
    assert of(kept.newyork) == {
        "version": None,
        "on": True,
        "settings": {"archive": ARCHIVE, "archive_key": WITHHELD},
        "data": None,
        "sealed": [
            {"page": page.pk, "field": "body", "draft": False, "block": QUOTE},
            {"page": page.pk, "field": "body", "draft": True, "block": draft},
        ],
        "problem": "It is not installed.",
    }
    assert "case_book" not in exported(kept.aalborg)["plugins"]


def test_export_names_why_a_plugin_has_no_data(kept, host, settings) -> None:
    settings.MERIDIAN = settings.MERIDIAN | {"PLUGINS_DISABLED": ["case_book"]}
    host.fill([one.installed for one in host.entries])
    assert (of(kept.newyork)["version"], of(kept.newyork)["data"]) == ("1.0.0", None)
    assert of(kept.newyork)["problem"] == "It is switched off in the settings of this installation."


@pytest.mark.parametrize("answer", [RuntimeError("no"), {"day": date(2026, 1, 1)}, float("nan"), Decimal(1)])
def test_export_stops_when_a_plugin_fails_at_it(kept, make_plugin, answer) -> None:
    def export(context):
        if isinstance(answer, Exception):
            raise answer
        return answer

    make_plugin("diary", lambda plugin: plugin.export(export))
    with pytest.raises(ValidationError) as refused:
        export_clinic(kept.newyork)
    assert refused.value.messages == [
        "“Diary” could not export what it keeps for Newyork Clinic, so nothing was exported."
    ]


def test_export_read_back_and_exported_again_is_the_same(kept) -> None:
    Activation.objects.create(clinic=kept.newyork, plugin="gone", is_on=True, settings={"a": [1, None]})
    before, aalborg = exported(kept.newyork), exported(kept.aalborg)
    switch_off(kept.newyork, "case_book", user=None)
    Consent.everywhere.filter(clinic=kept.newyork).delete()
    Consent.objects.create(clinic=kept.newyork, person="Dee Fox", given_on=date(2026, 5, 1))
    Activation.objects.for_clinic(kept.newyork).update(settings={})
    assert exported(kept.newyork) != before
    assert restore_clinic(kept.newyork, before, user=None) == sorted(before["plugins"])
    assert exported(kept.newyork) == before
    assert exported(kept.aalborg) == aalborg
    assert is_active("case_book", kept.newyork.pk)


def test_restoring_takes_away_settings_that_were_not_there(kept) -> None:
    before = exported(kept.aalborg)
    configure(kept.aalborg, "case_book", {"archive": ARCHIVE}, user=None)
    restore_clinic(kept.aalborg, before, user=None)
    assert exported(kept.aalborg) == before


def damaged(export, **changes) -> dict:
    """Return an export with changes in what is kept of the case book."""
    found = deepcopy(export)
    found["plugins"]["case_book"] |= changes
    return found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda found: [], "in a format that can be read here"),
        (lambda found: found | {"format": 2}, "in a format that can be read here"),
        (lambda found: found | {"clinic": "aalborg"}, "the export of another clinic"),
        (lambda found: found | {"plugins": []}, "is damaged"),
        (lambda found: found | {"plugins": {"../x": found["plugins"]["case_book"]}}, "is damaged"),
        (lambda found: damaged(found, on="yes"), "is damaged"),
        (lambda found: damaged(found, settings=[]), "is damaged"),
        (lambda found: found | {"plugins": {"case_book": {"on": True}}}, "is damaged"),
        (lambda found: damaged(found, settings={"colour": "red"}), "has no setting colour"),
        (lambda found: damaged(found, settings={"archive": "no address"}), "Enter a valid URL"),
        (lambda found: damaged(found, data={"consents": [{}]}), "could not take its data back"),
        (lambda found: damaged(found, data={"consents": [{"clinic_id": 1}]}), "could not take its data back"),
        (lambda found: damaged(found, data="x"), "could not take its data back"),
    ],
)
def test_what_cannot_be_read_back_changes_nothing(kept, change, message) -> None:
    before = exported(kept.newyork)
    # Settings that were read back before the fault was met are undone as well.
    first = {"a_first": before["plugins"]["case_book"] | {"data": None, "settings": {"x": 1}}}
    found = change(before | {"plugins": first | before["plugins"]})
    with pytest.raises(ValidationError, match=message):
        restore_clinic(kept.newyork, found, user=None)
    assert exported(kept.newyork) == before
    assert not ClinicLogEntry.objects.filter(action="plugins.restore").exists()


def test_data_is_not_read_back_without_its_plugin(kept, host, make_plugin) -> None:
    before = exported(kept.newyork)
    make_plugin("diary", lambda plugin: plugin.export(lambda context: [1]))
    with pytest.raises(ValidationError, match="“Diary” is not there to take its data back"):
        restore_clinic(kept.newyork, exported(kept.newyork), user=None)
    host.fill([one.installed for one in host.entries if one.name != "case_book"])
    with pytest.raises(ValidationError, match="“case_book” is not there to take its data back"):
        restore_clinic(kept.newyork, before, user=None)


def test_nobody_reads_back_for_another_clinic(kept) -> None:
    owner = member(kept.aalborg, "clinic_owner")
    with pytest.raises(PermissionDenied):
        restore_clinic(kept.newyork, exported(kept.newyork), user=owner)


def test_restoring_is_logged(kept) -> None:
    owner = member(kept.newyork, "clinic_owner")
    restore_clinic(kept.newyork, exported(kept.newyork), user=owner)
    entry = ClinicLogEntry.objects.get(action="plugins.restore")
    assert (entry.clinic_key, entry.user) == (kept.newyork.pk, owner)


def test_commands_write_a_file_and_read_it_back(kept, tmp_path, capsys) -> None:
    file = tmp_path / "newyork.json"
    call_command("plugins", "export", "--clinic", "newyork", "--output", str(file))
    told = json.loads(capsys.readouterr().out)
    assert (told["clinic"], told["file"]) == ("newyork", str(file))
    assert file.stat().st_mode & 0o077 == 0
    before = exported(kept.newyork)
    Consent.everywhere.all().delete()
    call_command("plugins", "restore", str(file), "--clinic", "newyork")
    assert exported(kept.newyork) == before
    capsys.readouterr()
    call_command("plugins", "export", "--clinic", "newyork")
    printed = json.loads(capsys.readouterr().out)
    assert printed["plugins"] == before["plugins"]


def test_export_that_fails_leaves_no_half_file(kept, make_plugin, tmp_path, monkeypatch) -> None:
    file = tmp_path / "newyork.json"
    file.write_text("The one before.")
    diary = make_plugin("diary", lambda plugin: plugin.export(lambda context: 1 / 0))
    with pytest.raises(CommandError, match="“Diary” could not export"):
        call_command("plugins", "export", "--clinic", "newyork", "--output", str(file))
    diary.exporter = None
    monkeypatch.setattr(Path, "replace", lambda *args: (_ for _ in ()).throw(OSError("The disk is full.")))
    with pytest.raises(CommandError, match="cannot be written: The disk is full"):
        call_command("plugins", "export", "--clinic", "newyork", "--output", str(file))
    assert [(path, path.read_text()) for path in tmp_path.glob("*.json")] == [(file, "The one before.")]
    assert list(tmp_path.glob("tmp*")) == []


@pytest.mark.parametrize("content", ["", "{", "\ufeff[]"])
def test_file_that_is_no_json_is_refused(kept, tmp_path, content) -> None:
    file = tmp_path / "newyork.json"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("plugins", "restore", str(file), "--clinic", "newyork")
    file.write_text(content)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("plugins", "restore", str(file), "--clinic", "newyork")


def test_clinic_without_a_language_is_exported_and_restored_as_well(kept) -> None:
    clinic = kept.newyork
    clinic.languages.all().delete()
    clinic.save()
    before = export_clinic(clinic)
    assert before["plugins"]["case_book"]["data"]["consents"][0]["person"] == "Ann Ray"
    Consent.objects.for_clinic(clinic).delete()
    restore_clinic(clinic, before, user=None)
    assert people(clinic) == ["Ann Ray", "Bo Lee"]
