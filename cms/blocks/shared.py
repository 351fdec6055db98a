"""What every block of a page body has, whoever wrote it, and the base of those in the vocabulary."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructValue

from cms.blocks.policies import Policy
from cms.blocks.variables import fill, variable_errors
from cms.blocks.writing import LineBlock
from cms.locales.context import current_context
from cms.streams.blocks import DurableStructBlock

HEADING_LENGTH = 150
PREVIEW_TEMPLATE = "blocks/preview.html"
POLICY_CHOICES = [
    (Policy.OPEN.value, _("Open: a clinic may replace, hide and move it, and add after it")),
    (Policy.EXTEND.value, _("Extend: a clinic may add after it, and cannot replace or hide it")),
    (Policy.REVIEW.value, _("Review: as open, but a replacement waits for a clinical reviewer")),
    (Policy.LOCKED.value, _("Locked: it always shows, in the library's words")),
]


def heading_block(required: bool = True) -> LineBlock:
    """The heading that every block starts with; some blocks can do without one."""
    return LineBlock(
        required=required,
        max_length=HEADING_LENGTH,
        label=_("Heading"),
        help_text=_(
            "Say what the reader finds here: people who use a screen reader jump from heading to heading. "
            "{clinic}, {city}, {phone} and {emergency_number} "
            "stand for the clinic's own details, here and in all text."
        ),
    )


def policy_block(default: Policy = Policy.OPEN) -> blocks.ChoiceBlock:
    """What clinics may do with the block; sits in the block's settings."""
    return blocks.ChoiceBlock(
        choices=POLICY_CHOICES,
        default=default.value,
        search_index=False,
        label=_("What clinics may do"),
        help_text=_("Lock what every patient must read, such as warning signs and risks."),
    )


class SharedRules(DurableStructBlock):
    """A policy, clinic variables filled at render, and a preview in the editor's picker.

    The blocks of plugins have them too, before their own class in the order of their bases.
    """

    policy = policy_block()

    def get_form_layout(self) -> BlockGroup:
        """The block's own layout, with the policy in the settings drawer."""
        layout = super().get_form_layout()
        content = [name for name in layout.children if name != "policy"]
        return BlockGroup(children=content, settings=[*layout.settings, "policy"])

    def clean(self, value: StructValue) -> StructValue:
        """Refuse unknown clinic variables, in drafts too, with the message at the field that holds them."""
        cleaned = super().clean(value)
        if error := variable_errors(self, cleaned):
            raise error
        return cleaned

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """The block's HTML with the present clinic's details; without a clinic the names stay readable."""
        html = super().render(value, context=context)
        here = current_context()
        return fill(html, here.variables) if here else mark_safe(html)

    def get_preview_template(self, value: StructValue, context: dict[str, Any] | None = None) -> str:
        """The template of a whole page around the preview."""
        return getattr(self.meta, "preview_template", None) or PREVIEW_TEMPLATE

    def get_preview_value(self) -> StructValue:
        """The preview value, with the defaults of the fields that it does not give."""
        return self.to_python(self._evaluate_callable(getattr(self.meta, "preview_value", {})))


class SharedBlock(SharedRules):
    """A block of the vocabulary, which the library shares with clinics.

    Subclasses declare their fields and ``Meta``: template, icon, label, group, description, and a preview
    value in the shape in which the block is stored.
    """

    heading = heading_block()

    class Meta:
        label_format = "{heading}"
