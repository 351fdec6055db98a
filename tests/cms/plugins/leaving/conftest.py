"""A plugin that is gone from the code and has left everything behind that a plugin can."""

from __future__ import annotations

import json
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms.pages.models import NewsPage, PlainPage, SectionIndex
from cms.plugins.models import Activation, Allowance, ProbeResult
from cms.testing.network import block_id, home_of, text_block


def quote(number, words="It helped."):
    return {"type": "case_book__quote", "value": {"words": words}, "id": block_id(number)}


def flyer(number):
    return {"type": "gone_plugin__flyer", "value": {"deep": [{"colour": "red"}]}, "id": block_id(number)}


def plain(clinic, *blocks, slug="plain", live=True):
    page = PlainPage(title=slug.capitalize(), slug=slug, body=json.dumps(list(blocks)), live=live)
    home_of(clinic, clinic.main_language).add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return page


def news(clinic, *blocks):
    section = SectionIndex.objects.descendant_of(home_of(clinic, clinic.main_language)).first()
    page = NewsPage(title="News", slug="news", summary="New.", body=json.dumps(list(blocks)))
    section.add_child(instance=page)
    page.save_revision().publish()
    return page


def run(*arguments, capsys):
    """Return what ``manage.py plugins`` printed, as it is meant: JSON."""
    call_command("plugins", *arguments)
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def gone(network):
    """The plugin ``gone_plugin``: with all that one can leave behind."""
    Allowance.objects.create(plugin="gone_plugin")
    Activation.everywhere.create(clinic=network.newyork, plugin="gone_plugin", is_on=True, settings={"a": 1})
    kind = ContentType.objects.create(app_label="gone_plugin", model="story")
    Permission.objects.create(content_type=kind, codename="add_story", name="Can add story")
    page = home_of(network.newyork).add_child(instance=Page(title="Old", slug="old"))
    page.save_revision()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gone_plugin_story (page_ptr_id integer PRIMARY KEY, words text)")
        cursor.execute("CREATE TABLE gone_plugin_more_note (id integer PRIMARY KEY)")
        cursor.execute("INSERT INTO gone_plugin_story VALUES (%s, %s)", [page.pk, "Old words"])
        cursor.execute("INSERT INTO gone_plugin_more_note VALUES (1)")
    Page.objects.filter(pk=page.pk).update(content_type=kind)
    page.revisions.update(content_type=kind)
    ReferenceIndex.objects.create(
        content_type=kind,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(Page),
        to_object_id=str(page.get_parent().pk),
        model_path="link",
        content_path="link",
        content_path_hash=uuid.uuid4(),
    )
    now = timezone.now()
    ProbeResult.everywhere.create(
        clinic=network.newyork, plugin="gone_plugin", name="x", state="ok", checked_at=now, since=now
    )
    plain(network.newyork, text_block(1, "Words."), flyer(2), slug="flyer")
    return page
