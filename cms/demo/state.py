"""What a database holds, as far as the demo is concerned. Looking changes nothing, not even a file header."""

from __future__ import annotations

import enum
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site

from cms.clinics.models import Clinic
from cms.demo.content import CLINICS

WELCOME_PAGE = {"title": "Welcome to your new Wagtail site!", "slug": "home", "numchild": 0}
WELCOME_SITE = {"hostname": "localhost", "is_default_site": True}


class DatabaseState(enum.Enum):
    """``GROWN`` is a demo network that somebody added clinics to."""

    EMPTY = "empty"
    DEMO = "demo"
    GROWN = "grown"
    OTHER = "other"


def database_state() -> DatabaseState:
    """Say whether the database is as good as new, holds the demo, or holds something else."""
    tables = _tables()
    if not tables:
        return DatabaseState.EMPTY
    if not {Clinic._meta.db_table, Page._meta.db_table} <= tables:
        return DatabaseState.OTHER
    slugs = set(Clinic.objects.values_list("slug", flat=True))
    if slugs >= set(CLINICS):
        return DatabaseState.DEMO if slugs == set(CLINICS) else DatabaseState.GROWN
    return DatabaseState.OTHER if slugs or _holds_content() else DatabaseState.EMPTY


def welcome_pages() -> Any:
    """Return the page that Wagtail puts into a new database, unless somebody edited it."""
    return Page.objects.filter(depth=2, latest_revision=None, **WELCOME_PAGE)


def welcome_sites() -> Any:
    """Return the site that Wagtail puts into a new database."""
    return Site.objects.filter(**WELCOME_SITE)


def _tables() -> set[str]:
    """Return the names of the tables; a file is opened for reading only, since opening it may convert it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite" or connection.connection is not None or not Path(name).is_file():
        return set(connection.introspection.table_names())
    try:
        with closing(sqlite3.connect(f"file:{Path(name).resolve()}?mode=ro", uri=True)) as reader:
            rows = reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.Error as error:
        raise DatabaseError(str(error)) from error
    return {row[0] for row in rows}


def _holds_content() -> bool:
    return (
        Page.objects.filter(depth__gt=1).exclude(pk__in=welcome_pages()).exists()
        or Site.objects.exclude(pk__in=welcome_sites()).exists()
        or Collection.objects.filter(depth__gt=1).exists()
        or any(
            model._default_manager.exists()
            for model in (get_user_model(), get_image_model(), get_document_model())
        )
    )
