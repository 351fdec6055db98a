"""The block that stands in for a block type which is not installed: it keeps the content, unseen."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block

from cms.streams.payloads import sign, verify
from cms.streams.values import Refused, Sealed

ALTERED = _(
    "This content comes from a part of the system that is not installed, and it cannot be changed here. "
    "Reload the page to get it back, or remove it."
)


class SealedBlock(Block):
    """Keeps the stored value of one block type that is not installed, through code, forms and revisions."""

    class Meta:
        label = _("Content that is not available")
        icon = "lock"

    @classmethod
    def of(cls, type: str) -> SealedBlock:
        """Return the sealed block for a stored block type.

        It is a copy: Wagtail keeps every block that is constructed for as long as the process lives.
        """
        block = copy.copy(_prototype)
        block.set_name(type)
        return block

    def normalize(self, value: Any) -> Sealed | Refused:
        """Return `value` sealed, unless it is already."""
        return value if isinstance(value, (Sealed, Refused)) else Sealed(self.name, value)

    def to_python(self, value: Any) -> Sealed | Refused:
        """Return the stored JSON `value` sealed."""
        return self.normalize(value)

    def get_prep_value(self, value: Sealed | Refused) -> Any:
        """Return the stored JSON value, untouched."""
        return value.raw if isinstance(value, Sealed) else None

    def get_form_state(self, value: Sealed | Refused) -> dict[str, str]:
        """Return what the editor needs: the type to name, and the content as signed text."""
        payload = sign({"type": value.type, "value": value.raw}) if isinstance(value, Sealed) else ""
        return {"type": value.type, "payload": payload}

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Sealed | Refused:
        """Return the content that the form carried, refused when it was altered on the way."""
        content = verify(data.get(prefix), "type", "value")
        if content is None:
            return Refused(self.name, str(ALTERED))
        return Sealed(content["type"], content["value"])

    def clean(self, value: Sealed | Refused) -> Sealed:
        """Return `value`, or raise ValidationError when the form may not write it."""
        if isinstance(value, Refused):
            raise ValidationError(value.reason, code="sealed")
        return value

    def render(self, value: Any, context: Any = None) -> str:
        """Return nothing: visitors do not see sealed content."""
        return ""

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Return nothing, as `render` does."""
        return ""

    def get_api_representation(self, value: Any, context: Any = None) -> None:
        """Return nothing, as `render` does."""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return nothing: what visitors do not see is not found either."""
        return []

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Return no segments: translation tools pass over sealed content."""
        return []

    def restore_translated_segments(self, value: Any, segments: Iterable[Any]) -> Any:
        """Return `value` as it was: a translation keeps the sealed content of its source."""
        return value

    def get_comparison_class(self) -> Any:
        """Return the class with which revisions are compared."""
        from cms.streams.comparison import SealedComparison  # the admin's comparison needs loaded models

        return SealedComparison


_prototype = SealedBlock()
