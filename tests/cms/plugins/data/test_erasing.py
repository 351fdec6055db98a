"""Plugins forget a person, or everybody, and that they did is said only when all of them have."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from cms.clinics.models import Clinic, ClinicLogEntry
from cms.pages.models import SectionIndex
from cms.plugins.actions import switch_off
from cms.plugins.answers import Health, HealthState
from cms.plugins.data.erasing import erase_everybody, erase_person
from cms.plugins.data.page_log import WRITTEN_AT
from cms.plugins.data.redacting import REDACTED
from cms.plugins.discovery import installed_plugins
from cms.plugins.jobs import run_due
from cms.plugins.models import Activation, Allowance, ProbeResult, Run
from cms.testing.network import home_of, make_clinic
from tests.cms.plugins.people import member, signed_in
from tests.cms.plugins.test_activation import owner_of_network
from tests.cms.plugins.traces import traces_of
from tests.plugins_for_tests.case_book.models import CasePage, Consent

ANN = "Ann Ray"
DAY = date(2026, 3, 1)


@pytest.fixture
def people(case_book):
    """Ann in New York and in Aalborg, Bo in New York, each with a consent; Ann's case is told in New York."""
    for clinic, person in ((case_book.newyork, ANN), (case_book.newyork, "Bo Lee"), (case_book.aalborg, ANN)):
        log(Consent.objects.create(clinic=clinic, person=person, given_on=DAY), "wagtail.create")
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    page = CasePage(title="A sore back", slug="sore-back", person=ANN, story=f"{ANN} walks again.")
    section.add_child(instance=page)
    page.save_revision().publish()
    log(page, "wagtail.edit", data={"said": [f"About {ANN.upper()}.", 1], "kept": "this"})
    return case_book


def names(clinic=None) -> list[str]:
    rows = Consent.everywhere.all() if clinic is None else Consent.objects.for_clinic(clinic)
    return sorted(rows.values_list("person", flat=True))


def entry_of_erasure(clinic) -> ClinicLogEntry:
    return ClinicLogEntry.objects.get(action="plugins.erase", clinic_key=clinic.pk)


def test_person_is_forgotten_everywhere_and_leaves_no_trace(people) -> None:
    assert traces_of(ANN) != []
    erasure = erase_person(ANN, user=None)
    assert (erasure.records, erasure.clinics, erasure.is_complete) == ({"case_book": 3}, 2, True)
    assert names() == ["Bo Lee"]
    assert traces_of(ANN) == []
    assert CasePage.objects.get().live is False


def test_person_is_forgotten_at_one_clinic_only(people) -> None:
    assert erase_person(ANN, clinic=people.newyork, user=None).records == {"case_book": 2}
    assert (names(people.newyork), names(people.aalborg)) == (["Bo Lee"], [ANN])
    labels = ClinicLogEntry.objects.filter(clinic_key=people.aalborg.pk, action="wagtail.create")
    assert [entry.label for entry in labels] == [f"{ANN}, 2026-03-01"]


def test_everybody_is_forgotten_at_one_clinic(people) -> None:
    erasure = erase_everybody(people.newyork, user=None)
    assert (erasure.records, erasure.is_complete) == ({"case_book": 3}, True)
    assert names() == [ANN]
    assert traces_of("Bo Lee") == []


def test_plugin_that_is_off_forgets_as_well(people) -> None:
    switch_off(people.newyork, "case_book", user=None)
    erase_person(ANN, user=None)
    assert names() == ["Bo Lee"]


def test_log_of_the_plugins_objects_keeps_who_did_what_without_the_person(people) -> None:
    before = PageLogEntry.objects.count()
    erase_person(ANN, user=None)
    entry = PageLogEntry.objects.get(data__kept="this")
    assert entry.data == {"said": [REDACTED, 1], "kept": "this", WRITTEN_AT: people.newyork.pk}
    assert PageLogEntry.objects.count() >= before
    created = ClinicLogEntry.objects.filter(action="wagtail.create").order_by("pk")
    assert [one.label for one in created] == [REDACTED, "Bo Lee, 2026-03-01", REDACTED]


def test_log_of_a_page_that_is_gone_is_redacted_too(people) -> None:
    CasePage.objects.get().delete()
    erase_person(ANN, user=None)
    assert traces_of(ANN) == []


def test_what_background_work_left_behind_is_redacted_too(people, make_plugin) -> None:
    def register(plugin):
        plugin.health("letters", lambda context: Health(HealthState.OK, f"{ANN.upper()} wrote."))
        plugin.periodic(fail, every=timedelta(days=1))
        plugin.erase(lambda context, person: 0)

    def fail(context):
        raise LookupError(ANN)

    make_plugin("post", register, people.newyork)
    assert len(list(run_due(plugin="post"))) == 2
    assert [row.problem for row in Run.everywhere.exclude(problem="")] == [f"LookupError: {ANN}"]
    erase_person(ANN, user=None)
    assert traces_of(ANN) == []
    assert ProbeResult.everywhere.get().message == REDACTED
    assert set(Run.everywhere.values_list("point", "problem")) == {
        ("health:letters", ""),
        ("job:fail", REDACTED),
    }


def test_log_of_other_objects_is_left_alone(people) -> None:
    log(people.newyork, "wagtail.edit", data={"name": ANN})
    erase_person(ANN, user=None)
    assert ClinicLogEntry.objects.get(action="wagtail.edit").data == {"name": ANN}


def test_erasure_is_logged_with_who_and_how_much_and_not_whom(people) -> None:
    owner = member(people.newyork, "clinic_owner")
    erase_person(ANN, clinic=people.newyork, user=owner)
    entry = entry_of_erasure(people.newyork)
    assert (entry.user, entry.label) == (owner, "Newyork Clinic")
    assert entry.data == {"records": {"case_book": 2}, "everybody": False}


@pytest.fixture
def failing(people, make_plugin):
    """A plugin after the case book in their order that cannot forget what is in Aalborg."""

    def erase(context, person):
        if context.language == "da":
            raise RuntimeError("Locked.")
        return 1

    return make_plugin("diary", lambda plugin: plugin.erase(erase))


def test_failure_keeps_all_of_that_clinic_and_is_never_called_complete(people, failing) -> None:
    erasure = erase_person(ANN, user=None)
    assert erasure.failures == (
        "“Diary” could not erase what it keeps for Aalborg Clinic, so nothing was erased there.",
    )
    assert (erasure.clinics, erasure.is_complete) == (1, False)
    assert erasure.records == {"case_book": 2, "diary": 1}
    assert (names(people.newyork), names(people.aalborg)) == (["Bo Lee"], [ANN])
    assert not ClinicLogEntry.objects.filter(action="plugins.erase", clinic_key=people.aalborg.pk).exists()


@pytest.mark.parametrize("answer", [None, "three", 1.5])
def test_erasure_that_does_not_say_how_much_has_failed(people, make_plugin, answer) -> None:
    make_plugin("diary", lambda plugin: plugin.erase(lambda context, person: answer))
    assert not erase_person(ANN, user=None).is_complete
    assert names() == [ANN, ANN, "Bo Lee"]


def test_erasure_is_not_complete_while_personal_data_lies_with_a_plugin_that_is_not_loaded(
    people, host, settings
) -> None:
    settings.MERIDIAN = settings.MERIDIAN | {"PLUGINS_DISABLED": ["case_book"]}
    host.fill([one.installed for one in host.entries])
    erasure = erase_person(ANN, user=None)
    why = "It is switched off in the settings of this installation."
    assert erasure.obstacles == (f"“Case book” keeps personal data and is not loaded. {why}",)
    assert (erasure.is_complete, names()) == (False, [ANN, ANN, "Bo Lee"])


def test_safe_mode_makes_no_erasure_complete(people, host, settings) -> None:
    settings.MERIDIAN = settings.MERIDIAN | {"SAFE_MODE": True}
    host.fill([one.installed for one in host.entries])
    assert not erase_everybody(people.newyork, user=None).is_complete


@pytest.fixture
def left_behind(db):
    """A table of a plugin that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE old_diary_entry (person varchar(20))")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE old_diary_entry")


@pytest.mark.parametrize("how", ["allowed", "on", "broken"])
def test_erasure_is_not_complete_while_a_plugin_that_is_gone_left_tables(
    people, left_behind, host, write_plugin, how
) -> None:
    if how == "allowed":
        Allowance.objects.create(plugin="old_diary")
    elif how == "on":
        Activation.objects.create(clinic=people.newyork, plugin="old_diary")
    else:
        broken = installed_plugins(write_plugin("old_diary", manifest="name = 1"), lambda: ())
        host.fill([*(one.installed for one in host.entries), *broken])
    erasure = erase_person(ANN, user=None)
    assert erasure.obstacles == ("“old_diary” is gone and has left old_diary_entry behind.",)


def test_tables_of_nobody_known_and_of_installed_plugins_are_no_obstacle(people, left_behind) -> None:
    Activation.objects.create(clinic=people.newyork, plugin="case")
    Activation.objects.create(clinic=people.newyork, plugin="old")
    assert erase_person(ANN, user=None).obstacles == ("“old” is gone and has left old_diary_entry behind.",)


def test_only_who_may_erases(people) -> None:
    owner = member(people.newyork, "clinic_owner")
    with pytest.raises(PermissionDenied):
        erase_person(ANN, user=owner)
    for attempt in (erase_everybody, lambda clinic, user: erase_person(ANN, clinic=clinic, user=user)):
        with pytest.raises(PermissionDenied):
            attempt(people.aalborg, user=owner)
    assert names() == [ANN, ANN, "Bo Lee"]
    assert erase_person(ANN, user=owner_of_network()).is_complete


@pytest.mark.parametrize("person", ["", "  "])
def test_nobody_is_not_a_person(people, person) -> None:
    with pytest.raises(ValidationError, match="Say what identifies the person"):
        erase_person(person, user=None)


def test_commands_erase_and_fail_unless_it_is_complete(people, capsys) -> None:
    call_command("plugins", "erase", "--person", ANN, "--clinic", "aalborg")
    assert json.loads(capsys.readouterr().out) == {
        "records": {"case_book": 1},
        "clinics": 1,
        "complete": True,
    }
    call_command("plugins", "erase", "--everybody", "--clinic", "newyork")
    assert names() == []
    for arguments in ([], ["--everybody"], ["--everybody", "--person", ANN]):
        with pytest.raises(CommandError):
            call_command("plugins", "erase", *arguments)


def test_command_says_what_failed_and_never_whom_it_was_about(people, failing, capsys) -> None:
    with pytest.raises(CommandError) as failed:
        call_command("plugins", "erase", "--person", ANN)
    done = '{"records": {"case_book": 2, "diary": 1}, "clinics": 1, "complete": false}'
    assert str(failed.value).splitlines() == [
        "“Diary” could not erase what it keeps for Aalborg Clinic, so nothing was erased there.",
        f"The erasure is not complete. {done}",
    ]
    assert capsys.readouterr().out == ""


def test_clinic_that_is_deleted_is_forgotten_first(people) -> None:
    page = CasePage.objects.get()
    people.newyork.delete()
    page.refresh_from_db()
    assert (page.person, page.story, page.live) == ("", "", False)
    assert not Revision.objects.filter(object_id=str(page.pk), content__icontains=ANN).exists()
    assert names() == [ANN]


def test_clinic_stays_while_a_plugin_cannot_forget_it(people, failing) -> None:
    words = "could not erase what it keeps for Aalborg Clinic"
    with pytest.raises(ValidationError, match=words), transaction.atomic():
        people.aalborg.delete()
    assert Clinic.objects.filter(pk=people.aalborg.pk).exists()
    assert names(people.aalborg) == [ANN]


def test_admin_says_why_a_clinic_cannot_be_deleted(people, failing) -> None:
    client = signed_in(owner_of_network())
    address = f"/clinic/delete/{people.aalborg.pk}/"
    answer = client.post(address, follow=True)
    assert "could not erase what it keeps for Aalborg Clinic" in answer.content.decode()
    assert Clinic.objects.filter(pk=people.aalborg.pk).exists()
    assert client.post(f"/clinic/delete/{people.newyork.pk}/").status_code == 302
    assert not Clinic.objects.filter(pk=people.newyork.pk).exists()


@pytest.fixture
def without_language(people):
    """A clinic that has no language any more, and Ann's consent."""
    clinic = make_clinic("empty")
    clinic.languages.all().delete()
    clinic.save()
    Consent.objects.create(clinic=clinic, person=ANN, given_on=DAY)
    return clinic


def test_clinic_without_a_language_is_asked_as_well(people, without_language) -> None:
    erasure = erase_person(ANN, user=None)
    assert (erasure.failures, erasure.clinics) == ((), 3)
    assert names(without_language) == []


def test_plugin_is_told_of_a_clinic_without_a_language_what_there_is(
    people, without_language, make_plugin
) -> None:
    told = []
    make_plugin("diary", lambda plugin: plugin.erase(lambda context, person: told.append(context) or 0))
    erase_everybody(without_language, user=None)
    (context,) = told
    assert (context.clinic.languages, context.clinic.slug) == ((), "empty")
    assert (context.language, context.settings) == ("en", {})


def test_clinic_without_a_language_is_deleted_in_the_admin(people, without_language) -> None:
    key = without_language.pk
    assert signed_in(owner_of_network()).post(f"/clinic/delete/{key}/").status_code == 302
    assert not Clinic.objects.filter(pk=key).exists()
    assert not Consent.everywhere.filter(clinic=key).exists()
    entry = ClinicLogEntry.objects.get(action="plugins.erase", clinic_key=key)
    assert entry.data == {"records": {"case_book": 1}, "everybody": True}


def test_log_entries_cost_no_query_each(people) -> None:
    with CaptureQueriesContext(connection) as few:
        erase_person("Nobody", clinic=people.newyork, user=None)
    for _number in range(3):
        log(Consent.objects.for_clinic(people.newyork).first(), "wagtail.edit")
    with CaptureQueriesContext(connection) as many:
        erase_person("Nobody", clinic=people.newyork, user=None)
    assert len(many) == len(few)
