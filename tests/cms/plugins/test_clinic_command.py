"""Commands of plugins work for clinics that have the plugin on, and for nobody else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.utils import timezone, translation

from cms.pages.models import SectionIndex
from cms.plugins.actions import configure, forbid, switch_off, switch_on
from cms.plugins.api import PluginCommand, here
from cms.plugins.breaker import Breaker
from cms.testing.network import home_of
from tests.plugins_for_tests.case_book.models import CasePage, Consent

NAME = "case_book_take_down"
PATH = "/conditions/sore-back/"


@pytest.fixture
def turns() -> list[str]:
    """The clinics for which the command of “diary” has worked, in their order."""
    return []


@pytest.fixture
def diary(make_plugin, network):
    return make_plugin("diary", lambda plugin: None, network.newyork, network.aalborg)


@pytest.fixture
def command(diary, turns):
    """A command of “diary” that says what it is told, and fails where somebody lets it."""

    class Command(PluginCommand):
        plugin = "diary"
        at_newyork = None

        def add_arguments(self, parser):
            parser.add_argument("--word", default="told")

        def handle_clinic(self, context, **options):
            turns.append(context.clinic.slug)
            if context.clinic.slug == "newyork" and self.at_newyork:
                self.at_newyork()
            is_here = here("diary") == context
            return f"{options['word']} {context.clinic.slug} {translation.get_language()} {is_here}"

    return Command()


def raising(error):
    def fail():
        raise error

    return fail


@dataclass(frozen=True)
class Ended:
    """What a command printed, what it complained of, and the sentences with which it failed, if it did."""

    out: str
    err: str = ""
    failure: tuple[str, ...] = ()


def run(command, *arguments) -> Ended:
    out, err, failure = StringIO(), StringIO(), ()
    try:
        call_command(command, *arguments, stdout=out, stderr=err)
    except CommandError as failed:
        # ``manage.py`` prints it to standard error as well, and exits with 1.
        failure = tuple(str(failed).splitlines())
    return Ended(out.getvalue(), err.getvalue(), failure)


BOTH = ("--clinic", "newyork", "--clinic", "aalborg")
FAILED_AT_NEWYORK = ("It failed for 1 of 2 clinics: newyork.",)


def test_command_works_for_each_clinic_that_is_named_once(command) -> None:
    ended = run(command, *BOTH, "--clinic", "newyork", "--word", "hi")
    assert ended == Ended("hi newyork en True\nhi aalborg da True\n")


def test_command_works_for_all_clinics_that_have_it_on(command, network) -> None:
    assert run(command, "--all-clinics") == Ended("told aalborg da True\ntold newyork en True\n")
    switch_off(network.newyork, "diary", user=None)
    assert run(command, "--all-clinics") == Ended("told aalborg da True\n")
    forbid("diary", user=None)
    assert run(command, "--all-clinics") == Ended("")


def test_command_gets_the_settings_of_the_clinic(case_book) -> None:
    archive = "https://pictures.example.com/ny"
    configure(case_book.newyork, "case_book", {"archive": archive}, user=None)

    class Command(PluginCommand):
        plugin = "case_book"

        def handle_clinic(self, context, **options):
            return context.settings["archive"]

    assert run(Command(), "--clinic", "newyork") == Ended(f"{archive}\n")


def test_clinics_are_asked_for_one_way_or_the_other(command) -> None:
    with pytest.raises(CommandError, match="one of the arguments --clinic --all-clinics is required"):
        call_command(command)
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command(command, "--clinic", "newyork", "--all-clinics")


def test_clinic_for_which_it_cannot_work_is_named_before_anything_is_done(command, network, turns) -> None:
    switch_off(network.newyork, "diary", user=None)
    assert run(command, *BOTH, "--clinic", "nowhere").failure == (
        "The clinic newyork does not have “Diary” on.",
        "There is no clinic nowhere.",
    )
    assert turns == []


def test_clinic_that_the_network_took_the_plugin_from_is_refused(command) -> None:
    forbid("diary", user=None)
    assert run(command, "--clinic", "newyork").failure == ("The clinic newyork does not have “Diary” on.",)


def test_clinic_without_a_language_is_refused_and_passed_over_among_all(command, network, turns) -> None:
    network.newyork.languages.all().delete()
    network.newyork.save()
    assert run(command, "--clinic", "newyork").failure == ("The clinic newyork has no language yet.",)
    assert run(command, "--all-clinics").failure == ()
    assert turns == ["aalborg"]


@pytest.mark.parametrize(
    "error", [CommandError("No paper is left."), ValidationError(["No paper", "is left."])]
)
def test_what_the_command_refuses_is_said_and_stops_no_other_clinic(command, caplog, error) -> None:
    command.at_newyork = raising(error)
    ended = run(command, *BOTH)
    assert ended == Ended("told aalborg da True\n", "newyork: No paper is left.\n", FAILED_AT_NEWYORK)
    assert caplog.text == ""


@pytest.mark.parametrize("error", [RuntimeError("No ink."), SystemExit("No ink.")])
def test_what_it_raises_is_logged_and_said_and_stops_no_other_clinic(command, caplog, error) -> None:
    command.at_newyork = raising(error)
    words = f"newyork: {type(error).__name__}: No ink.\n"
    assert run(command, *BOTH) == Ended("told aalborg da True\n", words, FAILED_AT_NEWYORK)
    assert [(one.levelno, one.args[:2]) for one in caplog.records] == [
        (logging.ERROR, ("diary", "command:test_clinic_command"))
    ]


def test_error_of_the_database_spoils_no_other_clinic(command, turns) -> None:
    command.at_newyork = lambda: connection.cursor().execute("SELECT * FROM nowhere")
    assert run(command, *BOTH).failure == FAILED_AT_NEWYORK
    assert turns == ["newyork", "aalborg"]


def test_authors_can_let_errors_out(command, settings) -> None:
    settings.MERIDIAN_PLUGIN_ERRORS = "raise"
    command.at_newyork = raising(RuntimeError("No ink."))
    with pytest.raises(RuntimeError, match="No ink"):
        run(command, "--clinic", "newyork")


def test_command_is_tried_however_often_it_failed(command, network, turns) -> None:
    for _turn in range(5):
        Breaker("diary", "command:test_clinic_command", network.newyork.pk).note_failure("No ink.")
    assert run(command, "--clinic", "newyork").failure == ()
    assert turns == ["newyork"]


def test_clinic_that_switches_it_off_meanwhile_is_passed_over(command, network, turns) -> None:
    command.at_newyork = lambda: switch_off(network.aalborg, "diary", user=None)
    assert run(command, *BOTH).failure == ()
    assert turns == ["newyork"]


def test_command_of_a_plugin_that_is_gone_or_not_loaded_does_nothing(command, host, settings, turns) -> None:
    installed = [one.installed for one in host.entries]
    settings.MERIDIAN = settings.MERIDIAN | {"SAFE_MODE": True}
    host.fill(installed)
    assert run(command, "--all-clinics").failure == (
        "The plugin diary is not loaded. This installation runs in safe mode, without any plugin.",
    )
    host.fill([one for one in installed if one.name != "diary"])
    assert run(command, "--all-clinics").failure == ("There is no plugin diary on this machine.",)
    assert turns == []


def test_command_of_the_case_book_refuses_while_it_is_not_loaded(network) -> None:
    assert get_commands()[NAME] == "tests.plugins_for_tests.case_book"
    assert run(NAME, "--clinic", "newyork").failure == ("There is no plugin case_book on this machine.",)


@pytest.fixture
def told_case(case_book):
    """Ann agreed 710 days ago at both clinics, and her case is told in New York."""
    switch_on(case_book.aalborg, "case_book", user=None)
    for clinic in (case_book.newyork, case_book.aalborg):
        given_on = timezone.localdate() - timedelta(days=710)
        Consent.objects.create(clinic=clinic, person="Ann Ray", given_on=given_on)
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    page = CasePage(title="A sore back", slug="sore-back", person="Ann Ray", story="It is well again now.")
    section.add_child(instance=page)
    page.save_revision().publish()
    return case_book


def test_command_of_the_case_book_takes_down_what_ends(told_case) -> None:
    in_a_month = timezone.localdate() + timedelta(days=30)
    assert run(NAME, "--clinic", "newyork") == Ended("Newyork Clinic: 0 taken down.\n")
    assert told_case.get(told_case.newyork, PATH).status_code == 200
    ended = run(NAME, "--all-clinics", "--until", in_a_month.isoformat())
    assert ended == Ended("Aalborg Clinic: 0 taken down.\nNewyork Clinic: 1 taken down.\n")
    assert told_case.get(told_case.newyork, PATH).status_code == 404


def test_command_of_the_case_book_takes_no_day_that_is_over(told_case) -> None:
    ended = run(NAME, "--clinic", "newyork", "--until", "2020-02-01")
    assert ended.err == "newyork: 2020-02-01 is over. Give a day to come.\n"
