"""Collecting messages from a small package, and telling finished translations from unfinished ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from cms.locales.catalogues import collect_messages, read_catalogue, unfinished_messages, updated_catalogue

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
title = _("Update inbox")
count = ngettext("One clinic", "%(number)s clinics", number)
order = pgettext("verb", "Order")
plain = "Never shown"
"""
TEMPLATE = """
<main>
      {% blocktranslate trimmed with name=clinic.name %}
        Welcome to
        {{ name }}.
      {% endblocktranslate %}
  <p>{% translate "Call us" %}</p>
</main>
"""
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgid "Call us"
msgstr "Ring til os"

msgid "Vanished"
msgstr "Forsvundet"
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one module, one template and a Danish catalogue."""
    files = {
        "inbox.py": CODE,
        "migrations/0001_initial.py": CODE.replace("Update inbox", "In a migration"),
        "templates/inbox/inbox.html": TEMPLATE,
        "locale/da/LC_MESSAGES/django.po": CATALOGUE,
    }
    for name, text in files.items():
        file = tmp_path / "inbox" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "inbox"


def catalogue_of(package: Path) -> Path:
    return package / "locale/da/LC_MESSAGES/django.po"


def test_collect_finds_code_and_templates_but_no_migrations(package: Path) -> None:
    found = {message.id for message in collect_messages(package) if message.id}
    assert found == {
        "Call us",
        "Order",
        "Update inbox",
        "Welcome to %(name)s.",
        ("One clinic", "%(number)s clinics"),
    }


def test_update_keeps_translations_and_drops_vanished_messages(package: Path) -> None:
    file = catalogue_of(package)
    file.write_text(updated_catalogue(file, collect_messages(package)), encoding="utf-8")
    catalogue = read_catalogue(file)
    assert (catalogue["Call us"].string, catalogue.get("Vanished")) == ("Ring til os", None)


def test_update_of_an_updated_catalogue_changes_nothing(package: Path) -> None:
    file = catalogue_of(package)
    once = updated_catalogue(file, collect_messages(package))
    file.write_text(once, encoding="utf-8")
    assert updated_catalogue(file, collect_messages(package)) == once


@pytest.mark.parametrize(
    ("message", "translation", "finished"),
    [
        ("Call us", "Ring til os", True),
        ("Call us", "", False),
        ("Call {clinic}", "Ring til {clinic}", True),
        ("Call {clinic}", "Ring til os", False),
        ("Call %(name)s", "Ring til %(navn)s", False),
        (("One clinic", "%(n)s clinics"), ("En klinik", "%(n)s klinikker"), True),
        (("One clinic", "%(n)s clinics"), ("En klinik", "klinikker"), False),
        (("One clinic", "%(n)s clinics"), ("En klinik", ""), False),
    ],
)
def test_message_counts_as_finished_with_every_form_and_placeholder(message, translation, finished) -> None:
    catalogue = Catalog(locale="da")
    catalogue.add(message, translation)
    assert unfinished_messages(catalogue) == ([] if finished else [str(message)])


def test_fuzzy_message_counts_as_unfinished() -> None:
    catalogue = Catalog(locale="da")
    catalogue.add("Call us", "Ring til os", flags=["fuzzy"])
    assert unfinished_messages(catalogue) == ["Call us"]
