"""The sheets: they show everything that a theme can change, of no clinic, and say what fails in them."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from cms.gallery.clinic import Sample
from cms.gallery.languages import language_named, languages
from cms.gallery.pages import sheet_named, sheets
from cms.gallery.sheets import Shown, show
from cms.gallery.slots import MARK, page_slots
from cms.gallery.specimens import body_blocks
from cms.gallery.states import State
from cms.gallery.surroundings import around, without_anything
from cms.library.models import LibraryPage
from cms.locales.context import use_context
from cms.pages.site import site_context
from cms.testing.network import make_clinic, make_root
from cms.themes.registry import available_themes
from cms.themes.templates import _sources

pytestmark = pytest.mark.django_db

# These show where there is no page of a clinic: in the library, and on a host that is nobody's.
ELSEWHERE = {"blocks/preview.html", "theme/misdirected.html"}
NAMES = [name for name, _title in available_themes()]


def shown(name: str, theme: str = "base", language: str = "en") -> Shown:
    sheet, spoken = sheet_named(name), language_named(language)
    assert sheet is not None
    assert spoken is not None
    return show(sheet, theme, spoken)


def blocks_on(sheet: str, *, only_shown: bool = False) -> set[str]:
    """Return the names of the blocks on a sheet."""
    found = shown(sheet)
    return {
        name.rpartition("/")[2]
        for anchor, name in found.specimens.items()
        if not only_shown or f'id="{anchor}"' in found.html
    }


def templates() -> set[str]:
    """Return the templates of the packages that a theme can override."""
    folders = {name.strip("/") for source in _sources for name in source()}
    deep = {name.strip("/") for source in _sources for name in source() if name.endswith("/")}
    found = set()
    for root in (settings.PROJECT / "cms").glob("*/templates"):
        for name in (path.relative_to(root) for path in root.rglob("*.html")):
            folder = name.parent.as_posix()
            if folder in folders or (name.parts[0] in deep and "admin" not in name.parts):
                found.add(name.as_posix())
    return found


@pytest.mark.parametrize("theme", NAMES)
def test_every_sheet_is_whole_in_every_theme_and_language(theme) -> None:
    found = [show(sheet, theme, language) for sheet in sheets() for language in languages()]
    assert [failure for one in found for failure in one.failures] == []
    assert [one.sheet.name for one in found if f'data-theme="{theme}"' not in one.html] == []


def test_sheets_show_every_template_that_a_theme_can_override() -> None:
    used: set[str] = set()

    def note(template, **kwargs) -> None:
        used.add(template.name)

    template_rendered.connect(note)
    try:
        for sheet in sheets():
            show(sheet, "base", languages()[0])
    finally:
        template_rendered.disconnect(note)
    assert templates() - used - ELSEWHERE == set()


def test_every_block_is_there_in_every_state() -> None:
    found = {state: blocks_on(f"blocks/{state}") for state in State}
    # Labels are for editors of pages that follow the library, which have the shared blocks only.
    shared = set(LibraryPage._meta.get_field("body").stream_block.child_blocks)
    assert found == {state: shared if state is State.LABELLED else set(body_blocks()) for state in State}


def test_blocks_of_plugins_show_and_where_there_is_nothing_nothing_does() -> None:
    assert blocks_on("blocks/usual", only_shown=True) == set(body_blocks())
    left_out = set(body_blocks()) - blocks_on("blocks/nothing", only_shown=True)
    assert {"practitioners", "related"} <= left_out


def test_every_slot_of_a_page_is_filled_on_some_sheet_and_on_no_other() -> None:
    found = {sheet.name: set(re.findall(rf'{MARK}="([^"]+)"', shown(sheet.name).html)) for sheet in sheets()}
    filled = [found[sheet.name] for sheet in sheets() if sheet.slots]
    assert set().union(*filled) == set(page_slots())
    assert [sheet.name for sheet in sheets() if found[sheet.name] and not sheet.slots] == []


def test_pages_are_told_what_those_of_clinics_are_told() -> None:
    make_root()
    make_clinic("newyork")
    sample = Sample("base", languages()[0])
    with use_context(sample.here):
        told = set(site_context())
    assert told == set(around(sample)) == set(without_anything(sample))


def test_samples_show_nothing_of_any_clinic() -> None:
    make_root()
    clinic = make_clinic("minnetonka")
    assert [one.name for one in sheets() if clinic.name in shown(one.name).html] == []


def test_language_and_direction_are_those_that_were_asked_for() -> None:
    for language, direction in (("en", "ltr"), ("da", "ltr"), ("ar", "rtl")):
        html = shown("home/full", language=language).html
        assert f'<html lang="{language}" dir="{direction}"' in html
    assert "Sample Clinic" not in shown("home/full", language="ar").html
    assert "This section is not translated yet" in shown("blocks/foreign").html


def test_block_that_fails_is_named_with_template_and_line_and_the_others_stay(write_theme, install) -> None:
    write_theme(files={"templates/blocks/steps.html": "<h2>\n{% include value.nothing %}</h2>"})
    install()
    found = shown("blocks/usual", "fjeld")
    assert [one.specimen for one in found.failures] == ["blocks/usual/steps"]
    assert found.failures[0].problem.startswith("blocks/steps.html, 2: ")
    assert found.failures[0].problem in found.html.replace("&#x27;", "'").replace("&quot;", '"')
    assert 'class="block block--text"' in found.html


def test_page_that_fails_is_named_with_template_and_line(write_theme, install) -> None:
    write_theme(files={"templates/theme/footer.html": "<footer>\n\n{% include here.nothing %}</footer>"})
    install()
    found = shown("section/empty", "fjeld")
    assert found.html == ""
    assert [one.specimen for one in found.failures] == ["section/empty"]
    assert found.failures[0].problem.startswith("theme/footer.html, 3: ")
