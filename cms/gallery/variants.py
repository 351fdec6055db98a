"""Values of a block in a state, made from its preview value and from how its fields are declared.

A value that the block refuses gives way to the one of the preview, so every specimen is one that an editor
could have written.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.writing import LineBlock, ProseBlock
from cms.gallery.states import State
from cms.gallery.texts import LINE, LONG_LINE, LONG_PROSE, PROSE, turned

LINES = (blocks.CharBlock, blocks.TextBlock, LineBlock)
RICH = (blocks.RichTextBlock, ProseBlock)
NOT_SHOWN = ("policy",)
FEW, MANY = 3, 12


@dataclass(frozen=True, slots=True)
class Variation:
    """What a state does with a field and with the rows of a list."""

    field: Callable[[Any, Any], Any]
    rows: Callable[[Any, list[Any]], list[Any]]


def varied(block: Any, sample: Any, variation: Variation) -> Any:
    """Return a stored value like ``sample``, itself a stored value of ``block``, in another state."""
    if isinstance(block, blocks.ListBlock):
        rows = variation.rows(block, [_row(one) for one in sample or []])
        return _kept(block, [varied(block.child_block, one, variation) for one in rows], sample)
    if isinstance(block, blocks.StructBlock):
        return _struct(block, sample, variation)
    if isinstance(block, blocks.StreamBlock):
        return sample
    return _kept(block, variation.field(block, sample), sample)


def _struct(block: Any, sample: Any, variation: Variation) -> Any:
    before = dict(sample or {})
    made = {
        name: before.get(name) if name in NOT_SHOWN else varied(child, before.get(name), variation)
        for name, child in block.child_blocks.items()
    }
    try:
        block.clean(block.to_python(made))
    except StructBlockValidationError as error:
        refused = {name: before.get(name) for name in error.block_errors or {}}
        return {**made, **refused} if refused else before
    except ValidationError:
        return before
    return made


def _kept(block: Any, made: Any, sample: Any) -> Any:
    """Return what was made, or the sample if that is refused."""
    try:
        block.clean(block.to_python(made))
    except (ValidationError, TypeError, ValueError):
        return sample
    return made


def _row(one: Any) -> Any:
    return one["value"] if isinstance(one, dict) and one.get("type") == "item" else one


# The usual state in letters from right to left


def _turned(block: Any, value: Any) -> Any:
    return turned(value) if isinstance(value, str) and type(block) in (*LINES, *RICH) else value


# Nothing in what may be empty


def _emptied(block: Any, value: Any) -> Any:
    if getattr(block, "required", True):
        return value
    return "" if isinstance(value, str) else (False if isinstance(value, bool) else None)


def _fewest(block: Any, rows: list[Any]) -> list[Any]:
    return rows[: block.meta.min_num or 0]


# Something in everything


def _filled(block: Any, value: Any) -> Any:
    if type(block) in RICH:
        return PROSE
    if value or isinstance(value, bool):
        return value
    if isinstance(block, blocks.ChoiceBlock):
        return next((key for key, _words in block.field.choices if key), value)
    if type(block) in LINES:
        return _at_most(block, LINE)
    return next((made for kind, made in FILLED.items() if isinstance(block, kind)), value)


FILLED: Mapping[type[Any], Any] = MappingProxyType(
    {
        blocks.URLBlock: "https://example.com/",
        blocks.EmailBlock: "sample@example.com",
        blocks.IntegerBlock: FEW,
        blocks.DateBlock: datetime.date(2026, 1, 1).isoformat(),
    }
)


def _one_of_each(block: Any, rows: list[Any]) -> list[Any]:
    """Return rows in which the first choice takes every value that it has."""
    rows = rows or [_empty_row(block)]
    children = getattr(block.child_block, "child_blocks", {})
    name = next((name for name, child in children.items() if isinstance(child, blocks.ChoiceBlock)), None)
    if name is None:
        return [rows[number % len(rows)] for number in range(max(FEW, len(rows)))]
    values = [key for key, _words in children[name].field.choices if key]
    return [{**rows[number % len(rows)], name: value} for number, value in enumerate(values)]


def _empty_row(block: Any) -> Any:
    return block.child_block.get_prep_value(block.child_block.get_default())


# Too much of everything


def _lengthened(block: Any, value: Any) -> Any:
    if type(block) in RICH:
        return LONG_PROSE
    return _at_most(block, LONG_LINE) if type(block) in LINES else _filled(block, value)


def _many(block: Any, rows: list[Any]) -> list[Any]:
    rows = _one_of_each(block, rows)
    most = block.meta.max_num or MANY
    return [rows[number % len(rows)] for number in range(min(most, max(MANY, len(rows))))]


def _at_most(block: Any, text: str) -> str:
    return text[: getattr(block.field, "max_length", None) or len(text)].strip()


def _same(_block: Any, value: Any) -> Any:
    return value


TURNED = Variation(_turned, _same)
VARIATIONS: Mapping[State, Variation] = MappingProxyType(
    {
        State.MINIMAL: Variation(_emptied, _fewest),
        State.FULL: Variation(_filled, _one_of_each),
        State.LONG: Variation(_lengthened, _many),
    }
)
"""What states do with the preview value; the others leave it alone."""
