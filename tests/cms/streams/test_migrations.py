from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from cms.streams.fields import DurableStreamField
from tests.app.models import Body, StreamPage

PATH = "cms.streams.fields.DurableStreamField"


def test_migration_holds_neither_blocks_nor_limits():
    field = StreamPage._meta.get_field("body")
    assert field.deconstruct() == ("body", PATH, [], {"blank": True})


def test_migration_is_the_same_with_and_without_a_block(uninstall):
    field = StreamPage._meta.get_field("body")
    before = field.deconstruct()
    uninstall("case")
    assert field.deconstruct() == before


def test_migration_keeps_what_belongs_to_the_column():
    field = DurableStreamField(Body, null=True, verbose_name="text", db_column="text", help_text="Help.")
    field.set_attributes_from_name("body")
    _name, _path, _args, kwargs = field.deconstruct()
    assert kwargs == {"null": True, "verbose_name": "text", "db_column": "text", "help_text": "Help."}


def test_written_migration_names_no_block():
    assert MigrationWriter.serialize(StreamPage._meta.get_field("body"))[0] == f"{PATH}(blank=True)"
    text = (Path(apps.get_app_config("testapp").path) / "migrations/0001_initial.py").read_text()
    assert [word for word in ("block_lookup", "Case", "wagtail.blocks") if word in text] == []


def test_migrations_are_complete(db):
    call_command("makemigrations", "testapp", "streams", check=True, dry_run=True, verbosity=0)


def test_historical_model_keeps_all_content(make_page, raw, stored):
    page = make_page(raw)
    historical = ProjectState.from_apps(apps).apps.get_model("testapp", "StreamPage")
    assert issubclass(historical, models.Model)
    row = historical.objects.get()
    assert [child.block_type for child in row.body] == ["para", "case", "columns", "cases"]
    assert [child.value.raw for child in row.body] == [item["value"] for item in raw]
    row.save()
    assert stored(page) == raw


def test_historical_model_can_rewrite_stored_json(make_page, raw, stored):
    page = make_page(raw)
    historical = ProjectState.from_apps(apps).apps.get_model("testapp", "StreamPage")
    row = historical.objects.get()
    row.body = [{**item, "type": item["type"].replace("case", "story")} for item in row.body.raw_data]
    row.save()
    assert [item["type"] for item in stored(page)] == ["para", "story", "columns", "storys"]
