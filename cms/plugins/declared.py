"""What plugins have registered, each with its owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from cms.plugins.answers import Health, Issue, Link, Permission
from cms.plugins.contexts import IntentContext, PageContext, PluginContext, SlotContext
from cms.streams.blocks import DurableStructBlock

SlotFunction = Callable[[SlotContext], SafeString | str | None]
IntentFunction = Callable[[IntentContext], Link | None]
DataFunction = Callable[[PageContext], Iterable[Mapping[str, Any]]]
CheckFunction = Callable[[PageContext], Iterable[Issue]]
HealthFunction = Callable[[PluginContext], Health]
JobFunction = Callable[[PluginContext], None]
ExportFunction = Callable[[PluginContext], Any]
RestoreFunction = Callable[[PluginContext, Any], None]
EraseFunction = Callable[[PluginContext, str | None], int]
CopyFunction = Callable[[PluginContext, PluginContext], None]
Patterns = list[URLPattern | URLResolver]


@dataclass(frozen=True, slots=True)
class InSlot:
    """A function of a plugin in a slot; a lower ``order`` comes first."""

    plugin: str
    slot: str
    function: SlotFunction
    order: int


@dataclass(frozen=True, slots=True)
class PluginBlock:
    """A type of block; ``name`` is what is stored, and ``block_class`` is constructed for every placement."""

    plugin: str
    name: str
    block_class: type[DurableStructBlock]
    group: str | Promise


@dataclass(frozen=True, slots=True)
class Screens:
    """Screens in the admin; ``label`` names the first of them where the clinic's plugins are listed."""

    patterns: Patterns
    permission: Permission
    label: str | Promise

    @property
    def first(self) -> str:
        """The path of the first screen, below that of the plugin."""
        return str(self.patterns[0].pattern)


@dataclass(frozen=True, slots=True)
class PublishCheck:
    """A look at a page before it goes out; what a gate finds, or a gate that fails, keeps the page back."""

    plugin: str
    name: str
    function: CheckFunction
    is_gate: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """A look at something that the plugin depends on, taken in the background; ``label`` is what that is."""

    plugin: str
    name: str
    function: HealthFunction
    every: timedelta
    label: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done again and again for every clinic where the plugin is active."""

    plugin: str
    name: str
    function: JobFunction
    every: timedelta


@dataclass(frozen=True, slots=True)
class Exporter:
    """Writes what a plugin keeps for a clinic as JSON, and reads that back."""

    export: ExportFunction
    restore: RestoreFunction | None
