"""A struct that loses nothing: a field that the block no longer defines is kept and written back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructBlock, StructBlockValidationError

from cms.streams.payloads import sign, verify
from cms.streams.values import DurableStructValue

KEPT = "kept-fields"  # no child block can have this name: names hold no dashes
REFUSED = "refused"  # stands for signed text that was not accepted, and is not accepted again

OUT_OF_DATE = _(
    "The fields of this block have changed since the form was opened, or the form was altered. "
    "Copy what you wrote, reload the page and enter it again."
)
DAMAGED = _("The content of this block is damaged and kept as it is. Remove the block and write it anew.")


class DurableStructBlock(StructBlock):
    """Wagtail's StructBlock, except that stored fields it does not define survive every load, edit and save.

    Override `upgrade` to open values that an older version of the block stored.
    """

    class Meta:
        value_class = DurableStructValue

    def upgrade(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return a stored value in the present shape.

        Called with what is stored each time a value is read, so it must be pure, must leave its argument
        alone, and must be idempotent: `upgrade(upgrade(raw)) == upgrade(raw)`.
        Blocks that once stored something else than an object get that too, and must answer with an object.
        """
        return raw

    def to_python(self, value: Any) -> Any:
        """Return the value for stored JSON, in whatever shape the block once had."""
        if isinstance(value, self.meta.value_class):
            return value
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Return one value for each stored JSON value, converting each field in all of them together."""
        upgraded = [self.upgrade(raw) for raw in values]
        known = [raw if isinstance(raw, dict) else {} for raw in upgraded]
        structs: list[Any] = super().bulk_to_python(known)
        for struct, raw in zip(structs, upgraded, strict=True):
            if isinstance(raw, dict):
                struct.vanished, struct.order = self._unknown_fields(raw), tuple(raw)
            else:
                struct.stored = raw
        return structs

    def normalize(self, value: Any) -> Any:
        """Return `value`, a mapping of fields to native values, as this block's own kind of value."""
        if isinstance(value, self.meta.value_class):
            return value
        unknown = self._unknown_fields(value)
        struct = super().normalize({name: item for name, item in value.items() if name not in unknown})
        struct.vanished = unknown
        return struct

    def get_prep_value(self, value: Any) -> Any:
        """Return the JSON to store: the fields in the order in which they were stored, also vanished ones."""
        if getattr(value, "stored", None) is not None:
            return value.stored
        fields = {**super().get_prep_value(value), **getattr(value, "vanished", {})}
        order = dict.fromkeys((*getattr(value, "order", ()), *fields))
        return {name: fields[name] for name in order if name in fields}

    def get_form_state(self, value: Any) -> dict[str, Any]:
        """Return the fields for the editor, and as signed text what the editor does not show."""
        kept = {
            "fields": list(self.child_blocks),
            "vanished": getattr(value, "vanished", {}),
            "stored": getattr(value, "stored", None),
        }
        payload = REFUSED if getattr(value, "refusal", "") else sign(kept)
        return {**super().get_form_state(value), KEPT: payload}

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Return what a form posted, refused when the form is out of date or was altered.

        A form that carries no signed text, such as one that code fills in, adds no vanished fields.
        """
        payload = data.get(f"{prefix}-{KEPT}")
        kept = verify(payload, "fields", "vanished", "stored")
        offered = set(kept["fields"]) if kept else self.child_blocks.keys()
        struct = self._to_struct_value(
            [
                (
                    name,
                    block.value_from_datadict(data, files, f"{prefix}-{name}")
                    if name in offered
                    else block.get_default(),
                )
                for name, block in self.child_blocks.items()
            ]
        )
        if kept:
            struct.vanished, struct.stored = kept["vanished"], kept["stored"]
        if (payload and not kept) or offered - self.child_blocks.keys():
            struct.refusal = str(OUT_OF_DATE)
        return struct

    def clean(self, value: Any) -> Any:
        """Return the value with its fields cleaned; raise when it may not be written."""
        if problem := getattr(value, "refusal", "") or (
            getattr(value, "stored", None) is not None and DAMAGED
        ):
            raise StructBlockValidationError(non_block_errors=[ValidationError(problem, code="durable")])
        struct = super().clean(value)
        struct.vanished, struct.order = getattr(value, "vanished", {}), getattr(value, "order", ())
        return struct

    def get_comparison_class(self) -> Any:
        """Return the class with which revisions are compared."""
        from cms.streams.comparison import (
            DurableStructComparison,
        )  # the admin's comparison needs loaded models

        return DurableStructComparison

    def _unknown_fields(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {name: item for name, item in raw.items() if name not in self.child_blocks}
