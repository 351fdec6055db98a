"""What the commands of ``manage.py`` share: on whose behalf they act, and what is wrong with the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from cms.accounts.models import User


def add_user(parser: CommandParser) -> None:
    """Let a command take ``--user EMAIL``."""
    parser.add_argument(
        "--user",
        default=None,
        metavar="EMAIL",
        help="Act as this user, with that user's rights; without it, as the system, which may do all.",
    )


def acting_user(email: str | None) -> User | None:
    """Return the user that ``--user`` names, ``None`` for the system; ``CommandError`` if there is none."""
    if email is None:
        return None
    found: User | None = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active user {email}.")
    return found


@contextmanager
def database_in_sentences() -> Iterator[None]:
    """Raise ``CommandError`` inside a ``with`` block where the database is not there, or not up to date."""
    try:
        yield
    except DatabaseError as error:
        sentence = _what_is_missing()
        if not sentence:
            raise
        raise CommandError(sentence) from error


def _what_is_missing() -> str:
    try:
        has_tables = MigrationRecorder(connection).has_table()
        executor = MigrationExecutor(connection)
        is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return f"The database cannot be reached: {error}"
    if not has_tables:
        return "The database has no tables yet: run manage.py migrate."
    return "The database is not up to date: run manage.py migrate." if is_behind else ""
