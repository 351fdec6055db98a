"""The rows of an edition's local layer and its own fields, as the page editor shows them.

What is stored here is permanent: row names ``follow``, ``hide``, ``replace``, ``add`` and their keys.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.variables import variable_error
from cms.blocks.vocabulary import BodyBlock
from cms.streams.blocks import DurableStreamBlock, DurableStructBlock


class HiddenBlock(blocks.FieldBlock):
    """A word that the form carries along, unseen."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(widget=forms.HiddenInput(), required=False)
        super().__init__(**kwargs)

    def get_prep_value(self, value: Any) -> str:
        return str(value or "")

    class Meta:
        default = ""


class TargetBlock(HiddenBlock):
    """The id of the library block, or the name of the field, that a row is about."""


class OneBlock(BodyBlock):
    """Exactly one block of the shared vocabulary."""

    class Meta:
        min_num = 1
        max_num = 1


class FollowBlock(DurableStructBlock):
    """A library block, as the library has it; or a field, as the library has it."""

    target = TargetBlock()

    class Meta:
        label = _("From the library")
        icon = "doc-full-inverse"
        description = _("The library's block, in its newest words.")


class HideBlock(DurableStructBlock):
    """A library block that the clinic does not show."""

    target = TargetBlock()

    class Meta:
        label = _("Hidden on our page")
        icon = "view"
        description = _("The block is not shown on this clinic's page.")


class ReplaceBlock(DurableStructBlock):
    """The clinic's version of a library block."""

    target = TargetBlock()
    content = OneBlock(label=_("Our own version"))
    is_signed_off = blocks.BooleanBlock(
        label=_("Signed off by a clinical reviewer"),
        required=False,
        help_text=_(
            "Some blocks need this before your version shows. Only a clinical reviewer can tick it, "
            "and changing the version takes it away."
        ),
    )
    signed_off = HiddenBlock()

    class Meta:
        label = _("Our version")
        icon = "edit"
        description = _("Your own version stands in for the library's block until you take it back.")


class AddBlock(DurableStructBlock):
    """A block of the clinic's own."""

    content = OneBlock(label=_("Our own block"))

    class Meta:
        label = _("Our own block")
        icon = "plus"
        description = _("A block that only your page has.")


class RowsBlock(DurableStreamBlock):
    """Rows of which most are in the form only: nothing is stored of what follows the library."""

    def get_block_by_content_path(self, value: Any, path_elements: list[str]) -> Any:
        """Return the block at the place of a comment, which may be a row that only the form has."""
        found = super().get_block_by_content_path(value, path_elements)
        if found is None and path_elements[1:] == ["target"]:
            follow = self.child_blocks["follow"]
            return follow.bind(follow.to_python({"target": path_elements[0]}))
        return found


class LocalBlock(RowsBlock):
    """The local layer: what a clinic replaces, hides, adds and moves.

    Stored, it names only that; in the page editor it has a row for every block of the page.
    """

    replace = ReplaceBlock()
    add = AddBlock()
    hide = HideBlock()
    follow = FollowBlock()

    class Meta:
        required = False


class HeroBlock(DurableStructBlock):
    """The clinic's own picture, or none."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=200,
        help_text=_(
            "What the picture shows, for people who cannot see it. Leave it empty if it only decorates."
        ),
    )

    class Meta:
        label = _("Picture")
        icon = "image"


class LineField(blocks.CharBlock):
    """A line of plain text; clinic variables in it are filled, unknown ones refused."""

    def clean(self, value: Any) -> Any:
        return refuse_unknown_variables(super().clean(value))


class TextField(blocks.TextBlock):
    """A paragraph of plain text, with clinic variables as in ``LineField``."""

    def clean(self, value: Any) -> Any:
        return refuse_unknown_variables(super().clean(value))


def refuse_unknown_variables(text: Any) -> Any:
    """Return ``text``; raises ``ValidationError`` if it names a variable that no clinic can fill."""
    error = variable_error(text or "")
    if error is not None:
        raise error
    return text


class FieldsBlock(RowsBlock):
    """The fields that a clinic replaces.

    A field without a row follows the library; an empty one is a decision too. In the page editor, fields that
    follow have a row of the type ``follow``, which is never stored.
    """

    follow = FollowBlock()

    title = LineField(label=_("Title"), max_length=255, icon="title")
    summary = TextField(label=_("Summary"), required=False, max_length=400, icon="pilcrow")
    hero = HeroBlock()
    search_title = LineField(label=_("Search title"), required=False, max_length=255, icon="search")
    search_description = TextField(
        label=_("Search description"), required=False, max_length=320, icon="search"
    )

    class Meta:
        required = False
        block_counts: ClassVar = {
            name: {"max_num": 1}
            for name in ("title", "summary", "hero", "search_title", "search_description")
        }
