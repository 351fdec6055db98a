from __future__ import annotations

import importlib
import json

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from cms.pages.models import ClinicHome
from cms.testing.network import home_of, text_block

migration = importlib.import_module("cms.pages.migrations.0003_home_blocks")


def outline(body) -> list[tuple[str, str]]:
    return [(block.block_type, block.value["heading"]) for block in body]


def test_new_clinic_begins_with_what_it_treats_and_who(network):
    assert outline(home_of(network.newyork).body) == [
        ("treated", "What we treat"),
        ("people", "Who treats you"),
        ("news", "News"),
        ("locations", "Where we are"),
    ]
    assert outline(home_of(network.aalborg, "da").body)[0] == ("treated", "Det behandler vi")


def test_home_pages_from_before_get_what_they_showed_and_keep_what_was_written(network):
    home = home_of(network.aalborg, "da")
    for words in ("Udgivet.", "Kladde."):
        home.body = home.body.stream_block.to_python([text_block(1, words)])
        revision = home.save_revision()
        if words == "Udgivet.":
            revision.publish()
    migration.give_blocks(ProjectState.from_apps(apps).apps, None)
    expected = [("treated", "Det behandler vi"), ("text", "Heading 1"), ("people", "Her behandler")]
    live = ClinicHome.objects.get(pk=home.pk)
    draft = live.get_latest_revision_as_object()
    assert [outline(page.body)[:2] for page in (live, draft)] == [expected[:2]] * 2
    assert [page.body[1].value["body"].source for page in (live, draft)] == [
        "<p>Udgivet.</p>",
        "<p>Kladde.</p>",
    ]
    assert [page.body[2].block_type for page in (live, draft)] == ["people"] * 2
    assert [block.id for block in live.body] == [block.id for block in draft.body]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (None, ["treated", "people"]),
        ("", ["treated", "people"]),
        ("null", ["treated", "people"]),
        ("[{", "[{"),
        ("{}", "{}"),
    ],
)
def test_draft_with_an_odd_body_stops_no_migration_and_loses_nothing(network, stored, expected):
    revision = home_of(network.newyork).save_revision()
    revision.content["body"] = stored
    revision.save()
    migration.give_blocks(ProjectState.from_apps(apps).apps, None)
    revision.refresh_from_db()
    found = revision.content["body"]
    assert (found if found == stored else [one["type"] for one in json.loads(found)]) == expected


def test_home_page_with_a_damaged_body_keeps_it(network):
    home = home_of(network.newyork)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pages_clinichome SET body = %s WHERE page_ptr_id = %s", ['"[{"', home.pk])
    migration.give_blocks(ProjectState.from_apps(apps).apps, None)
    assert ClinicHome.objects.get(pk=home.pk).body.raw_text == "[{"
