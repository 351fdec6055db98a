"""A plugin all of whose code fails: whatever it has registered raises when it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any, NoReturn
from unittest.mock import patch

from django.urls import URLPattern, URLResolver

from cms.plugins.declaration import Plugin
from cms.plugins.registry import registry

# Of a block, what shows it or looks at what was written; its host takes care of each.
OF_BLOCKS = ("render", "clean", "get_searchable_content", "get_api_representation")
READING = "bulk_to_python"
WORDS = "The kit broke this plugin."


class BrokenError(RuntimeError):
    """What the code of a plugin raises while the kit has broken it."""


@contextmanager
def broken(plugin: Plugin) -> Iterator[None]:
    """Let everything that the plugin registered raise inside a ``with`` block, but what reads its content."""
    with ExitStack() as undo:
        # What is undone last: the registry has to hold the plugin as it is when it is whole again.
        undo.callback(_fill_again)
        for name, value in _in_pieces(plugin).items():
            undo.enter_context(patch.object(plugin, name, value))
        for block in plugin.blocks:
            for name in OF_BLOCKS:
                undo.enter_context(patch.object(block.block_class, name, fail))
        screens = [pattern for one in plugin.screens for pattern in one.patterns]
        for pattern in _patterns([*plugin.site_patterns, *screens]):
            undo.enter_context(patch.object(pattern, "callback", _failing(pattern.callback)))
        _fill_again()
        yield


@contextmanager
def unreadable(plugin: Plugin) -> Iterator[None]:
    """Let the plugin fail, inside a ``with`` block, to read what is stored: its settings and its blocks."""
    with ExitStack() as undo:
        if plugin.settings_block is not None:
            undo.enter_context(patch.object(plugin.settings_block, "to_python", fail))
        for block in plugin.blocks:
            undo.enter_context(patch.object(block.block_class, READING, fail))
        yield


def _in_pieces(plugin: Plugin) -> dict[str, Any]:
    """Return what the plugin registered beside blocks and views, by attribute, with functions that raise."""
    several = ("in_slots", "checks", "probes", "jobs")
    single = ("intent_function", "eraser", "activated", "deactivated", "copied")
    exporter = plugin.exporter
    return {
        **{name: [_broken(one) for one in getattr(plugin, name)] for name in several},
        **{name: _failing(one) if (one := getattr(plugin, name)) else None for name in single},
        "data_functions": [_failing(one) for one in plugin.data_functions],
        "exporter": exporter
        and replace(
            exporter,
            export=_failing(exporter.export),
            restore=_failing(exporter.restore) if exporter.restore else None,
        ),
    }


def _broken(one: Any) -> Any:
    return replace(one, function=_failing(one.function))


def fail(*args: Any, **kwargs: Any) -> NoReturn:
    """Stand for a method of a plugin's block."""
    raise BrokenError(WORDS)


def _failing(function: Callable[..., Any]) -> Callable[..., NoReturn]:
    """Return what stands for a function: it has its name, by which points are called."""
    return wraps(function)(lambda *args, **kwargs: fail())


def _fill_again() -> None:
    registry.fill([one.installed for one in registry.entries])


def _patterns(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one
