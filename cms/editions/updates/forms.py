"""The form in which a clinic writes a new version of a block or field, inside the inbox."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockField

from cms.editions.models import Edition
from cms.editions.updates.values import Waiting
from cms.library.models import LibraryPage


class RewriteForm(forms.Form):
    """A new version, in the block's own form, filled with a version that is there already."""

    shown = forms.CharField(widget=forms.HiddenInput(), required=False)
    reason = forms.CharField(label=_("Why (optional)"), max_length=300, required=False)

    def __init__(self, item: Waiting, data: Any = None) -> None:
        self.block = block_for(item)
        super().__init__(data, initial={"shown": item.stamp})
        start = _start(item)
        self.fields["version"] = BlockField(
            self.block, label=_("Your new version"), initial=self.block.to_python(start)
        )
        self.order_fields(["version", "reason", "shown"])

    def stored_version(self) -> Any:
        """Return what is to be stored, once the form is valid."""
        return self.block.get_prep_value(self.cleaned_data["version"])


def block_for(item: Waiting) -> Any:
    """Return the block whose form asks for a version of ``item``."""
    known = item.local or item.library
    name, model = ("fields", Edition) if item.is_field else ("body", LibraryPage)
    kind = item.target if item.is_field or known is None else known.type
    block = copy.copy(model._meta.get_field(name).stream_block.child_blocks[kind])
    block.set_name("version")
    return block


def _start(item: Waiting) -> Any:
    if item.merged is not None and item.merged.is_clean:
        return item.merged.value
    known = item.local or item.library
    return known.value if known else None
