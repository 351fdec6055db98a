"""The message catalogues of a plugin: its texts, and their translations to every language of the network."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings

from cms.locales.catalogues import collect_messages, read_catalogue, unfinished_messages, updated_catalogue

SOURCE = "en"
BEGINNING = '# Texts of a plugin.\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


def update_catalogues(folder: Path) -> dict[Path, list[str]]:
    """Bring the catalogues of the plugin in ``folder`` up to date, and compile them for Django to read.

    Return, by catalogue, the texts that are still to be translated.
    """
    found = collect_messages(folder)
    unfinished = {}
    for file in catalogue_files(folder):
        if not file.exists():
            file.parent.mkdir(parents=True)
            file.write_text(BEGINNING, "utf-8")
        file.write_text(updated_catalogue(file, found), "utf-8")
        catalogue = read_catalogue(file)
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        unfinished[file] = unfinished_messages(catalogue)
    return unfinished


def untranslated(folder: Path) -> dict[Path, list[str]]:
    """Return, by catalogue, the texts of a plugin that are not translated. Nothing is written."""
    found = collect_messages(folder)
    unfinished = {}
    for file in catalogue_files(folder):
        catalogue = read_catalogue(file) if file.exists() else Catalog(file.parts[-3])
        catalogue.update(found, no_fuzzy_matching=True)
        unfinished[file] = unfinished_messages(catalogue)
    return unfinished


def catalogue_files(folder: Path) -> list[Path]:
    """Return where a plugin's texts are kept, for every language but that of the code."""
    codes = [code for code, _name in settings.LANGUAGES if code != SOURCE]
    return [folder / "locale" / code / "LC_MESSAGES" / "django.po" for code in codes]
