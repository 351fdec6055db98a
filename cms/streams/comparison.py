"""How two revisions of a durable stream are compared in the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.compare import (
    BlockComparison,
    StreamBlockComparison,
    StreamFieldComparison,
    StructBlockComparison,
    register_comparison_class,
)
from wagtail.blocks import Block

from cms.streams.fields import DurableStreamField


class SealedComparison(BlockComparison):
    """Says that there is content which cannot be shown, of which type, and whether it changed."""

    def htmlvalue(self, val: Any) -> str:
        return format_html(
            "<em>{}</em>", _("Content of the type “%(type)s”, which is not installed.") % {"type": val.type}
        )

    def htmldiff(self) -> str:
        return format_html(
            "<em>{}</em>",
            _("Content of the type “%(type)s”, which is not installed, has changed.")
            % {"type": self.val_b.type},
        )


class DurableStructComparison(StructBlockComparison):
    """Compares field by field, and names the vanished fields that changed."""

    def has_changed(self) -> bool:
        return bool(super().has_changed() or self._changed_names())

    def htmldiff(self) -> str:
        names = self._changed_names()
        if not names:
            return str(super().htmldiff())
        return format_html(
            "{}<p><em>{}</em></p>",
            super().htmldiff(),
            _("Fields that are not available have changed: %(names)s.") % {"names": ", ".join(names)},
        )

    def _changed_names(self) -> list[str]:
        before, after = getattr(self.val_a, "vanished", {}), getattr(self.val_b, "vanished", {})
        return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))


@dataclass(frozen=True, slots=True)
class _Child:
    """A block of a stream that is the same only if both its id and its type are."""

    id: tuple[str, str]
    block: Block
    value: Any


class DurableStreamComparison(StreamBlockComparison):
    """Compares blocks by id; a block whose type changed counts as one removed and one added."""

    @staticmethod
    def get_blocks_from_value(val: Any) -> list[_Child]:
        return [_Child((child.id, child.block_type), child.block, child.value) for child in val]


class DurableStreamFieldComparison(StreamFieldComparison):
    """Compares two values of a DurableStreamField."""

    def htmldiff(self) -> str:
        comparison = DurableStreamComparison(self.field.stream_block, True, True, self.val_a, self.val_b)
        return str(comparison.htmldiff())


def connect() -> None:
    """Make the admin compare durable streams with the classes above."""
    register_comparison_class(DurableStreamField, comparison_class=DurableStreamFieldComparison)
