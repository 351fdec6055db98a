"""The form field of a durable stream: a post that did not arrive whole is refused in words."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockField
from wagtail.blocks.base import BlockWidget

INCOMPLETE = _(
    "The page did not arrive whole, so nothing was saved. What you see is the page as it was saved last. "
    "Your connection may have been interrupted: please make your changes again."
)
NUMBER = re.compile(r"-?\d{1,9}")

logger = logging.getLogger(__name__)


class Incomplete:
    """A posted stream that lacks parts of itself, or contradicts itself."""


class WholeStreamWidget(BlockWidget):
    """Wagtail's editor of a stream; a post of it that makes no sense is ``Incomplete``.

    ``edited`` makes what holds where the stream is edited, such as its palette, hold inside a ``with`` block.
    """

    edited: Callable[[], AbstractContextManager[Any]] = staticmethod(nullcontext)

    def _build_block_json(self) -> None:
        with self.edited():
            super()._build_block_json()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the posted stream, or ``Incomplete``: a damaged post makes blocks fail in many ways."""
        try:
            if not counts_every_row(data, name):
                return Incomplete()
            return super().value_from_datadict(data, files, name)
        except (AttributeError, KeyError, TypeError, ValueError):
            logger.warning("The stream “%s” was posted in a form that cannot be read.", name, exc_info=True)
            return Incomplete()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A stream that is missing altogether did not arrive whole either."""
        return False


class WholeStreamField(BlockField):
    """A stream that says so when it did not arrive whole, and then shows what is stored."""

    widget: WholeStreamWidget

    def __init__(self, block: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", WholeStreamWidget(block))
        super().__init__(block=block, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if isinstance(data, Incomplete) else data

    def clean(self, value: Any) -> Any:
        if isinstance(value, Incomplete):
            raise ValidationError(INCOMPLETE, code="incomplete")
        with self.widget.edited():
            return super().clean(value)

    def has_changed(self, initial_value: Any, data_value: Any) -> bool:
        return isinstance(data_value, Incomplete) or super().has_changed(initial_value, data_value)


def counts_every_row(data: Any, name: str) -> bool:
    """Whether no list in a posted stream has rows beyond the number that it gives for them.

    These would be dropped without a word. A field of a block may be called ``count`` too; it has no rows.
    """
    for key in data:
        prefix, found, _rest = key.rpartition("-count")
        if not (found and key.startswith(f"{name}-") and NUMBER.fullmatch(str(data[key]))):
            continue
        if f"{prefix}-{max(0, int(data[key]))}-deleted" in data:
            return False
    return True
