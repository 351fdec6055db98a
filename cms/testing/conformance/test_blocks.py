"""Points 7 and 8: the blocks of the plugin, while it is there and while it is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks.base import BlockWidget
from wagtail.models import Locale, Page, ReferenceIndex

from cms.pages.models import PlainPage
from cms.plugins.registry import Entry
from cms.plugins.tracing import Outcome, tracing
from cms.testing.points import concerns, demand_nothing
from cms.testing.trial import Trial
from cms.testing.two_clinics import LANGUAGES


def has_blocks(entry: Entry) -> bool:
    return bool(entry.plugin and entry.plugin.blocks)


@concerns(has_blocks)
def test_07_blocks_open_check_show_and_store(trial: Trial) -> None:
    """Blocks have a default and a preview value, can be edited, checked and shown, and store what they read.

    Give the block ``preview_value`` in its ``Meta``, in the shape in which it is stored. What is read and
    stored again must be the same JSON.
    """
    demand_nothing(problem for one in trial.plugin.blocks for problem in _block_problems(trial, one.name))


@concerns(has_blocks)
def test_08_content_survives_without_the_plugin(trial: Trial) -> None:
    """Pages are saved, published, copied and translated without the plugin; then its blocks are the same.

    A block must store all that it needs, and read the same each time: ``upgrade`` and ``get_prep_value`` may
    not depend on when or how often they are called.
    """
    demand_nothing(_seal_problems(trial))


def _block_problems(trial: Trial, name: str) -> Iterator[str]:
    block = trial.block(name)
    if not getattr(block.meta, "preview_value", None):
        yield f"{name} has no preview_value in its Meta."
    stored = trial.stored_value(name)
    value = block.to_python(stored)
    for what, one in (("default", block.get_default()), ("sample", value)):
        try:
            json.dumps(block.get_prep_value(one), cls=DjangoJSONEncoder)
            BlockWidget(block).render("body", one)
        except Exception as error:  # whatever a block may do wrong, its author is to read it
            yield f"{name}: the {what} value cannot be stored and edited. {type(error).__name__}: {error}"
    try:
        with trial.showing():
            block.clean(value)
    except ValidationError as error:
        yield f"{name} refuses its own sample: {error}"
    again = json.loads(json.dumps(block.get_prep_value(block.to_python(stored)), cls=DjangoJSONEncoder))
    if again != stored:
        yield f"{name} stores other JSON than it read: {stored} became {again}."
    for language in LANGUAGES:
        yield from _render_problems(trial, name, value, language)


def _render_problems(trial: Trial, name: str, value: Any, language: str) -> Iterator[str]:
    with trial.showing(language), tracing() as calls:
        html = trial.block(name).render(value)
    failed = [call.reason for call in calls if call.outcome is Outcome.FAILED]
    if failed or not html.strip():
        yield f"{name} shows nothing in {language}. {' '.join(failed)}"


def _seal_problems(trial: Trial) -> Iterator[str]:
    page = trial.page()
    before, references = _stored(page), _references(page)
    with trial.uninstalled():
        others = _worked_on(trial.page())
    for what, key in {"saved and published": page.pk, **others}.items():
        after = _stored(PlainPage.objects.get(pk=key))
        if after != before:
            yield f"A page that was {what} without the plugin holds other content: {before} became {after}."
    if _references(page) != references:
        yield "A page that was saved without the plugin refers to other things than before."


def _worked_on(page: PlainPage) -> dict[str, int]:
    """Do to a page what editors do, and return what came of it besides."""
    page.title = "Changed"
    page.save()
    page.save_revision()
    page.save_revision().publish()
    copied = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, copy_revisions=False)
    translated = copied.copy_for_translation(Locale.objects.get(language_code="da"))
    return {"copied": copied.pk, "translated": translated.pk}


def _stored(page: PlainPage) -> Any:
    """Return what is stored when every block of a page has been read."""
    list(page.body)
    return json.loads(json.dumps(page.body.stream_block.get_prep_value(page.body), cls=DjangoJSONEncoder))


def _references(page: Page) -> set[tuple[str, str]]:
    rows = ReferenceIndex.get_references_for_object(page)
    return set(rows.values_list("to_object_id", "content_path"))
