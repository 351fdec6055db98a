"""How the things are that plugins depend on: what is kept of a look, and when the clinic is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from wagtail.blocks import CharBlock

from cms.plugins.actions import configure, switch_off
from cms.plugins.alarms import Told, tell_owners
from cms.plugins.answers import Health, HealthState
from cms.plugins.breaker import Breaker
from cms.plugins.health import reports_of
from cms.plugins.jobs import run_due
from cms.plugins.models import ProbeResult
from cms.streams.blocks import DurableStructBlock
from tests.cms.plugins.people import member
from tests.cms.plugins.test_jobs import pass_time

DAY = timedelta(days=1)
OK, WARNING, FAILING, UNKNOWN = HealthState.OK, HealthState.WARNING, HealthState.FAILING, HealthState.UNKNOWN


@pytest.fixture
def found() -> dict[str, Health | Exception]:
    """What the probe of the plugin “diary” finds next, by language."""
    return {"en": Health(OK, "All is well."), "da": Health(OK, "Alt er godt.")}


@pytest.fixture
def diary(make_plugin, network, found):
    """A plugin that depends on ink, in New York and in Aalborg."""

    def look(context):
        answer = found[context.language]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return make_plugin("diary", lambda plugin: plugin.health("ink", look), network.newyork, network.aalborg)


@pytest.fixture
def owners(network) -> None:
    """One owner for each clinic, and a marketer who is told nothing."""
    member(network.newyork, "clinic_owner")
    member(network.aalborg, "clinic_owner")
    member(network.newyork, "clinic_marketer")


def look_again(found=None, answer=None) -> None:
    """Let a day pass and look; ``answer`` is what is found in New York."""
    if answer is not None:
        found["en"] = answer
    pass_time(DAY)
    assert list(run_due(plugin="diary")) != []


def report(clinic) -> tuple[HealthState, str]:
    (one,) = reports_of(clinic.pk)
    return one.state, one.message


def receivers() -> list[str]:
    """Return who got a mail, and forget the mails."""
    found = [address for message in mail.outbox for address in message.to]
    mail.outbox.clear()
    return found


def test_state_is_unknown_until_somebody_has_looked(diary, network) -> None:
    (one,) = reports_of(network.newyork.pk)
    assert (one.clinic, one.plugin, one.name) == (network.newyork.pk, "diary", "ink")
    assert (one.state, one.message, one.checked_at, one.since) == (
        UNKNOWN,
        "Nobody has looked yet.",
        None,
        None,
    )


def test_what_was_found_is_kept_with_the_time_since_when(diary, network, found) -> None:
    look_again()
    (first,) = reports_of(network.newyork.pk)
    assert (first.state, first.message, first.since == first.checked_at) == (OK, "All is well.", True)
    look_again(found, Health(OK, "Still well."))
    (second,) = reports_of(network.newyork.pk)
    assert (second.message, second.since) == ("Still well.", first.since)
    assert second.checked_at > first.checked_at
    look_again(found, Health(WARNING, "Nearly empty."))
    (third,) = reports_of(network.newyork.pk)
    assert (third.state, third.since == third.checked_at) == (WARNING, True)
    assert report(network.aalborg) == (OK, "Alt er godt.")


@pytest.mark.parametrize("answer", [RuntimeError("Spilt."), "fine"])
def test_look_that_fails_is_a_failure_in_words_for_the_clinic(diary, network, found, answer, caplog) -> None:
    look_again(found, answer)
    assert report(network.newyork) == (
        FAILING,
        "It could not be looked at, because the look itself failed. It is tried again soon.",
    )
    assert report(network.aalborg) == (OK, "Alt er godt.")
    assert "The plugin diary failed at health:ink" in caplog.text


def test_paused_look_is_a_failure(diary, network) -> None:
    for _turn in range(3):
        Breaker("diary", "health:ink", network.newyork.pk).note_failure("It hurts.")
    look_again()
    assert report(network.newyork)[0] is FAILING


def test_nothing_is_told_of_a_plugin_that_is_off(diary, network, owners, found) -> None:
    look_again(found, Health(FAILING, "Empty."))
    switch_off(network.newyork, "diary", user=None)
    assert reports_of(network.newyork.pk) == ()
    assert tell_owners() == Told()
    assert receivers() == []


def test_reports_cost_one_query_when_all_is_warm(diary, network, django_assert_num_queries) -> None:
    look_again()
    reports_of(network.newyork.pk)
    with django_assert_num_queries(1):
        reports_of(network.newyork.pk)


def test_owners_are_told_once_in_the_language_of_the_clinic(diary, network, owners, found) -> None:
    look_again()
    assert (tell_owners(), receivers()) == (Told(), [])
    found["en"], found["da"] = Health(FAILING, "The ink is gone."), Health(WARNING, "Snart tom.")
    look_again()
    assert tell_owners() == Told(told=("newyork", "aalborg"))
    english, danish = mail.outbox
    assert english.to == ["clinic_owner@newyork.example.com"]
    assert english.subject == "Something on the website of Newyork Clinic needs you"
    assert "Diary: The ink is gone." in english.body
    assert "http://admin.localhost/plugins/newyork/" in english.body
    assert danish.to == ["clinic_owner@aalborg.example.com"]
    assert "Snart tom." in danish.body
    assert receivers() == ["clinic_owner@newyork.example.com", "clinic_owner@aalborg.example.com"]
    look_again(found, Health(WARNING, "A drop is left."))
    assert (tell_owners(), receivers()) == (Told(), [])


@pytest.mark.parametrize(
    ("states", "mails"),
    [
        ([OK, FAILING, OK, FAILING], 2),
        ([WARNING, FAILING, WARNING], 1),
        ([FAILING, UNKNOWN, FAILING], 1),
        ([UNKNOWN, UNKNOWN], 0),
        ([UNKNOWN, WARNING], 1),
    ],
)
def test_owners_are_told_again_only_when_it_was_well_in_between(
    diary, network, owners, found, states, mails
) -> None:
    for state in states:
        look_again(found, Health(state, "Ink."))
        tell_owners()
    assert len(receivers()) == mails


def test_mail_that_fails_is_tried_again_and_stops_nobody(diary, network, owners, found, monkeypatch) -> None:
    found["en"] = found["da"] = Health(FAILING, "Gone.")
    look_again()
    real = mail.EmailMessage.send

    def send(message, *args):
        if "newyork" in message.to[0]:
            raise ConnectionRefusedError
        return real(message, *args)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    assert tell_owners() == Told(told=("aalborg",), failed=("newyork",))
    monkeypatch.undo()
    assert tell_owners() == Told(told=("newyork",))
    assert tell_owners() == Told()


def test_two_runs_at_once_write_once(diary, network, owners, found, monkeypatch) -> None:
    """The second run looks while the first one is about to send."""
    look_again(found, Health(FAILING, "Gone."))
    real = mail.EmailMessage.send
    inner = []

    def send(message, *args):
        inner.append(tell_owners())
        return real(message, *args)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    assert (tell_owners(), inner) == (Told(told=("newyork",)), [Told()])


def test_clinic_without_an_owner_is_named_and_told_later(diary, network, found) -> None:
    look_again(found, Health(FAILING, "Gone."))
    assert tell_owners() == Told(without_address=("newyork",))
    member(network.newyork, "clinic_owner")
    assert tell_owners() == Told(told=("newyork",))


def test_name_of_a_clinic_breaks_no_subject(diary, network, owners, found) -> None:
    network.newyork.name = "New\nYork"
    network.newyork.save()
    look_again(found, Health(FAILING, "Gone."))
    tell_owners()
    assert mail.outbox[0].subject == "Something on the website of New York needs you"


def test_run_tells_the_owners_and_fails_if_it_cannot(diary, owners, found, capsys, monkeypatch) -> None:
    found["en"] = Health(FAILING, "Gone.")
    call_command("plugins", "run", "--plugin", "diary")
    assert json.loads(capsys.readouterr().out)["told"] == ["newyork"]
    ProbeResult.everywhere.update(told_at=None)
    monkeypatch.setattr(mail.EmailMessage, "send", lambda *args: 1 / 0)
    with pytest.raises(CommandError, match="The mail to the owners of newyork could not be sent"):
        call_command("plugins", "run", "--plugin", "diary")


def test_command_tells_how_everything_is(diary, network, capsys) -> None:
    look_again()
    call_command("plugins", "health", "--clinic", "newyork")
    told = json.loads(capsys.readouterr().out)
    (one,) = told.pop("newyork")
    (row,) = ProbeResult.objects.for_clinic(network.newyork)
    assert one == {
        "plugin": "diary",
        "name": "ink",
        "state": "ok",
        "message": "All is well.",
        "checked_at": row.checked_at.isoformat(),
        "since": row.since.isoformat(),
    }
    call_command("plugins", "health")
    assert list(json.loads(capsys.readouterr().out)) == ["aalborg", "newyork"]


@pytest.mark.parametrize(("label", "shown"), [("", "Sealing wax"), ("Wax", "Wax")])
def test_what_is_looked_at_has_a_name_for_people(network, make_plugin, label, shown) -> None:
    make_plugin(
        "diary",
        lambda plugin: plugin.health("sealing_wax", lambda context: Health(HealthState.OK), label=label),
        network.newyork,
    )
    assert [report.label for report in reports_of(network.newyork.pk)] == [shown]


def test_look_at_other_settings_counts_no_more_and_is_taken_anew(network, make_plugin) -> None:
    class Ink(DurableStructBlock):
        colour = CharBlock(required=False)

    def register(plugin):
        plugin.settings(Ink)
        plugin.health("ink", lambda context: Health(OK, f"There is {context.settings['colour'] or 'none'}."))

    make_plugin("diary", register, network.newyork)
    list(run_due())
    configure(network.newyork, "diary", {"colour": "blue"}, user=None)
    (before,) = reports_of(network.newyork.pk)
    assert [before.state, before.message] == [UNKNOWN, "Nobody has looked yet."]
    list(run_due())
    (after,) = reports_of(network.newyork.pk)
    assert [after.state, after.message] == [OK, "There is blue."]
