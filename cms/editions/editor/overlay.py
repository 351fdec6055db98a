"""The page with a label at each block that says where its words come from, and why: a mode of the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.blocks.shown import ShownBlock
from cms.editions.editor import wording
from cms.editions.effective import ShownPage
from cms.editions.resolving.values import FIELD_NAMES, EffectivePage, Flag, Origin, Provenance
from cms.library.models import LibraryPage

MODE = "provenance"
SHOWN_FIELDS = ("title", "summary", "hero")


@dataclass(frozen=True, slots=True)
class Label:
    """Where the words of a block or field come from; ``kind`` is for style sheets, the rest for people."""

    kind: str
    words: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledBlock(ShownBlock):
    """A block of a page with its label."""

    label: Label | None = None


def labelled_page(shown: ShownPage) -> tuple[ShownPage, list[tuple[str, Label]]]:
    """Return what a template shows with a label at each block, and the labels of the fields at its head."""
    page = LibraryPage.objects.filter(pk=_page_id(shown.resolved)).first() or LibraryPage()
    blocks = labelled(shown.blocks, shown.resolved, page)
    return replace(shown, blocks=blocks), field_labels(shown.resolved, page)


def labelled(
    blocks: Sequence[ShownBlock], resolved: EffectivePage, page: LibraryPage
) -> tuple[LabelledBlock, ...]:
    """Return ``blocks`` with what ``resolved`` says about them."""
    known = {one.id: one.provenance for one in resolved.blocks}
    return tuple(
        LabelledBlock(
            **{part.name: getattr(block, part.name) for part in fields(ShownBlock)},
            label=label_of(known[block.id], page),
        )
        for block in blocks
    )


def field_labels(resolved: EffectivePage, page: LibraryPage) -> list[tuple[str, Label]]:
    """Return the labels of the fields at the head of the page, with their names in words."""
    names = dict(zip(FIELD_NAMES, (_("Title"), _("Summary"), _("Picture")), strict=False))
    return [
        (names[name], label_of(resolved.fields[name].provenance, page))
        for name in SHOWN_FIELDS
        if name in resolved.fields
    ]


def label_of(provenance: Provenance, page: LibraryPage) -> Label:
    """Return the label for words of this provenance."""
    notes = tuple(note["text"] for note in wording.notes(provenance))
    return Label(_kind(provenance), _words(provenance, page), notes)


def _page_id(resolved: EffectivePage) -> int | None:
    return next((one.provenance.library_page for one in resolved.fields.values()), None)


def _kind(provenance: Provenance) -> str:
    return "attention" if Flag.ORPHANED in provenance.flags else provenance.origin.value


def _words(provenance: Provenance, page: LibraryPage) -> str:
    match provenance.origin:
        case Origin.REPLACED:
            return _("Our version")
        case Origin.ADDED:
            return _("Our own block")
        case Origin.CORRECTION:
            return _("Correction of the library, %(language)s") % _named(provenance)
        case Origin.FALLBACK:
            return _("From the library, in another language: %(language)s") % _named(provenance)
        case _:
            return wording.source_words(page, provenance.language)


def _named(provenance: Provenance) -> dict[str, Any]:
    return {"language": wording.language_name(provenance.language)}
