"""Wherever blocks of a plugin are stored they are found and taken out; no place is forgotten."""

from __future__ import annotations

import json

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from cms.clinics.models import ClinicLogEntry
from cms.editions.models import Answer, Proposal
from cms.plugins.actions import switch_off
from cms.plugins.leaving.impact import impact_everywhere
from cms.plugins.leaving.places import Place, places, rows_with_blocks
from cms.plugins.leaving.purging import purge
from cms.plugins.models import Activation, Allowance
from cms.streams.blocks import DurableStreamBlock
from cms.streams.fields import DurableStreamField
from cms.testing.network import block_id, home_of
from tests.app.models import StreamPage
from tests.cms.clinics.factories import add_practitioner
from tests.cms.plugins.leaving.conftest import flyer, news, plain, quote, run
from tests.cms.plugins.test_activation import owner_of_network
from tests.cms.plugins.traces import traces_of

BASE = {"digest": "d", "revision": 1, "correction": 0, **quote(1)}


def logged(thing, model):
    log(thing, "wagtail.edit")
    return model.objects.order_by("-pk").first()


def answer(network, **values):
    row = {"edition": network.newyork_edition, "clinic": network.newyork, "target": block_id(1)}
    return Answer.everywhere.create(**row | {"choice": "keep", "before": {}, "after": {}} | values)


def proposal(network, **values):
    row = {"edition": network.newyork_edition, "clinic": network.newyork, "library_page": network.english}
    return Proposal.everywhere.create(**row | {"target": block_id(1), "value": {}} | values)


def task(network):
    return DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", backend_name="x", run_after=timezone.now()
    )


def stream_page(network):
    return Page.get_first_root_node().add_child(instance=StreamPage(title="Streams", slug="streams"))


# How a row of each model with a place is made. A field that is new here may hold blocks of plugins: see that
# a purge leaves its row as it ought to be.
ROWS = {
    "clinics.Clinic": lambda network: network.newyork,
    "clinics.ClinicLogEntry": lambda network: logged(network.newyork, ClinicLogEntry),
    "clinics.Practitioner": lambda network: add_practitioner(network.newyork),
    "django_tasks_database.DBTaskResult": task,
    "editions.Answer": answer,
    "editions.Edition": lambda network: network.newyork_edition,
    "editions.Proposal": proposal,
    "library.LibraryPage": lambda network: network.english,
    "pages.ClinicHome": lambda network: home_of(network.newyork),
    "pages.NewsPage": lambda network: news(network.newyork),
    "pages.PlainPage": lambda network: plain(network.newyork),
    "plugins.Allowance": lambda network: Allowance.objects.create(plugin="x"),
    "plugins.Activation": lambda network: Activation.everywhere.create(clinic=network.newyork, plugin="x"),
    "testapp.StreamPage": stream_page,
    "wagtailcore.ModelLogEntry": lambda network: logged(owner_of_network(), ModelLogEntry),
    "wagtailcore.PageLogEntry": lambda network: logged(network.newyork_edition, PageLogEntry),
    "wagtailcore.Revision": lambda network: network.newyork_edition.save_revision(),
    "wagtailusers.UserProfile": lambda network: UserProfile.get_for_user(owner_of_network()),
}
PLACES = [
    "clinics.Clinic.pictures",
    "clinics.Clinic.tokens",
    "clinics.ClinicLogEntry.data",
    "clinics.Practitioner.languages",
    "django_tasks_database.DBTaskResult.args_kwargs",
    "django_tasks_database.DBTaskResult.return_value",
    "django_tasks_database.DBTaskResult.worker_ids",
    "editions.Answer.after",
    "editions.Answer.before",
    "editions.Edition.base",
    "editions.Edition.fields",
    "editions.Edition.local",
    "editions.Proposal.base",
    "editions.Proposal.value",
    "library.LibraryPage.body",
    "library.LibraryPage.release_correction",
    "library.LibraryPage.source_base",
    "pages.ClinicHome.body",
    "pages.NewsPage.body",
    "pages.PlainPage.body",
    "plugins.Activation.settings",
    "plugins.Allowance.settings",
    "testapp.StreamPage.body",
    "wagtailcore.ModelLogEntry.data",
    "wagtailcore.PageLogEntry.data",
    "wagtailcore.Revision.content",
    "wagtailusers.UserProfile.dismissibles",
]


def planted(place: Place):
    """Return what a row of a place holds, in the shape of the place, with blocks of the plugin in it."""
    if isinstance(place.field, StreamField):
        return place.field.to_python(json.dumps([flyer(5), quote(1)]))
    held = {"order": [block_id(1)], "blocks": {block_id(1): BASE}, "row": {"content": [flyer(5), quote(2)]}}
    return {**held, "local": json.dumps([flyer(5), quote(3)])} if place.model is Revision else held


def test_places_are_these() -> None:
    assert [str(place) for place in places()] == PLACES
    assert {place.model._meta.label for place in places()} == ROWS.keys()


@isolate_apps("tests.app")
def test_field_that_a_model_gets_is_a_place_by_itself() -> None:
    class Notes(models.JSONField):
        pass

    class Memo(models.Model):
        notes = Notes()
        body = DurableStreamField(DurableStreamBlock)
        title = models.TextField()

        class Meta:
            app_label = "testapp"

        def __str__(self) -> str:
            return self.title

    class LongMemo(Memo):
        more = models.JSONField()

        class Meta:
            app_label = "testapp"

        def __str__(self) -> str:
            return self.title

    found = [str(place) for place in places(Memo._meta.apps)]
    assert found == ["testapp.LongMemo.more", "testapp.Memo.body", "testapp.Memo.notes"]


@pytest.mark.parametrize("name", PLACES)
def test_purge_finds_the_blocks_of_every_place_and_leaves_others(case_book, name) -> None:
    place = next(one for one in places() if str(one) == name)
    row = ROWS[place.model._meta.label](case_book)
    place.model._base_manager.filter(pk=row.pk).update(**{place.field.name: planted(place)})
    assert rows_with_blocks("case_book") == {name: 1}
    switch_off(case_book.newyork, "case_book", user=None)
    done = purge("case_book", with_blocks=True, user=None)
    assert done.blocks == {name: 1}
    assert traces_of("case_book__") == []
    left = rows_with_blocks("gone_plugin")
    assert left == ({} if place.model in (Answer, Proposal) else {name: 1})


def test_search_takes_one_query_for_each_place_however_many_rows_there_are(case_book) -> None:
    plain(case_book.newyork, quote(1), slug="one")
    with CaptureQueriesContext(connection) as few:
        rows_with_blocks("case_book")
    for number in (2, 3, 4):
        plain(case_book.newyork, quote(number), slug=f"n{number}")
    with CaptureQueriesContext(connection) as many:
        assert rows_with_blocks("case_book") == {"pages.PlainPage.body": 4, "wagtailcore.Revision.content": 4}
    assert len(many) == len(few) == len(places())


def test_commands_say_where_blocks_lie_that_nobody_sees(case_book, capsys) -> None:
    proposal(case_book, value=quote(1))
    proposal(case_book, value=flyer(1), target="title")
    assert run("impact", "case_book", capsys=capsys)["stored"] == {"editions.Proposal.value": 1}
    assert run("doctor", capsys=capsys)["stored"] == {"gone_plugin": {"editions.Proposal.value": 1}}
    # It has left nothing else, and is known by that.
    assert impact_everywhere("gone_plugin") == {}
    assert run("purge", "gone_plugin", "--yes", "--blocks", capsys=capsys)["blocks"] == {
        "editions.Proposal.value": 1
    }
    assert [one.value["type"] for one in Proposal.everywhere.all()] == ["case_book__quote"]
