"""A clinic's settings of a plugin as a form, the plugin's block as in the page editor; and a reason."""

from __future__ import annotations

import copy
from typing import Any, cast

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockField, BlockWidget

from cms.plugins.decisions import LONGEST_REASON
from cms.plugins.presets import first_settings
from cms.plugins.registry import Entry
from cms.plugins.settings import settings_block


class WhyForm(forms.Form):
    """Why somebody decides what they are about to decide."""

    why = forms.CharField(
        required=False, max_length=LONGEST_REASON, label=_("Why"), help_text=_("The log keeps it.")
    )


class SettingsForm(forms.Form):
    """One field, ``settings``: the plugin's block with what the clinic stored."""

    def __init__(self, *args: Any, entry: Entry, stored: dict[str, Any] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        block = settings_block(entry)
        if block is not None:
            value = block.to_python(first_settings(entry) if stored is None else stored)
            if not block.meta.label:
                # A copy, of which Wagtail keeps nothing.
                block = copy.copy(block)
                block.label = entry.title
            self.fields["settings"] = BlockField(block, initial=value, label=entry.title)

    def rendered(self) -> SafeString:
        """Return the block's form, with a message at each field that is wrong."""
        bound = self["settings"]
        widget = cast("BlockWidget", bound.field.widget)
        return widget.render_with_errors(bound.html_name, bound.value(), errors=bound.errors)

    @property
    def stored(self) -> dict[str, Any]:
        """What was filled in, as it is stored."""
        field = cast("BlockField", self.fields["settings"])
        return dict(field.block.get_prep_value(self.cleaned_data["settings"]))
