"""List: short points, numbered points or ticked points."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock, heading_block
from cms.blocks.writing import ProseBlock, choice_of, some


class ListStyle(TextChoices):
    """How the items are marked."""

    BULLET = "bullet", _("Bullets")
    NUMBER = "number", _("Numbers, where the order counts")
    CHECK = "check", _("Ticks")


class ListBlock(SharedBlock):
    """Items of the same kind, one thought each."""

    heading = heading_block(required=False)
    intro = ProseBlock(required=False, label=_("Introduction"))
    style = choice_of(ListStyle, default=ListStyle.BULLET, search_index=False, label=_("Marks"))
    items = some(
        ProseBlock(),
        label=_("Items"),
        help_text=_("Start items alike and keep them short. Screen readers announce how many there are."),
    )

    class Meta:
        template = "blocks/list.html"
        icon = "list-ul"
        label = _("List")
        group = groups.WRITING
        description = _("Short points with bullets, numbers or ticks.")
        preview_value = {
            "heading": "What to bring",
            "intro": "<p>For the first visit, please bring:</p>",
            "style": "check",
            "items": [
                "<p>a list of the medicines you take</p>",
                "<p>letters or scans from your doctor, if you have them</p>",
                "<p>loose clothes that roll up above the knee</p>",
            ],
        }
