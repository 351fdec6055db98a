"""What is wrong with settings, in sentences: for a message, for a command, and for the log of a script."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from cms.streams.blocks import DurableStructBlock


def in_sentences(block: DurableStructBlock, error: ValidationError) -> list[str]:
    """Return the errors of a struct block as sentences that begin with the label of their field."""
    by_field = getattr(error, "block_errors", {})
    found = [
        f"{block.child_blocks[name].label}: {' '.join(_messages(one))}"
        for name, one in by_field.items()
        if name != NON_FIELD_ERRORS
    ]
    general = getattr(error, "non_block_errors", None)
    return [*found, *(general or [])] or list(error.messages)


def _messages(error: ValidationError) -> list[str]:
    """Return what is wrong in a field, in the rows of a list and the fields of a row as well."""
    inner = getattr(error, "block_errors", None)
    if not inner:
        return list(error.messages)
    errors = inner.values() if isinstance(inner, Mapping) else (one for one in inner if one is not None)
    general = getattr(error, "non_block_errors", None) or ()
    return [*(message for one in errors for message in _messages(one)), *general]
