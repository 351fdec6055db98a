"""A plugin is retired, purged, and what it left behind is found."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from wagtail.models import Page, ReferenceIndex, Revision

from cms.pages.models import PlainPage
from cms.plugins.actions import allow, switch_off
from cms.plugins.leaving.purging import purge
from cms.plugins.leaving.retiring import retire
from cms.plugins.leaving.tables import tables_left_by
from cms.plugins.models import Activation, Allowance, ProbeResult
from cms.testing.network import block_id, home_of, text_block
from tests.cms.plugins.leaving.conftest import plain, quote, run
from tests.cms.plugins.people import member
from tests.plugins_for_tests.case_book.models import Book, CasePage, Consent


@pytest.fixture
def case(case_book):
    """A published case of New York, and its consent."""
    Consent.objects.create(clinic=case_book.newyork, person="P. 1", given_on=date(2026, 1, 2))
    page = CasePage(title="A sore back", slug="sore-back", person="P. 1", story="It got better.")
    home_of(case_book.newyork).add_child(instance=page)
    page.save_revision().publish()
    return page


def left(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return cursor.fetchone()[0]


def test_retiring_says_first_what_it_would_do(case_book, case) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("plugins", "retire", "case_book")
    assert str(refused.value) == (
        "case_book would be taken from newyork, and 1 pages would become drafts. Nothing was done. "
        "Say --yes to do it."
    )
    with pytest.raises(CommandError, match="--without-export"):
        call_command("plugins", "retire", "case_book", "--yes")
    case.refresh_from_db()
    assert case.live


def test_retired_plugin_is_exported_and_shown_nowhere(case_book, case, capsys, tmp_path) -> None:
    told = run("retire", "case_book", "--yes", "--export", str(tmp_path / "out"), capsys=capsys)
    file = tmp_path / "out" / "case_book-newyork.json"
    assert told == {"plugin": "case_book", "clinics": ["newyork"], "pages": 1, "files": [str(file)]}
    kept = json.loads(file.read_text("utf-8"))["plugins"]
    assert list(kept) == ["case_book"]
    assert kept["case_book"]["data"] == {"consents": [{"person": "P. 1", "given_on": "2026-01-02"}]}
    case.refresh_from_db()
    assert (case.live, Allowance.objects.count()) == (False, 0)
    assert Activation.objects.for_clinic(case_book.newyork).get(plugin="case_book").is_on


def test_export_that_fails_retires_nothing(case_book, case, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(Consent.objects, "for_clinic", lambda clinic: 1 / 0)
    with pytest.raises(CommandError, match="could not export what it keeps for Newyork Clinic"):
        call_command("plugins", "retire", "case_book", "--yes", "--export", str(tmp_path))
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(CommandError, match="An export cannot be written, and nothing was retired"):
        call_command("plugins", "retire", "case_book", "--yes", "--export", str(blocked))
    assert Allowance.objects.filter(plugin="case_book").exists()


def test_owner_of_a_clinic_may_neither_retire_nor_purge(case_book) -> None:
    owner = member(case_book.newyork, "clinic_owner")
    with pytest.raises(PermissionDenied):
        retire("case_book", folder=None, user=owner)
    with pytest.raises(PermissionDenied):
        purge("case_book", with_blocks=False, user=owner)


def test_plugin_that_is_active_is_not_purged(case_book, case) -> None:
    with pytest.raises(CommandError, match="These clinics show it: newyork"):
        call_command("plugins", "purge", "case_book", "--yes")
    for name in ("pages", "wagtailcore", "plugins"):
        with pytest.raises(CommandError, match="is no plugin, but a part of the system"):
            call_command("plugins", "purge", name, "--yes")
    with pytest.raises(CommandError, match="Nothing is known of a plugin"):
        call_command("plugins", "purge", "nothing", "--yes")


def test_purging_says_first_what_it_would_delete(case_book, case) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    with pytest.raises(CommandError) as refused:
        call_command("plugins", "purge", "case_book", "--blocks")
    assert str(refused.value) == (
        "1 pages, 1 choices of clinics and 1 rows of case_book_book, 1 rows of case_book_consent would be "
        "deleted for good, and 0 pages would lose blocks, with no row of a table. Nothing was done. "
        "Say --yes to do it."
    )
    assert CasePage.objects.count() == 1


def test_purged_plugin_keeps_nothing_but_blocks_and_can_be_used_again(case_book, case, capsys) -> None:
    page = plain(case_book.newyork, text_block(1, "Words."), quote(2))
    switch_off(case_book.newyork, "case_book", user=None)
    told = run("purge", "case_book", "--yes", capsys=capsys)
    assert (told["pages"], told["choices"], told["pages_with_blocks"]) == (1, 1, 0)
    assert told["rows"] == {"case_book_book": 1, "case_book_consent": 1}
    assert CasePage.objects.count() == Book.everywhere.count() == Consent.everywhere.count() == 0
    assert not Page.objects.filter(pk=case.pk).exists()
    assert not Activation.everywhere.filter(plugin="case_book").exists()
    page.refresh_from_db()
    assert [block.block_type for block in page.body] == ["text", "case_book__quote"]
    allow("case_book", user=None)


def test_blocks_are_taken_out_of_every_version_when_asked_for(case_book, capsys) -> None:
    page = plain(case_book.newyork, text_block(1, "Words."), quote(2))
    edition = case_book.newyork_edition
    added = {"type": "add", "value": {"content": [quote(9)]}, "id": block_id(9)}
    edition.local = json.dumps([added])
    edition.save_revision()
    switch_off(case_book.newyork, "case_book", user=None)
    told = run("purge", "case_book", "--yes", "--blocks", capsys=capsys)
    assert told["pages_with_blocks"] == 2
    page = PlainPage.objects.get(pk=page.pk)
    assert [block.block_type for block in page.body] == ["text"]
    assert not any("case_book__" in json.dumps(one.content) for one in Revision.objects.all())


def test_pages_of_others_below_its_own_stop_the_purge(case_book, case) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    case.add_child(instance=PlainPage(title="Below", slug="below"))
    with pytest.raises(CommandError, match="Move them first: Below"):
        call_command("plugins", "purge", "case_book", "--yes")
    assert CasePage.objects.count() == 1


def test_doctor_lists_what_a_plugin_left_behind(gone, network, capsys) -> None:
    told = run("doctor", capsys=capsys)
    assert told == {
        "activations": {"gone_plugin": 1},
        "allowances": ["gone_plugin"],
        "sealed": {"gone_plugin": {"gone_plugin__flyer": 1}},
        "stored": {"gone_plugin": {"pages.PlainPage.body": 1, "wagtailcore.Revision.content": 1}},
        "pages": {"gone_plugin.story": 1},
        "tables": {"gone_plugin": {"gone_plugin_more_note": 1, "gone_plugin_story": 1}},
        "content_types": ["gone_plugin.story"],
        "permissions": 1,
        "references": 1,
        "background": {"gone_plugin": 1},
    }


def test_doctor_clears_only_what_nobody_can_miss(gone, network, capsys) -> None:
    unused = ContentType.objects.create(app_label="unused_plugin", model="thing")
    told = run("doctor", "--fix", capsys=capsys)
    assert told["cleared"] == {
        "references": 1,
        "content_types": ["unused_plugin.thing"],
        "permissions": 0,
        "background": {"gone_plugin": 1},
    }
    assert told["left"]["pages"] == {"gone_plugin.story": 1}
    assert told["left"]["activations"] == {"gone_plugin": 1}
    assert told["left"]["references"] == 0
    assert not ContentType.objects.filter(pk=unused.pk).exists()
    assert left("gone_plugin_story") == 1
    assert ProbeResult.everywhere.count() == 0
    assert run("doctor", "--fix", capsys=capsys)["cleared"] == {
        "references": 0,
        "content_types": [],
        "permissions": 0,
        "background": {},
    }


def test_plugin_that_is_gone_is_purged_by_name(gone, network, capsys) -> None:
    Activation.everywhere.create(clinic=network.newyork, plugin="gone_plugin_more", settings={})
    ContentType.objects.create(app_label="gone_plugin_more", model="note")
    Allowance.objects.filter(plugin="gone_plugin").delete()
    assert tables_left_by("gone_plugin") == ["gone_plugin_story"]
    told = run("purge", "gone_plugin", "--yes", "--blocks", capsys=capsys)
    assert told == {
        "plugin": "gone_plugin",
        "pages": 1,
        "rows": {"gone_plugin_story": 1},
        "choices": 1,
        "pages_with_blocks": 1,
        "blocks": {"pages.PlainPage.body": 1, "wagtailcore.Revision.content": 1},
    }
    assert (left("gone_plugin_story"), left("gone_plugin_more_note")) == (0, 1)
    assert not Page.objects.filter(pk=gone.pk).exists()
    assert not ReferenceIndex.objects.filter(content_type__app_label="gone_plugin").exists()
    told = run("doctor", capsys=capsys)
    assert list(told["activations"]) == ["gone_plugin_more"]
    assert (told["sealed"], told["stored"], told["pages"], told["permissions"]) == ({}, {}, {}, 0)
    flyers = PlainPage.objects.get(slug="flyer")
    assert [block.block_type for block in flyers.body] == ["text"]
