"""Clinic variables: names in braces, such as ``{city}``, that every clinic's page fills with its own details.

Braces that hold anything but letters and underscores are ordinary text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

NAMES = ("clinic", "city", "phone", "emergency_number")
PATTERN = re.compile(r"\{([^\W\d]+)\}")
WRITTEN_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)


def unknown_variables(text: str) -> tuple[str, ...]:
    """The names in braces in the text that no clinic can fill, each once, in the order of the text."""
    found = dict.fromkeys(PATTERN.findall(text))
    return tuple(name for name in found if name not in NAMES)


def fill(html: str, variables: Mapping[str, str]) -> SafeString:
    """Put the values into HTML. Values are escaped for text and for quoted attributes alike.

    A name without a value stays as it is written, and a value is never filled a second time.
    """
    if "{" not in html:
        return mark_safe(html)
    filled = PATTERN.sub(
        lambda match: str(escape(variables[match[1]])) if match[1] in variables else match[0], html
    )
    return mark_safe(filled)


def fill_text(text: str, variables: Mapping[str, str]) -> str:
    """Put the values into plain text, such as a title, that a template escapes afterwards."""
    return PATTERN.sub(lambda match: variables.get(match[1], match[0]), text)


def variable_error(text: str) -> ValidationError | None:
    """The message for a text that names unknown variables, or nothing."""
    unknown = unknown_variables(text)
    if not unknown:
        return None
    return ValidationError(
        _("%(unknown)s is not a variable. You can use %(known)s."),
        code="unknown_variable",
        params={"unknown": in_braces(unknown), "known": in_braces(NAMES)},
    )


def variable_errors(block: blocks.Block, value: Any) -> ValidationError | None:
    """The same for a block's value of any shape, as an error that shows at the field it comes from."""
    if isinstance(block, WRITTEN_BLOCKS):
        return variable_error(str(block.get_prep_value(value) or ""))
    if isinstance(block, blocks.StructBlock):
        found = {name: variable_errors(child, value.get(name)) for name, child in block.child_blocks.items()}
        return _gathered(StructBlockValidationError, found)
    if isinstance(block, blocks.ListBlock):
        items = enumerate(value or ())
        return _gathered(
            ListBlockValidationError, {i: variable_errors(block.child_block, item) for i, item in items}
        )
    if isinstance(block, blocks.StreamBlock):
        children = enumerate(value or ())
        return _gathered(
            StreamBlockValidationError,
            {i: variable_errors(child.block, child.value) for i, child in children},
        )
    return None


def in_braces(names: tuple[str, ...]) -> str:
    """The names as an editor writes them: ``{clinic}, {city}``."""
    return ", ".join(f"{{{name}}}" for name in names)


def _gathered(
    error_class: Callable[..., ValidationError], found: Mapping[Any, ValidationError | None]
) -> ValidationError | None:
    errors = {place: error for place, error in found.items() if error}
    return error_class(block_errors=errors) if errors else None
