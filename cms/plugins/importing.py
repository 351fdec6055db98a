"""Where a plugin's code is imported: what it raises is a problem of the plugin, and of nobody else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from cms.plugins.containment import FAILURES, in_words

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Imported:
    """A module of a plugin; ``problem`` is a sentence that says why there is none, empty if there is one."""

    module: ModuleType | None
    problem: str = ""


def import_part(module: str, plugin: str) -> Imported:
    """Import a module of ``plugin``; a failure is logged."""
    try:
        return Imported(import_module(module))
    except FAILURES as error:
        logger.exception("The plugin %s cannot be imported: %s.", plugin, module)
        return Imported(None, f"It cannot be imported: {in_words(error)}")
