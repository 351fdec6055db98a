"""Which blocks of plugins may be added to a page, by the place where the page stands.

On a page of a clinic these are the blocks of the plugins that the clinic has on; on any other page, such as
those of the library, the blocks of the plugins that the network allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from cms.clinics.records import clinic_for_page_path
from cms.locales.context import RequestContext, use_context
from cms.plugins.activation import active_settings
from cms.plugins.block_types import title_of
from cms.plugins.models import Allowance
from cms.plugins.registry import registry
from cms.streams.palette import Dormant, Palette, blocks_of_types, use_palette


@dataclass(frozen=True, slots=True)
class Editing:
    """For whom a page is edited, ``None`` if for no clinic, and what may be added to it."""

    here: RequestContext | None
    palette: Palette

    @contextmanager
    def begun(self) -> Iterator[Palette]:
        """Let that hold inside a ``with`` block: for the streams, and for plugins that ask where they are."""
        with use_context(self.here), use_palette(self.palette) as palette:
            yield palette


def editing(page: Model, path: str) -> Editing:
    """Return what holds for editing ``page``, which stands at ``path`` in the tree or will stand below it.

    The dormant blocks that it holds as it was read are those that it may keep.
    """
    owner = clinic_for_page_path(path)
    dormant = dormant_blocks(owner[0].id if owner else None)
    kept = blocks_of_types(dormant, _stored(page) if dormant else ())
    return Editing(RequestContext(*owner) if owner else None, Palette(dormant, kept))


def dormant_blocks(clinic_id: int | None) -> Mapping[str, Dormant]:
    """Return the types of blocks that show nothing for a clinic, or for ``None`` on none of them."""
    if not registry.blocks:
        return {}
    if clinic_id is None:
        awake = set(Allowance.objects.values_list("plugin", flat=True))
    else:
        awake = set(active_settings(clinic_id))
    return {
        name: _dormant(one.plugin, is_clinic=clinic_id is not None)
        for name, one in registry.blocks.items()
        if one.plugin not in awake
    }


def _dormant(plugin: str, *, is_clinic: bool) -> Dormant:
    title = {"title": title_of(plugin)}
    if is_clinic:
        return Dormant(
            _("plugin is off: visitors do not see it"),
            _("The plugin “%(title)s” is off, so visitors do not see this block.") % title,
            _("Have the plugin switched on, or remove the block."),
        )
    return Dormant(
        _("plugin is not allowed: visitors do not see it"),
        _("The network does not allow the plugin “%(title)s”, so visitors do not see this block.") % title,
        _("Have the plugin allowed, or remove the block."),
    )


def _stored(page: Model) -> list[Any]:
    fields = [one for one in page._meta.concrete_fields if isinstance(one, StreamField)]
    return [one.stream_block.get_prep_value(getattr(page, one.name)) for one in fields]
