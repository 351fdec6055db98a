"""What a clinic's screen tells of one plugin: what it does, what it keeps, whom it contacts, how it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from cms.clinics.models import Clinic
from cms.plugins.answers import HealthState
from cms.plugins.breaker import pauses_of
from cms.plugins.contacted_hosts import Host, hosts_of
from cms.plugins.health import HealthReport, reports_of
from cms.plugins.manifest import Manifest
from cms.plugins.models import Activation, Allowance
from cms.plugins.points import points_of
from cms.plugins.presets import first_settings
from cms.plugins.registry import Entry, registry
from cms.plugins.screen_links import links_of
from cms.plugins.settings import settings_block


class CardState(Enum):
    """How a plugin stands at a clinic, in one word."""

    ON = "on"
    ON_WITH_WARNING = "warning"
    TROUBLED = "troubled"
    OFF = "off"
    NOT_ALLOWED = "not-allowed"
    NOT_LOADED = "not-loaded"


@dataclass(frozen=True, slots=True)
class Paused:
    """A place where the plugin is left alone for a while since it kept failing."""

    place: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class PluginCard:
    """One plugin at one clinic. ``links`` lead to its screens that the user may open: label and address."""

    entry: Entry
    is_allowed: bool
    is_on: bool
    paused: tuple[Paused, ...]
    reports: tuple[HealthReport, ...]
    hosts: tuple[Host, ...]
    links: tuple[tuple[str, str], ...]

    @property
    def manifest(self) -> Manifest | None:
        return self.entry.installed.manifest

    @property
    def has_settings(self) -> bool:
        return settings_block(self.entry) is not None

    @property
    def is_active(self) -> bool:
        return self.is_on and self.is_allowed and self.entry.plugin is not None

    @property
    def state(self) -> CardState:
        if self.entry.plugin is None:
            return CardState.NOT_LOADED
        if not self.is_allowed:
            return CardState.NOT_ALLOWED
        if not self.is_on:
            return CardState.OFF
        found = {one.state for one in self.reports}
        if self.paused or HealthState.FAILING in found:
            return CardState.TROUBLED
        return CardState.ON_WITH_WARNING if HealthState.WARNING in found else CardState.ON


@dataclass(frozen=True, slots=True)
class Gone:
    """A plugin that is no longer installed, with the names of what the clinic set."""

    name: str
    was_on: bool
    settings: tuple[str, ...]


def cards_of(clinic: Clinic, user: Any, *, sees_all: bool, may_switch: bool) -> list[PluginCard]:
    """Return a card for each plugin that the network allows, for its own staff of all there are.

    Who may not switch anything sees those that are on.
    """
    rows = {row.plugin: row for row in Activation.objects.for_clinic(clinic)}
    allowed = set(Allowance.objects.values_list("plugin", flat=True))
    reports = reports_of(clinic.pk)
    cards = [
        _card(entry, clinic, user, rows.get(entry.name), reports, is_allowed=entry.name in allowed)
        for entry in registry.entries
        if sees_all or entry.name in allowed
    ]
    return cards if may_switch else [card for card in cards if card.is_active]


def gone_plugins(clinic: Clinic) -> list[Gone]:
    """Return what a clinic decided about plugins that are no longer installed."""
    there = [entry.name for entry in registry.entries]
    rows = Activation.objects.for_clinic(clinic).exclude(plugin__in=there).order_by("plugin")
    return [Gone(row.plugin, row.is_on, tuple(sorted(row.settings))) for row in rows]


def _card(
    entry: Entry,
    clinic: Clinic,
    user: Any,
    row: Activation | None,
    reports: Sequence[HealthReport],
    *,
    is_allowed: bool,
) -> PluginCard:
    stored = first_settings(entry) if row is None else row.settings
    is_on = bool(row and row.is_on)
    return PluginCard(
        entry,
        is_allowed,
        is_on,
        tuple(_paused(entry, clinic)),
        tuple(one for one in reports if one.plugin == entry.name),
        tuple(hosts_of(entry, clinic, stored)),
        tuple(links_of(entry, clinic, user)) if is_on and is_allowed else (),
    )


def _paused(entry: Entry, clinic: Clinic) -> Iterator[Paused]:
    points = points_of(entry.plugin) if entry.plugin else {}
    for pause in pauses_of(entry.name, points, clinic.pk):
        yield Paused(points[pause.point], pause.until, pause.reason)
