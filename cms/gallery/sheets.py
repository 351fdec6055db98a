"""Sheets: whole pages made of specimens, as a theme shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from cms.blocks.shown import ShownBlock
from cms.gallery.clinic import NOBODY, Sample
from cms.gallery.faults import fault
from cms.gallery.languages import Language
from cms.gallery.slots import nothing_in, sample_for
from cms.gallery.specimens import Failure, Specimen, body_blocks
from cms.locales.context import use_context
from cms.plugins.remembering import remembered, remembering
from cms.plugins.slot_samples import slots_filled
from cms.plugins.tracing import tracing
from cms.themes.current import use_theme

Context = Callable[[Sample], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the gallery: a template with what it shows.

    With ``slots`` there is something in every slot, with ``pictures`` the clinic has its own at the head, and
    on a ``trial`` the page says that it is one.
    """

    name: str
    title: str | Promise
    template: str
    context: Context
    slots: bool = False
    pictures: bool = False
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet in a theme and a language: its HTML, what failed, and the blocks in it by their anchor."""

    sheet: Sheet
    html: str
    failures: tuple[Failure, ...] = ()
    specimens: Mapping[str, str] = field(default_factory=dict)


def show(sheet: Sheet, theme: str, language: Language, stylesheet: str = "") -> Shown:
    """Return a sheet as a theme shows it; one that cannot be shown at all has no HTML.

    ``stylesheet`` is the address of one that takes the place of the theme's.
    """
    sample = Sample(theme, language, sheet.pictures)
    with _for(sheet, sample, stylesheet), tracing() as calls:
        try:
            context = {"here": sample.here, **sheet.context(sample)}
            blocks = [one for one in _blocks_in(context) if isinstance(one.bound, Specimen)]
            html = render_to_string(sheet.template, context)
        except Exception as error:  # whatever a theme may do wrong, its author is to read it
            return Shown(sheet, "", (Failure(sheet.name, fault(error)),))
    failures = [failure for one in blocks for failure in one.bound.failures]
    # A block of a plugin that fails is left out and noted, as on any page.
    failures += [Failure(f"{sheet.name}/{call.point}", call.reason) for call in calls if call.reason]
    return Shown(sheet, html, tuple(failures), {one.anchor: one.bound.name for one in blocks})


def _blocks_in(context: Mapping[str, Any]) -> Iterator[ShownBlock]:
    yield from context.get("blocks") or ()
    yield from getattr(context.get("effective"), "blocks", ())


@contextmanager
def _for(sheet: Sheet, sample: Sample, stylesheet: str) -> Iterator[None]:
    with ExitStack() as undo:
        undo.enter_context(use_context(sample.here))
        undo.enter_context(translation.override(sample.language.code))
        undo.enter_context(use_theme(sample.theme, stylesheet, is_announced=sheet.trial))
        undo.enter_context(slots_filled(sample_for if sheet.slots else nothing_in))
        undo.enter_context(remembering())
        # The blocks of plugins show where the plugin is on, so it is for as long as the sheet is made.
        plugins = {one.plugin for one in body_blocks().values() if hasattr(one, "plugin")}
        remembered(("active", NOBODY), lambda: {name: {} for name in plugins})
        yield
