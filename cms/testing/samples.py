"""What the kit tries a plugin with, where the plugin's own defaults and previews do not suffice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.plugins.contexts import PluginContext

Fill = Callable[[PluginContext, int], None]


@dataclass(frozen=True, slots=True)
class Samples:
    """Examples for one plugin; what is left out the kit makes by itself.

    ``blocks`` are values as they are stored, by the name of the block; without one the preview value is
    taken. ``fill`` gets a ``PluginContext`` and a number, and leaves the clinic with that many records of
    each kind that the plugin keeps. ``person`` identifies somebody whom ``fill`` entered, for ``erase``.
    ``words`` are texts of these examples that stand in pages and are not to be translated.
    """

    blocks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fill: Fill | None = None
    person: str = ""
    words: Sequence[str] = ()
