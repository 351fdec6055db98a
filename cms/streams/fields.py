"""The model field for durable streams: nothing is lost on the way, and migrations hold no blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from wagtail.blocks import StreamBlock, StreamValue
from wagtail.fields import StreamField

from cms.streams.checks import check_blocks
from cms.streams.references import held_references
from cms.streams.stream_block import UNREADABLE, DurableStreamBlock


class DurableStreamField(StreamField):
    """A StreamField over a DurableStreamBlock: an instance, a class, or a list of (name, block).

    A class is constructed at first use, so it may gather its blocks from a registry that other
    applications fill while they load. Migrations hold no blocks; the field of a historical model treats every
    block as sealed, so it keeps all content.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    @cached_property
    def stream_block(self) -> DurableStreamBlock:
        """The stream's definition, with the field's options set on it."""
        block = self.block_types_arg
        if isinstance(block, type):
            block = block()
        elif not isinstance(block, StreamBlock):
            block = DurableStreamBlock(list(block))
        if not isinstance(block, DurableStreamBlock):
            raise TypeError(
                f"{type(block).__name__} must derive from DurableStreamBlock: other streams lose content."
            )
        block.set_meta_options(self.block_opts)
        return block

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field that refuses a post which did not arrive whole."""
        from cms.streams.posted import WholeStreamField  # forms of the admin need loaded models

        return super().formfield(**{"form_class": WholeStreamField, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field for a migration, without its blocks and its limits on them."""
        name, path, _args, kwargs = models.Field.deconstruct(
            self
        )  # StreamField's own would freeze the blocks
        return name, path, [], kwargs

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Return the errors of the field, and those of blocks inside it that would lose content."""
        return [*super().check(**kwargs), *check_blocks(self.stream_block, self)]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Raise ValidationError when the value is not a list of blocks."""
        if isinstance(value, StreamValue) and value.raw_text is not None:
            raise ValidationError(UNREADABLE, code="unreadable")
        super().validate(value, model_instance)

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        """Yield the references of the content, and those known of content that cannot be read now."""
        yield from super().extract_references(value)
        yield from held_references(self.stream_block, value)
