"""The kit breaks everything that a plugin can register, and puts it back together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver
from wagtail import blocks

from cms.plugins.api import DurableStructBlock, Plugin
from cms.testing.breaking import BrokenError, broken, unreadable
from tests.cms.testing.parts import everything


class Note(DurableStructBlock):
    words = blocks.CharBlock()


@pytest.fixture
def plugin() -> Plugin:
    """A plugin with something of each kind."""
    made = Plugin("everything")
    everything.register(made)
    made.block("note")(Note)
    made.settings(Note)
    return made


def functions_in(value: Any) -> Iterator[Any]:
    """Yield the functions of the plugin that ``value`` holds, on whichever level, but those of blocks."""
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from functions_in(one)
    elif isinstance(value, URLResolver):
        yield from functions_in(value.url_patterns)
    elif isinstance(value, URLPattern):
        yield value.callback
    elif is_dataclass(value):
        yield from (found for one in fields(value) for found in functions_in(getattr(value, one.name)))
    elif callable(value) and not isinstance(value, type):
        yield value


def whole_in(plugin: Plugin) -> list[Any]:
    """Return the functions of a plugin that do not raise the error of the kit."""
    return [one for one in functions_in(list(vars(plugin).values())) if not is_broken(one)]


def is_broken(function: Any) -> bool:
    try:
        function()
    except BrokenError:
        return True
    except Exception:  # what it is called without
        return False
    return False


def test_there_is_something_of_each_kind_to_be_broken(plugin) -> None:
    assert [name for name, value in vars(plugin).items() if not value] == []


def test_every_function_of_a_plugin_is_broken_for_a_while(plugin) -> None:
    before = list(functions_in(list(vars(plugin).values())))
    assert whole_in(plugin) == before
    with broken(plugin):
        assert whole_in(plugin) == []
    assert list(functions_in(list(vars(plugin).values()))) == before


@pytest.mark.parametrize(
    ("breaking", "method"),
    [
        (broken, "render"),
        (broken, "clean"),
        (broken, "get_searchable_content"),
        (broken, "get_api_representation"),
        (unreadable, "bulk_to_python"),
    ],
)
def test_methods_of_a_block_are_broken_for_a_while(plugin, breaking, method) -> None:
    whole = getattr(Note, method)
    with breaking(plugin), pytest.raises(BrokenError):
        getattr(Note(), method)([{"words": "x"}])
    assert getattr(Note, method) is whole


def test_settings_cannot_be_read_for_a_while(plugin) -> None:
    with unreadable(plugin), pytest.raises(BrokenError):
        plugin.settings_block.to_python({"words": "x"})
    assert plugin.settings_block.to_python({"words": "x"})["words"] == "x"
