"""Every block of every page body in every state, one specimen each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import get_page_models

from cms.blocks.shared import SharedRules
from cms.blocks.shown import ShownBlock
from cms.editions.editor.overlay import Label, LabelledBlock
from cms.gallery.clinic import Sample
from cms.gallery.faults import fault
from cms.gallery.pictures import sample_picture
from cms.gallery.states import State
from cms.gallery.variants import TURNED, VARIATIONS, varied
from cms.streams.stream_block import DurableStreamBlock

BODY = "body"
PROBLEM = '<p class="notice"><strong>{}</strong></p>'
WITH_PICTURE = (State.FULL, State.LONG)


@dataclass(frozen=True, slots=True)
class Failure:
    """A specimen that could not be shown: ``problem`` names template and line."""

    specimen: str
    problem: str


@dataclass(slots=True)
class Specimen:
    """A block with a value, as ``{% rendered_blocks %}`` takes it; what fails in it is kept and shown."""

    name: str
    block: Any
    value: Any
    told: Mapping[str, Any]
    failures: list[Failure] = field(default_factory=list)

    def render(self, context: Mapping[str, Any] | None = None) -> SafeString:
        """Return the HTML of the block, or what went wrong."""
        html = SafeString("")
        try:
            if not self.failures:
                html = self.block.render(self.value, context={**(context or {}), **self.told})
        except Exception as error:  # whatever a template may do wrong, its author is to read it
            self.failures.append(Failure(self.name, fault(error)))
        problems = format_html_join("", PROBLEM, ((one.problem,) for one in self.failures))
        return problems or html


def body_blocks() -> Mapping[str, Any]:
    """Return every block that the body of some page may hold, by its stored name."""
    found: dict[str, Any] = {}
    for model in get_page_models():
        for one in model._meta.get_fields():
            if isinstance(stream := getattr(one, "stream_block", None), DurableStreamBlock):
                found |= stream.child_blocks if one.name == BODY else {}
    return {name: block for name, block in found.items() if isinstance(block, SharedRules)}


def specimens(state: State, sample: Sample) -> list[ShownBlock]:
    """Return every block in a state, ready for a page."""
    made = (
        _shown(number, specimen, state, sample)
        for number, specimen in enumerate(_specimens(state, sample), start=1)
    )
    return list(made)


def specimen_of(shown: ShownBlock) -> Specimen:
    """Return the specimen that a page shows."""
    found: Specimen = shown.bound
    return found


def _specimens(state: State, sample: Sample) -> Iterator[Specimen]:
    for name, block in body_blocks().items():
        yield _specimen(f"blocks/{state}/{name}", block, state, sample)


def _specimen(name: str, block: Any, state: State, sample: Sample) -> Specimen:
    try:
        value = value_of(block, state, sample)
        told = {} if state is State.NOTHING else block.get_preview_context(value, {})
    except Exception as error:  # that of a plugin may fail at anything
        return Specimen(name, block, {}, {}, [Failure(name, fault(error))])
    return Specimen(name, block, value, told)


def value_of(block: Any, state: State, sample: Sample) -> Any:
    """Return the value of a block in a state."""
    stored = json.loads(json.dumps(block.get_prep_value(block.get_preview_value()), cls=DjangoJSONEncoder))
    if state in VARIATIONS:
        stored = varied(block, stored, VARIATIONS[state])
    if sample.language.is_turned:
        stored = varied(block, stored, TURNED)
    value = block.to_python(stored)
    if state in WITH_PICTURE:
        _put_pictures(block, value)
    return value


def _put_pictures(block: Any, value: Any) -> None:
    for name, child in block.child_blocks.items():
        if isinstance(child, ImageChooserBlock):
            value[name] = sample_picture()


def _shown(number: int, specimen: Specimen, state: State, sample: Sample) -> ShownBlock:
    shown = ShownBlock(f"{number:08d}", specimen.block.name, specimen)
    if state is State.FOREIGN:
        return replace(shown, language="da" if sample.language.code == "en" else "en")
    if state is State.LABELLED:
        label = Label("added", sample.said("These words are your own"), (sample.said("A remark about them"),))
        return LabelledBlock(shown.id, shown.type, shown.bound, label=label)
    return shown
