"""A clinic's settings of a plugin: one struct block, stored as JSON, checked as strictly as a page is."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from wagtail.blocks import StructBlockValidationError

from cms.plugins.activation import active_settings
from cms.plugins.registry import Entry, registry
from cms.plugins.remembering import remembered
from cms.plugins.secrecy.within import lost_in, with_own, withheld
from cms.plugins.setting_errors import in_sentences
from cms.streams.blocks import DurableStructBlock

logger = logging.getLogger(__name__)

EMPTY: Mapping[str, Any] = MappingProxyType({})
WHERE = "manage.py plugins reencrypt names the clinics."


def settings_block(entry: Entry) -> DurableStructBlock | None:
    """Return the block of a plugin's settings, ``None`` if it has none."""
    return entry.plugin.settings_block if entry.plugin else None


def empty_settings(entry: Entry) -> dict[str, Any]:
    """Return the defaults of the plugin's block."""
    block = settings_block(entry)
    return {} if block is None else _plain(block.get_prep_value(block.get_default()))


def clean_settings(
    entry: Entry, raw: Mapping[str, Any], known: Collection[str] = (), own: Mapping[str, Any] = EMPTY
) -> dict[str, Any]:
    """Return settings as they are stored; raises ``ValidationError`` with one message per wrong field.

    ``known`` are names that are stored already: what the plugin no longer has is kept, as in a page's blocks.
    Secrets that ``raw`` has not, and only stands for, are those in ``own``, the clinic's settings till now.
    """
    block, raw = _known(entry, raw, known, own)
    if block is None:
        return dict(raw)
    value = block.to_python(dict(raw))
    try:
        return _plain(block.get_prep_value(block.clean(value)))
    except ValidationError as error:
        raise ValidationError(in_sentences(block, error)) from error


def clean_some(entry: Entry, raw: Mapping[str, Any], own: Mapping[str, Any] = EMPTY) -> dict[str, Any]:
    """Return some of the settings as they are stored, each checked by itself; others need not be there."""
    block, raw = _known(entry, raw, (), own)
    if block is None:
        return {}
    value = block.to_python(dict(raw))
    cleaned, errors = {}, {}
    for name in raw:
        child = block.child_blocks[name]
        try:
            cleaned[name] = child.get_prep_value(child.clean(value[name]))
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(in_sentences(block, StructBlockValidationError(errors)))
    return _plain(cleaned)


def read_settings(entry: Entry, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return stored settings as the plugin gets them: a struct value."""
    block = settings_block(entry)
    if block is None:
        return raw
    value = block.to_python(dict(raw))
    for place in lost_in(value):
        logger.error("No key decrypts “%s” of the plugin %s any more. %s", place, entry.name, WHERE)
    return value


def for_another(entry: Entry | None, settings: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a clinic's settings as another clinic gets them: with the secrets that it has as its ``own``."""
    block = settings_block(entry) if entry else None
    return with_own(withheld(settings, block), in_present_shape(block, own))


def active_values(plugin: str, clinic_id: int) -> Mapping[str, Any] | None:
    """Return a plugin's settings at a clinic as the plugin gets them; ``None`` where it is not active."""
    raw = active_settings(clinic_id).get(plugin)
    if raw is None:
        return None
    entry = registry.loaded[plugin]
    return remembered(("settings", plugin, clinic_id), lambda: read_settings(entry, raw))


def _known(
    entry: Entry, raw: Mapping[str, Any], known: Collection[str], own: Mapping[str, Any]
) -> tuple[DurableStructBlock | None, Mapping[str, Any]]:
    """Return the block and settings in its present shape; raises ``ValidationError`` for one it has not."""
    block = settings_block(entry)
    raw = with_own(in_present_shape(block, raw), in_present_shape(block, own))
    unknown = sorted(set(raw) - set(block.child_blocks if block else ()) - set(known))
    if unknown and block is None:
        raise ValidationError(_("“%(title)s” has no settings.") % {"title": entry.title})
    if unknown:
        raise ValidationError(
            _("“%(title)s” has no setting %(names)s.") % {"title": entry.title, "names": ", ".join(unknown)}
        )
    return block, raw


def in_present_shape(block: DurableStructBlock | None, stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return stored settings in the present shape of the block; nothing stays nothing."""
    return block.upgrade(dict(stored)) if block and stored else stored


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with dates, times and decimals as JSON has them: as texts, as in a page's blocks."""
    plain: dict[str, Any] = json.loads(json.dumps(settings, cls=DjangoJSONEncoder))
    return plain
