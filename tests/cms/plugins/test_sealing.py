"""A plugin leaves the code, the work on the pages goes on, and the plugin comes back: nothing has changed.

What is compared is what the database holds, past all code of ours, and every row of the reference index.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Locale, ReferenceIndex

from cms.editions.editor.actions import decide
from cms.library.models import LibraryPage
from cms.library.translations import TranslationState, untranslated_parts
from cms.testing.network import block_id, publish, text_block
from tests.cms.open_page import OpenPage
from tests.cms.plugins.leaflets import TYPE

STREAMS = {"plain page": "body", "library page": "body", "edition": "local"}
Pages = Mapping[str, Any]


def raw(page: Any) -> Any:
    """Return the stream of a page as the database holds it."""
    field = page._meta.get_field("local" if hasattr(page, "local") else "body")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {field.column} FROM {page._meta.db_table} WHERE page_ptr_id = %s",
            [page.pk],
        )
        return json.loads(cursor.fetchone()[0])


def drafted(page: Any) -> Any:
    """Return the stream of the newest revision as the database holds it."""
    content = page.revisions.order_by("-pk").first().content
    return json.loads(content["local" if hasattr(page, "local") else "body"])


def blocks_of_the_plugin(stored: Any) -> list[str]:
    """Return the blocks of the plugin anywhere in a stored value, each as text."""
    if isinstance(stored, Mapping):
        if stored.get("type") == TYPE:
            return [text_of(stored)]
        stored = list(stored.values())
    parts = stored if isinstance(stored, list) else []
    return [found for part in parts for found in blocks_of_the_plugin(part)]


def text_of(stored: Any) -> str:
    """Return a stored value as text; PostgreSQL puts the keys of objects into an order of its own."""
    return json.dumps(stored, sort_keys=True)


def references(*pages: Any) -> set[tuple[str, ...]]:
    rows = ReferenceIndex.objects.filter(object_id__in=[str(page.pk) for page in pages])
    return set(rows.values_list("object_id", "to_object_id", "model_path", "content_path"))


def save_a_draft(page: Any, admin: Client) -> None:
    newest(page).save_revision()


def publish_it(page: Any, admin: Client) -> None:
    newest(page).save_revision().publish()


def save_it(page: Any, admin: Client) -> None:
    type(page).objects.get(pk=page.pk).save()


def edit_another_block(page: Any, admin: Client) -> None:
    opened = OpenPage(admin, page)
    if "local" in opened.rows:
        add = opened.form.fields["local"].block.child_blocks["add"]
        content = [{"type": "text", "value": text_block(8, "New.")["value"], "id": block_id(8)}]
        state = add.get_form_state(add.to_python({"content": content}))
        opened.rows["local"].insert(0, {"type": "add", "value": state, "id": block_id(9)})
    else:
        opened.rows["body"][0]["value"]["heading"] = "Another heading"
    assert opened.post("ignored").status_code == 302
    newest(page).save_revision().publish()


def go_back_to_an_older_version(page: Any, admin: Client) -> None:
    page.revisions.order_by("-pk").first().as_object().save_revision().publish()


STEPS = [save_a_draft, publish_it, save_it, edit_another_block, go_back_to_an_older_version]
each_step = pytest.mark.parametrize("step", STEPS, ids=[step.__name__ for step in STEPS])
each_page = pytest.mark.parametrize("kind", STREAMS)


def newest(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


@each_page
@each_step
def test_block_and_its_references_are_the_same_after_the_plugin_was_away(
    leaflet_pages, leaflets, admin, kind: str, step: Callable[[Any, Client], None]
) -> None:
    page = leaflet_pages[kind]
    before, referred = blocks_of_the_plugin(raw(page)), references(page)
    assert len(before) == (2 if kind == "edition" else 1)
    leaflets.take_away()
    step(page, admin)
    assert references(page) == referred
    leaflets.put_back()
    assert blocks_of_the_plugin(raw(page)) == blocks_of_the_plugin(drafted(page)) == before
    publish_it(page, admin)
    call_command("rebuild_references_index", verbosity=0)
    assert [blocks_of_the_plugin(raw(page)), references(page)] == [before, referred]


@each_page
def test_saving_without_a_change_leaves_the_whole_stream_as_it_was(
    leaflet_pages, leaflets, admin, kind: str
) -> None:
    page = leaflet_pages[kind]
    before = text_of(raw(page))
    leaflets.take_away()
    for step in (save_a_draft, publish_it, save_it):
        step(page, admin)
    leaflets.put_back()
    assert text_of(raw(page)) == text_of(drafted(page)) == before


@each_page
def test_switching_the_plugin_off_and_on_between_changes_nothing(
    leaflet_pages, leaflets, admin, network, kind: str
) -> None:
    page = leaflet_pages[kind]
    before, referred = blocks_of_the_plugin(raw(page)), references(page)
    leaflets.off(network.newyork)
    edit_another_block(page, admin)
    leaflets.take_away()
    publish_it(page, admin)
    leaflets.put_back()
    publish_it(page, admin)
    leaflets.on(network.newyork)
    publish_it(page, admin)
    assert [blocks_of_the_plugin(raw(page)), references(page)] == [before, referred]


def test_copy_that_was_made_while_the_plugin_was_away_has_it_all(leaflet_pages, leaflets) -> None:
    page = leaflet_pages["plain page"]
    before = blocks_of_the_plugin(raw(page))
    leaflets.take_away()
    copy = newest(page).copy(update_attrs={"slug": "copy"}, copy_revisions=False)
    referred = {row[1:] for row in references(page)}
    assert {row[1:] for row in references(copy)} == referred
    leaflets.put_back()
    copy.get_latest_revision_as_object().save_revision().publish()
    assert blocks_of_the_plugin(raw(copy)) == before
    assert {row[1:] for row in references(copy)} == referred


def test_translation_that_was_made_while_the_plugin_was_away_has_it_all(
    leaflet_pages, leaflets, admin
) -> None:
    page = leaflet_pages["library page"]
    LibraryPage.objects.get(locale__language_code="da").delete()
    before = blocks_of_the_plugin(raw(page))
    leaflets.take_away()
    danish = newest(page).copy_for_translation(Locale.objects.get(language_code="da"))
    edit_another_block(danish, admin)
    leaflets.put_back()
    publish_it(danish, admin)
    danish = LibraryPage.objects.get(pk=danish.pk)
    assert blocks_of_the_plugin(raw(danish)) == before
    assert {row[1:] for row in references(danish)} == {row[1:] for row in references(page)}
    block = json.loads(before[0])
    publish(page, body=[block | {"value": block["value"] | {"words": "Take two."}}])
    waiting = untranslated_parts(danish, LibraryPage.objects.get(pk=page.pk), {})
    changed = [part.target for part in waiting if part.state is TranslationState.CHANGED]
    assert changed == [block["id"]]


def test_script_works_around_a_sealed_block(leaflet_pages, leaflets) -> None:
    edition = leaflet_pages["edition"]
    before = blocks_of_the_plugin(raw(edition))
    leaflets.take_away()
    own = str(json.loads(before[1])["id"])
    decide(newest(edition), hidden=[block_id(3)], moved=[(own, block_id(3))], fields={"title": "Our title"})
    leaflets.put_back()
    assert blocks_of_the_plugin(raw(edition)) == before
    decide(newest(edition), reset=[block_id(1)], removed=[own])
    assert blocks_of_the_plugin(raw(edition)) == []


def test_versions_with_a_sealed_block_can_be_compared(leaflet_pages, leaflets, admin) -> None:
    for page in leaflet_pages.values():
        leaflets.take_away()
        first, last = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
        response = admin.get(f"/pages/{page.pk}/revisions/compare/{first.pk}...{last.pk}/")
        assert response.status_code == 200
        leaflets.put_back()
