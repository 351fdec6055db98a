"""What the editor's script is told about the streams of an edition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register

from cms.editions.editor.row_blocks import FieldsBlock, LocalBlock
from cms.streams.adapters import DurableStreamBlockAdapter

SCRIPTS = [f"editions/editor/{name}.js" for name in ("pieces", "look", "moves", "rows", "fields")]


class PageRowsAdapter(DurableStreamBlockAdapter):
    """The rows of a page: its menu offers the clinic's own blocks, and rows can be exchanged in place."""

    js_constructor = "cms.editions.PageRows"

    def js_args(self, block: LocalBlock | FieldsBlock) -> list[Any]:
        arguments: list[Any] = super().js_args(block)
        return [*arguments, _words()]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=SCRIPTS, css={"all": ["editions/editor/rows.css"]})


class FieldRowsAdapter(PageRowsAdapter):
    """The rows of the fields: as many as there are, in their order."""

    js_constructor = "cms.editions.FieldRows"


def connect() -> None:
    """Make the editor use the adapters above."""
    register(PageRowsAdapter(), LocalBlock)
    register(FieldRowsAdapter(), FieldsBlock)


def _words() -> dict[str, str]:
    """What the script says; %s stands for the name of a block or field."""
    return {
        "own": _("Our version"),
        "hidden": _("Hidden on our page"),
        "added": _("Our own block"),
        "orphan": _("Our version, no longer in the library"),
        "parked": _("Our version, not shown"),
        "parkedHiding": _("Hidden by us, but shown"),
        "writeOwn": _("Write our own version"),
        "writeOwnField": _("Write our own"),
        "hide": _("Hide on our page"),
        "show": _("Show again"),
        "reset": _("Back to the library’s version"),
        "undo": _("Undo: bring our version back"),
        "add": _("Add our own block after this"),
        "remove": _("Remove our version"),
        "theirs": _("Take the other version"),
        "ours": _("Keep the version in this form"),
        "nowOurs": _("%s: the version in this form stays."),
        "theLibrarySays": _("What the library says"),
        "theySay": _("The other version: "),
        "more": _("Show the whole text"),
        "less": _("Show less"),
        "fixed": _("The library decides where this block stands."),
        "moveUp": _("Move up"),
        "moveDown": _("Move down"),
        "nowOwn": _("%s: you are writing your own version, which starts with the library’s words."),
        "nowHidden": _("%s is hidden on your page."),
        "nowShown": _("%s shows again, in the library’s words."),
        "nowReset": _("%s shows the library’s version again. You can undo this until you leave the page."),
        "nowUndone": _("%s shows your version again."),
        "nowTheirs": _("%s: the other version was taken."),
        "nowRemoved": _("%s is removed."),
        "nowMoved": _("%s now stands at place %p of %n."),
        "fresh": _("New block"),
        "byVersion": _("Your own version stands in for the library’s."),
    }
