"""What plugins do in the background: when, for whom, and what happens when it fails."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cms.clinics.models import Clinic
from cms.plugins import jobs
from cms.plugins.actions import forbid, switch_off, switch_on
from cms.plugins.api import here
from cms.plugins.breaker import Breaker
from cms.plugins.jobs import Done, run_due
from cms.plugins.models import Run
from cms.testing.network import make_clinic

HOUR = timedelta(hours=1)


@pytest.fixture
def turns() -> list[str]:
    """The clinics that the plugin “diary” worked for, in their order."""
    return []


@pytest.fixture
def diary(make_plugin, network, turns):
    """A plugin that writes every six hours, in New York and in Aalborg."""

    def write(context):
        turns.append(context.clinic.hostname.removesuffix(".localhost"))

    def register(plugin):
        plugin.periodic(write, every=6 * HOUR)

    return make_plugin("diary", register, network.newyork, network.aalborg)


def missing_table() -> str:
    """What the database calls a table that is not there."""
    return "OperationalError" if connection.vendor == "sqlite" else "ProgrammingError"


def do(plugin, function) -> None:
    """Let the plugin's job do something else."""
    (job,) = plugin.jobs
    plugin.jobs[:] = [type(job)(job.plugin, job.name, function, job.every)]


def pass_time(time: timedelta) -> None:
    """Let every run have begun and ended earlier by ``time``."""
    for row in Run.everywhere.all():
        row.started_at -= time
        row.finished_at = row.finished_at and row.finished_at - time
        row.save()


def run(**more) -> list[Done]:
    return list(run_due(**more))


def test_job_is_done_for_each_clinic_once_it_is_due(diary, turns) -> None:
    for hours, expected in ((0, 2), (5, 0), (1, 2), (1, 0), (30, 2)):
        pass_time(hours * HOUR)
        assert len(run()) == expected
    assert turns == ["newyork", "aalborg"] * 3


def test_run_is_kept_with_its_times(diary, network) -> None:
    before = timezone.now()
    run()
    rows = Run.everywhere.order_by("clinic_id")
    assert [(row.clinic, row.plugin, row.point, row.problem) for row in rows] == [
        (clinic, "diary", "job:write", "") for clinic in (network.newyork, network.aalborg)
    ]
    assert all(before <= row.started_at <= row.finished_at <= timezone.now() for row in rows)


def test_job_is_told_for_which_clinic_it_works_and_speaks_its_language(diary, network) -> None:
    told = []
    do(
        diary,
        lambda context: told.append(
            (context.language, translation.get_language(), here("diary") == context, context.settings)
        ),
    )
    run()
    assert told == [("en", "en", True, {}), ("da", "da", True, {})]


def test_job_is_not_done_where_the_plugin_is_not_active(diary, network, turns) -> None:
    switch_off(network.newyork, "diary", user=None)
    run()
    assert turns == ["aalborg"]
    forbid("diary", user=None)
    pass_time(6 * HOUR)
    assert run() == []


def test_one_plugin_or_one_clinic_can_be_asked_for(diary, make_plugin, network, turns) -> None:
    others = []
    make_plugin("other", lambda plugin: plugin.periodic(others.append, every=HOUR, name="o"), network.aalborg)
    assert run(plugin="other", clinic=network.newyork) == []
    assert run(plugin="other") == [Done("other", "job:o", "aalborg", "")]
    assert run(clinic=network.aalborg) == [Done("diary", "job:write", "aalborg", "")]
    assert (len(others), turns) == (1, ["aalborg"])


def test_failure_is_kept_and_tried_again_after_an_hour_and_stops_nobody(diary, turns, caplog) -> None:
    works = diary.jobs[0].function

    def fail_in_newyork(context):
        works(context)
        if context.language == "en":
            raise RuntimeError("No paper.")

    do(diary, fail_in_newyork)
    assert run() == [
        Done("diary", "job:write", "newyork", "RuntimeError: No paper."),
        Done("diary", "job:write", "aalborg", ""),
    ]
    assert list(Run.everywhere.order_by("clinic_id").values_list("problem", flat=True)) == [
        "RuntimeError: No paper.",
        "",
    ]
    assert "The plugin diary failed at job:write" in caplog.text
    pass_time(HOUR)
    do(diary, works)
    assert run() == [Done("diary", "job:write", "newyork", "")]
    assert run() == []
    assert Run.everywhere.filter(problem="").count() == 2
    assert turns == ["newyork", "aalborg", "newyork"]


def test_error_of_the_database_spoils_nothing_but_that_turn(diary, turns) -> None:
    works = diary.jobs[0].function

    def break_in_newyork(context):
        if context.language == "en":
            connection.cursor().execute("SELECT * FROM nowhere")
        works(context)

    do(diary, break_in_newyork)
    assert [one.problem.partition(":")[0] for one in run()] == [missing_table(), ""]
    assert turns == ["aalborg"]


def test_slow_job_has_not_failed(diary, monkeypatch, caplog) -> None:
    clock = [0.0]
    monkeypatch.setattr("cms.plugins.containment.time.monotonic", lambda: clock[0])
    do(diary, lambda context: clock.__setitem__(0, clock[0] + 100))
    assert [one.problem for one in run()] == ["", ""]
    assert caplog.text == ""


def hang(context) -> None:
    time.sleep(60)


def loop(context) -> None:
    while True:
        with suppress(Exception):
            raise RuntimeError


def hold_a_transaction(context) -> None:
    with transaction.atomic():
        Run.objects.for_clinic(context.clinic).update(problem="It goes on.")
        time.sleep(60)


def ask_the_database(context) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")


@pytest.fixture
def short_time(monkeypatch) -> None:
    """A job has half a second."""
    monkeypatch.setattr(jobs, "LIMIT_OF_JOB", timedelta(seconds=0.5))


STUCK = [hang, loop, hold_a_transaction]
if connection.vendor != "sqlite":  # whose queries are code in C that nothing interrupts
    STUCK.append(ask_the_database)


@pytest.mark.parametrize("stuck", STUCK)
def test_job_that_hangs_is_stopped_and_the_next_clinic_has_its_turn(diary, turns, short_time, stuck) -> None:
    works, begun = diary.jobs[0].function, time.monotonic()
    do(diary, lambda context: (stuck if context.language == "en" else works)(context))
    late = "OutOfTimeError: It took longer than 0.5 s, and was stopped."
    assert [(one.clinic, one.problem) for one in run()] == [("newyork", late), ("aalborg", "")]
    assert time.monotonic() - begun < 10
    assert list(Run.everywhere.order_by("clinic_id").values_list("problem", flat=True)) == [late, ""]
    assert turns == ["aalborg"]


def test_job_that_takes_too_long_everywhere_lets_others_have_their_turn(
    diary, make_plugin, network, monkeypatch, short_time, caplog
) -> None:
    others, tried = [], []
    make_plugin("other", lambda plugin: plugin.periodic(others.append, every=HOUR, name="o"), network.aalborg)
    do(diary, lambda context: (tried.append(context), hang(context)))
    monkeypatch.setattr(jobs, "MOST_TOO_LONG", 1)
    assert len(run()) == 2
    assert (len(tried), len(others)) == (1, 1)
    assert "job:write of diary takes too long" in caplog.text
    assert [one.clinic for one in run()] == ["aalborg"]


def test_claim_holds_for_longer_than_anything_may_take() -> None:
    assert jobs.LIMIT_OF_LOOK < jobs.LIMIT_OF_JOB < jobs.LEASE / 2


def test_paused_job_is_left_alone(diary, network, turns) -> None:
    for _turn in range(3):
        Breaker("diary", "job:write", network.newyork.pk).note_failure("It hurts.")
    assert run() == [
        Done("diary", "job:write", "newyork", "It hurts."),
        Done("diary", "job:write", "aalborg", ""),
    ]
    assert turns == ["aalborg"]


def test_claim_of_a_process_that_died_is_free_after_a_while(diary, turns) -> None:
    """A process that is killed raises nothing that could be handled, as ``KeyboardInterrupt`` here."""
    works = diary.jobs[0].function

    def die(context):
        raise KeyboardInterrupt

    do(diary, die)
    with pytest.raises(KeyboardInterrupt):
        run()
    do(diary, works)
    assert [one.clinic for one in run()] == ["aalborg"]
    pass_time(jobs.LEASE - timedelta(minutes=1))
    assert run() == []
    pass_time(timedelta(minutes=1))
    assert [one.clinic for one in run()] == ["newyork"]


def test_two_workers_at_once_do_it_once(diary, turns) -> None:
    """The second worker looked before the first had begun, and again while it was at it."""
    first, second = run_due(), run_due()
    assert [next(first).clinic, *(one.clinic for one in second)] == ["newyork", "aalborg"]
    assert list(first) == []
    pass_time(6 * HOUR)
    inner = []
    works = diary.jobs[0].function

    def run_inside(context):
        works(context)
        inner.extend(run(clinic=Clinic.objects.get(pk=context.clinic.id)))

    turns.clear()
    do(diary, run_inside)
    run()
    assert (inner, turns) == ([], ["newyork", "aalborg"])


def test_worker_that_is_overtaken_leaves_the_claim_of_the_other(diary, network) -> None:
    """It took longer than its claim holds, and another one has begun meanwhile."""

    def be_overtaken(context):
        Run.objects.for_clinic(network.newyork).update(started_at=timezone.now() + HOUR)

    do(diary, be_overtaken)
    run(clinic=network.newyork)
    assert Run.objects.for_clinic(network.newyork).get().finished_at is None


def test_plugin_that_is_switched_off_in_between_is_not_called(diary, network, turns) -> None:
    switching = run_due()
    assert next(switching).clinic == "newyork"
    switch_off(network.aalborg, "diary", user=None)
    assert list(switching) == []
    assert turns == ["newyork"]


def queries_of_run() -> int:
    """Return what a run costs that is due everywhere, when all is warm."""
    for _turn in range(2):
        pass_time(6 * HOUR)
        run(plugin="diary")
    pass_time(6 * HOUR)
    with CaptureQueriesContext(connection) as captured:
        run(plugin="diary")
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_each_clinic_costs_the_same_and_none_costs_one_look(
    diary, network, django_assert_num_queries
) -> None:
    switch_off(network.newyork, "diary", user=None)
    for_one = queries_of_run()
    for number in range(2):
        switch_on(make_clinic(f"c{number}"), "diary", user=None)
    looks = 2
    assert queries_of_run() - looks == 3 * (for_one - looks)
    with django_assert_num_queries(1):
        run(plugin="diary")


def test_clinics_are_looked_up_in_chunks(diary, network, monkeypatch, turns) -> None:
    monkeypatch.setattr(jobs, "CHUNK", 2)
    slugs = [f"c{number}" for number in range(3)]
    for slug in slugs:
        switch_on(make_clinic(slug), "diary", user=None)
    run()
    assert turns == ["newyork", "aalborg", *slugs]


def test_clinic_without_a_language_is_passed_over(diary, network, turns) -> None:
    network.newyork.languages.all().delete()
    network.newyork.save()
    assert [one.clinic for one in run()] == ["aalborg"]


def test_command_does_what_is_due_and_fails_if_anything_fails(diary, capsys, network) -> None:
    call_command("plugins", "run")
    assert json.loads(capsys.readouterr().out) == {
        "done": {"diary job:write": 2},
        "told": [],
        "without_address": [],
    }
    pass_time(6 * HOUR)
    do(diary, lambda context: 1 / 0)
    with pytest.raises(CommandError) as failed:
        call_command("plugins", "run", "--clinic", "aalborg", "--plugin", "diary")
    assert str(failed.value).splitlines() == [
        "diary job:write failed for aalborg: ZeroDivisionError: division by zero",
        "1 were tried in all.",
    ]
    with pytest.raises(CommandError, match="There is no plugin nothing that can be used"):
        call_command("plugins", "run", "--plugin", "nothing")
