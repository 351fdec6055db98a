"""A plugin all of whose code fails, as far as pages and addresses call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, NoReturn
from unittest.mock import patch

from django.urls import URLPattern, URLResolver

from cms.plugins.declaration import Plugin
from cms.plugins.registry import registry


class BrokenError(RuntimeError):
    """What the code of a plugin raises while the kit has broken it."""


def fail(*args: Any, **kwargs: Any) -> NoReturn:
    """Stand for a function of a plugin."""
    raise BrokenError("The kit broke this plugin.")


@contextmanager
def broken(plugin: Plugin) -> Iterator[None]:
    """Let everything that the plugin registered for pages and addresses raise inside a ``with`` block."""
    with ExitStack() as undo:
        # What is undone last: the registry has to hold the plugin as it is when it is whole again.
        undo.callback(_fill_again)
        for name, value in (
            ("in_slots", [replace(one, function=fail) for one in plugin.in_slots]),
            ("data_functions", [fail for _one in plugin.data_functions]),
            ("intent_function", fail if plugin.intent_function else None),
        ):
            undo.enter_context(patch.object(plugin, name, value))
        for block in plugin.blocks:
            undo.enter_context(patch.object(block.block_class, "render", fail))
        for pattern in _patterns(plugin.site_patterns):
            undo.enter_context(patch.object(pattern, "callback", fail))
        _fill_again()
        yield


def _fill_again() -> None:
    registry.fill([one.installed for one in registry.entries])


def _patterns(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one
