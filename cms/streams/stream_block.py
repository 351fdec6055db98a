"""A stream that loses nothing: a block of a type that is not installed is sealed, kept and written back."""

from __future__ import annotations

import copy
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, StreamBlock, StreamBlockValidationError, StreamValue

from cms.streams.palette import current_palette
from cms.streams.payloads import sign, verify
from cms.streams.sealed_block import ALTERED, SealedBlock
from cms.streams.sources import BlockSource
from cms.streams.values import Refused, Sealed, UneditableError

SEALED = "sealed"

UNREADABLE = _(
    "The content of this field is damaged: it is not a list of blocks. It is kept as it is. "
    "Ask for it to be repaired, or remove it and write it anew."
)


class ChildBlocks(dict[str, Block]):
    """The installed child blocks by name; looking up any other name gives its sealed block."""

    def __missing__(self, name: str) -> SealedBlock:
        return SealedBlock.of(name)

    def copy(self) -> ChildBlocks:
        return ChildBlocks(self)


class DurableStreamBlock(StreamBlock):
    """Wagtail's StreamBlock, except that what it cannot read survives every load, edit and save.

    A block whose type is not installed keeps its type, id and place; its value is a `Sealed`. A stored value
    that is not a list of blocks gives an empty stream whose `raw_text` holds that value; it is written
    back as it was, and `clean` refuses it.

    A stream has the blocks of its `source` beside its own. Those that leave the source are sealed from then
    on, until they are back.
    """

    source: ClassVar[BlockSource | None] = None

    _own_blocks: Mapping[str, Block]
    _gathered: tuple[int | None, ChildBlocks]

    def __init__(self, local_blocks: Any = None, search_index: bool = True, **kwargs: Any) -> None:
        super().__init__(local_blocks, search_index=search_index, **kwargs)
        self.child_blocks = {**self.base_blocks, **dict(local_blocks or ())}

    @property
    def child_blocks(self) -> ChildBlocks:
        """The installed blocks: the stream's own, then those that its source has now."""
        generation = self.source.generation if self.source else None
        gathered, blocks = self._gathered
        if gathered != generation and self.source:
            blocks = ChildBlocks({**self._own_blocks, **self.source.blocks()})
            self._gathered = (generation, blocks)
        return blocks

    @child_blocks.setter
    def child_blocks(self, own: Mapping[str, Block]) -> None:
        self._own_blocks = own
        self._gathered = (None, ChildBlocks(own))

    def to_python(self, value: Any) -> StreamValue:
        """Return the stream for stored JSON, as text or parsed, or for a list of (type, value) tuples."""
        if isinstance(value, StreamValue):
            return value
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return self.empty_value(raw_text=value)
        if value is None or value == "" or value == []:
            return self.empty_value()
        if _is_stored_stream(value):
            return StreamValue(self, list(value), is_lazy=True)
        if _is_list_of_tuples(value):
            return StreamValue(
                self, [(name, self.child_blocks[name].normalize(item)) for name, item in value]
            )
        return self.empty_value(raw_text=value)

    def bulk_to_python(self, values: Iterable[Any]) -> list[StreamValue]:
        """Return one stream for each stored value, converting all blocks of a type together."""
        streams = list(values)
        batches: defaultdict[str, list[Any]] = defaultdict(list)
        for stream in filter(_is_stored_stream, streams):
            for item in stream:
                batches[item["type"]].append(item["value"])
        converted = {
            name: iter(self.child_blocks[name].bulk_to_python(batch)) for name, batch in batches.items()
        }
        return [
            StreamValue(
                self, [(item["type"], next(converted[item["type"]]), item.get("id")) for item in stream]
            )
            if _is_stored_stream(stream)
            else self.to_python(stream)
            for stream in streams
        ]

    def get_prep_value(self, value: Any) -> Any:
        """Return the JSON to store: a list of blocks, or what could not be read, as it was."""
        if not value and getattr(value, "raw_text", None) is not None:
            return value.raw_text
        return super().get_prep_value(value)

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        """Return the rows of the editor; sealed content and an unreadable value travel as signed text."""
        editable = self.editable_blocks()
        rows = [_form_row(child, editable) for child in value or ()]
        if getattr(value, "raw_text", None) is not None:
            state = {"type": "", "payload": sign({"stream": value.raw_text})}
            rows.insert(0, {"type": SEALED, "value": state, "id": None})
        return rows

    def editable_blocks(self) -> ChildBlocks:
        """Return the installed blocks whose form can be shown now; content of the others is shown sealed."""
        return ChildBlocks(
            {name: one for name, one in self.child_blocks.items() if getattr(one, "is_editable", True)}
        )

    def with_editable_blocks(self) -> DurableStreamBlock:
        """Return this stream with no other blocks than ``editable_blocks``; a copy, not kept by Wagtail."""
        stream = copy.copy(self)
        stream._gathered = (self._gathered[0], self.editable_blocks())
        return stream

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        """Return the stream that a form posted; an id that is posted twice is renewed at its second use."""
        rows = sorted(
            (int(data[f"{prefix}-{index}-order"]), index)
            for index in range(int(data[f"{prefix}-count"]))
            if not data[f"{prefix}-{index}-deleted"]
        )
        children: list[tuple[str, Any, str | None]] = []
        raw_text, seen = None, set[str]()
        for _order, index in rows:
            row = f"{prefix}-{index}"
            name, value = self._posted_child(data, files, row)
            if name is None:
                raw_text = value
                continue
            block_id = data.get(f"{row}-id") or None
            if block_id in seen:
                block_id = str(uuid.uuid4())
            if block_id:
                seen.add(block_id)
            children.append((name, value, block_id))
        return StreamValue(self, children, raw_text=raw_text)

    def _posted_child(self, data: Any, files: Any, row: str) -> tuple[str | None, Any]:
        """Return type and value of a posted row; the type is None for a stream that could not be read."""
        name = data[f"{row}-type"]
        if name in self.child_blocks:
            return name, self.child_blocks[name].value_from_datadict(data, files, f"{row}-value")
        if name != SEALED:
            return name, Refused(name, str(ALTERED))
        whole = verify(data.get(f"{row}-value"), "stream")
        if whole is not None:
            return None, whole["stream"]
        value = SealedBlock.of(SEALED).value_from_datadict(data, files, f"{row}-value")
        if isinstance(value, Sealed) and value.type in self.child_blocks:
            block = self.child_blocks[value.type]
            return value.type, getattr(block, "unsealed", block.to_python)(value.raw)
        return value.type, value

    def clean(self, value: StreamValue) -> StreamValue:
        """Return the stream with its blocks cleaned, or raise with what is wrong at each block.

        Limits on types that are not installed do not count. New blocks that the palette does not have are
        refused.
        """
        if value.raw_text is not None:
            raise StreamBlockValidationError(
                non_block_errors=[ValidationError(UNREADABLE, code="unreadable")]
            )
        rules = self.installed_block_counts()
        if rules != self.meta.block_counts:
            return self._with_block_counts(rules).clean(value)
        refused = current_palette().refusals(value)
        try:
            cleaned = super().clean(value)
        except StreamBlockValidationError as error:
            errors = dict(sorted({**error.block_errors, **refused}.items()))
            raise StreamBlockValidationError(errors, error.non_block_errors) from error
        if refused:
            raise StreamBlockValidationError(refused)
        return cleaned

    def installed_block_counts(self) -> dict[str, Any]:
        """Return the limits per block type, without those for types that are not installed."""
        return {name: rule for name, rule in self.meta.block_counts.items() if name in self.child_blocks}

    def _with_block_counts(self, rules: dict[str, Any]) -> DurableStreamBlock:
        block = copy.copy(self)
        block.meta = copy.copy(self.meta)
        block.meta.block_counts = rules
        return block

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, Any]]:
        """Return the blocks for an API, without those that have nothing to tell, such as sealed ones."""
        rows = super().get_api_representation(value, context=context)
        return [row for row in rows if row["value"] is not None]

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Return the blocks one after the other; one that shows nothing leaves no empty element behind."""
        rendered = ((child.render(context=context), child.block_type) for child in value)
        return format_html_join(
            "\n",
            '<div class="w-block-{1} block-{1}">{0}</div>',
            ((html, name) for html, name in rendered if html.strip()),
        )


def _form_row(child: Any, editable: ChildBlocks) -> dict[str, Any]:
    row = {"type": child.block_type, "id": child.id or str(uuid.uuid4())}
    if child.block_type in editable:
        with suppress(UneditableError):
            return {**row, "value": child.block.get_form_state(child.value)}
    sealed = SealedBlock.of(child.block_type)
    value = (
        child.value
        if isinstance(child.value, (Sealed, Refused))
        else sealed.to_python(child.get_prep_value()["value"])
    )
    return {**row, "type": SEALED, "value": sealed.get_form_state(value)}


def _is_stored_stream(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(
        isinstance(item, dict) and isinstance(item.get("type"), str) and "value" in item for item in value
    )


def _is_list_of_tuples(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(
        isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str) for item in value
    )
