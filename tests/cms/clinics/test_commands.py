"""Commands act for whom they are told to, and say in a sentence what is wrong with the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from cms.accounts.models import User
from cms.clinics.commands import acting_user, database_in_sentences
from tests.programs import run_python

NO_TABLES = "The database has no tables yet: run manage.py migrate."
SUBCOMMANDS = (
    ("allow", "booking_link"),
    ("forbid", "booking_link"),
    ("enable", "booking_link", "--clinic", "x"),
    ("disable", "booking_link", "--clinic", "x"),
    ("copy", "--from", "x", "--to", "y"),
    ("list",),
    ("run",),
    ("health",),
    ("export", "--clinic", "x"),
    ("restore", "x.json", "--clinic", "x"),
    ("erase", "--person", "Ann Ray"),
    ("impact", "booking_link"),
    ("retire", "booking_link"),
    ("purge", "booking_link"),
    ("doctor",),
    ("trace", "localhost", "/"),
)
EVERY = """
import django, json, sys
django.setup()
from django.core.management import CommandError, call_command
said = {}
for words in json.loads(sys.argv[1]):
    try:
        call_command("plugins", *words)
    except CommandError as refused:
        said[words[0]] = str(refused)
print(json.dumps(said))
"""


def told(database: Path) -> dict[str, str]:
    done = run_python(
        "-c",
        EVERY,
        json.dumps(SUBCOMMANDS),
        DJANGO_SETTINGS_MODULE="cms.settings.test",
        DATABASE_URL=f"sqlite:///{database}",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_subcommand_says_that_there_are_no_tables_yet(tmp_path) -> None:
    assert told(tmp_path / "empty.sqlite3") == {words[0]: NO_TABLES for words in SUBCOMMANDS}


def test_database_that_cannot_be_reached_is_said_to_be_so(tmp_path) -> None:
    said = told(tmp_path / "nowhere" / "file.sqlite3")
    assert said == {words[0]: said["allow"] for words in SUBCOMMANDS}
    assert said["allow"].startswith("The database cannot be reached: ")


def test_command_exits_with_the_sentence_and_no_traceback(tmp_path) -> None:
    done = run_python(
        "manage.py",
        "plugins",
        "allow",
        "booking_link",
        DJANGO_SETTINGS_MODULE="cms.settings.test",
        DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"CommandError: {NO_TABLES}\n")


@pytest.mark.django_db
def test_database_with_migrations_to_come_is_not_up_to_date() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="plugins").delete()
    with pytest.raises(CommandError, match="not up to date: run"), database_in_sentences():
        raise DatabaseError("no such table")


@pytest.mark.django_db
def test_error_of_a_database_that_is_up_to_date_comes_out_as_it_is() -> None:
    with pytest.raises(DatabaseError, match="locked"), database_in_sentences():
        raise DatabaseError("locked")


@pytest.fixture
def ann(db) -> User:
    return User.objects.create_user("ann@example.com", "x")


def test_user_is_found_however_the_address_is_typed(ann) -> None:
    assert acting_user("Ann@Example.com") == ann
    assert acting_user(None) is None


@pytest.mark.parametrize("command", [("plugins", "allow", "booking_link"), ("releases", "rings")])
def test_commands_act_for_nobody_who_is_not_there_or_not_active(ann, command) -> None:
    ann.is_active = False
    ann.save()
    name, *rest = command
    for email in (ann.email, "nobody@example.com"):
        with pytest.raises(CommandError, match=f"There is no active user {email}"):
            call_command(name, "--user", email, *rest)
