import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from itertools import product

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Collection, Page, Site

from cms.accounts.models import User
from cms.clinics.models import Clinic, PractitionerText
from cms.demo import state
from cms.demo.actions import draw_pictures, load_demo, move_to_port
from cms.demo.content import LANGUAGES, LIBRARY_PAGES, block_id, read_library_page
from cms.demo.staff import logins
from cms.demo.state import DatabaseState, database_state
from cms.editions.explain import explain
from cms.editions.models import Edition
from cms.editions.oversight.deadlines import progress, report
from cms.editions.updates.queries import waiting
from cms.library.models import LibraryPage
from cms.testing.network import make_clinic, make_root


@pytest.fixture
def quiet_demo(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_demo(8000, lambda step: None)


@pytest.mark.parametrize("name", LIBRARY_PAGES)
def test_page_has_the_same_blocks_in_both_languages(name):
    english, danish = (read_library_page(name, code)["blocks"] for code in ("en", "da"))
    assert [(block["key"], block["type"]) for block in english] == [
        (block["key"], block["type"]) for block in danish
    ]


def test_network_is_loaded_whole(quiet_demo):
    assert database_state() is DatabaseState.DEMO
    assert LibraryPage.objects.live().count() == 6
    assert Edition.objects.live().count() == 12
    assert len(list(logins())) == 10
    assert draw_pictures(lambda step: None) == []
    course = [
        block
        for block in explain("newyork.localhost", "/conditions/sciatica/").page.blocks
        if block.type == "course"
    ]
    assert [block.provenance.origin for block in course] == ["replaced"]
    assert len(explain("minnetonka.localhost", "/conditions/sciatica/").page.hidden) == 1
    assert [clinic.is_fictional for clinic in Clinic.objects.all()] == [True, True, True]


def test_there_is_something_to_decide_from_the_start(quiet_demo):
    waiting_for = {
        clinic.slug: [(item.edition.slug, item.reason.value) for item in waiting(clinic)]
        for clinic in Clinic.objects.all()
    }
    assert waiting_for == {
        "newyork": [("sciatica", "stale")],
        "minnetonka": [("auriculotherapy", "parked")],
        "aalborg": [],
    }
    (row,) = progress()
    assert [(one.clinic.slug, one.answer.value, one.parked) for one in report(row.correction)] == [
        ("newyork", "waiting", 0),
        ("minnetonka", "waiting", 1),
        ("aalborg", "acknowledged", 0),
    ]


def test_library_says_in_the_end_what_its_files_say(quiet_demo):
    for name, code in product(LIBRARY_PAGES, LANGUAGES):
        key = block_id("library-page", name)
        page = LibraryPage.objects.get(translation_key=key, locale__language_code=code)
        text = read_library_page(name, code)
        assert (str(page.reviewed_on or ""), page.changed_since_review) == (
            text["review"]["reviewed_on"],
            False,
        )
        said = {row["id"]: row["value"] for row in page.body.get_prep_value()}
        for block in text["blocks"]:
            value = said[block_id(name, block["key"])]
            assert value.get("intro", "") == block.get("intro", "")
            assert [step["value"] for step in value.get("steps", ())] == block.get("steps", [])


def test_visitors_of_every_clinic_read_the_corrected_words_in_their_language(quiet_demo):
    for host, path, words in (
        ("newyork", "/treatments/auriculotherapy/", "who could swallow them"),
        ("minnetonka", "/treatments/auriculotherapy/", "who could swallow them"),
        ("aalborg", "/en/treatments/auriculotherapy/", "who could swallow them"),
        ("aalborg", "/behandlinger/oereakupunktur/", "som kan sluge dem"),
    ):
        html = Client(HTTP_HOST=f"{host}.localhost").get(path).content.decode()
        assert words in html
        assert "red-flags" in html
        assert "block--risks" in html


def test_people_are_told_of_in_every_language_of_their_clinic(quiet_demo):
    titles = {
        (slug, code): set(
            PractitionerText.everywhere.filter(
                practitioner__clinic__slug=slug, language_code=code
            ).values_list("title", flat=True)
        )
        for slug in ("newyork", "aalborg")
        for code in ("da", "en")
    }
    assert titles == {
        ("newyork", "da"): set(),
        ("newyork", "en"): {"Licensed acupuncturist"},
        ("aalborg", "da"): {"Akupunktør"},
        ("aalborg", "en"): {"Acupuncturist"},
    }
    assert PractitionerText.everywhere.filter(bio="").count() == 0


def test_second_run_keeps_what_was_edited(quiet_demo, monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    page = LibraryPage.objects.get(slug="sciatica")
    page.title = "Edited"
    page.save_revision().publish()
    call_command("demo", "--no-server", "--port", "9000", stdout=StringIO())
    assert LibraryPage.objects.get(pk=page.pk).title == "Edited"
    assert set(Site.objects.values_list("port", flat=True)) == {9000}


def test_port_is_moved_for_the_demo_only(quiet_demo):
    other = make_clinic("other")
    move_to_port(8100)
    assert dict(Site.objects.values_list("hostname", "port")) == {
        "aalborg.localhost": 8100,
        "minnetonka.localhost": 8100,
        "newyork.localhost": 8100,
        other.site.hostname: 80,
    }


def test_database_with_other_content_is_refused_and_untouched(db):
    root = make_root()
    root.add_child(instance=Page(title="Somebody's page", slug="somebody"))
    before = list(Page.objects.values_list("pk", "title", "latest_revision_created_at"))
    with pytest.raises(CommandError, match="other content"):
        call_command("demo", "--no-server", stdout=StringIO())
    assert list(Page.objects.values_list("pk", "title", "latest_revision_created_at")) == before


@pytest.mark.parametrize(
    "fill",
    [
        lambda: User.objects.create_superuser("owner@example.com", "x"),
        lambda: Collection.get_first_root_node().add_child(name="Holidays"),
        lambda: Site.objects.create(hostname="real.example", root_page=Page.objects.get(depth=1)),
        lambda: Page.objects.filter(depth=2).first().save_revision(),
    ],
    ids=["user", "collection", "site", "edited page"],
)
def test_database_that_somebody_used_is_not_empty(db, fill):
    assert database_state() is DatabaseState.EMPTY
    fill()
    assert database_state() is DatabaseState.OTHER


def test_demo_with_clinics_of_ones_own_is_not_reset(quiet_demo):
    make_clinic("ours")
    assert database_state() is DatabaseState.GROWN
    with pytest.raises(CommandError, match="clinics of your own"):
        call_command("demo", "--no-server", "--reset", stdout=StringIO())
    assert Clinic.objects.filter(slug="ours").exists()


def test_database_of_another_program_is_refused(monkeypatch):
    monkeypatch.setattr(state, "_tables", lambda: {"invoices"})
    assert database_state() is DatabaseState.OTHER


def test_database_without_tables_is_empty(monkeypatch):
    monkeypatch.setattr(state, "_tables", set)
    assert database_state() is DatabaseState.EMPTY


def test_file_of_another_program_keeps_every_byte(tmp_path):
    path = tmp_path / "invoices.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE invoices (id INTEGER)")
        other.commit()
    before = path.read_bytes()
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "MERIDIAN_VAR": str(tmp_path / "var")}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
    command = [sys.executable, "manage.py", "demo", "--no-server"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "other content" in result.stderr
    assert path.read_bytes() == before
