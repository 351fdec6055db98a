"""The fixtures of the kit, for its own points and for the tests of plugins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from cms.clinics.models import Clinic
from cms.plugins.registry import Entry, registry
from cms.testing.entries import entry_of
from cms.testing.kit import Kit, plugin_of
from cms.testing.rows import models_of
from cms.testing.samples import Samples
from cms.testing.snapshots import build_once, count_on
from cms.testing.trial import Settings, Trial
from cms.testing.two_clinics import build_two_clinics


@pytest.fixture
def plugin_settings() -> Settings:
    """Settings with which the plugin shows all it can, as they are stored, or a function of the clinic.

    Define a fixture of this name in the ``conftest.py`` of your tests where the defaults do not suffice.
    """
    return {}


@pytest.fixture
def plugin_samples() -> Samples:
    """Examples for the plugin; define a fixture of this name where the kit cannot make them by itself."""
    return Samples()


@pytest.fixture
def entry(request: pytest.FixtureRequest) -> Entry:
    """The plugin that is tested, as the host has it."""
    return entry_of(plugin_of(request.node))


@pytest.fixture
def trial(
    request: pytest.FixtureRequest, entry: Entry, db: Any, plugin_settings: Settings, plugin_samples: Samples
) -> Iterator[Trial]:
    """The plugin at two clinics, on at one of them; for the kit's own points both are full of examples."""
    cache.clear()
    before = tuple(one.installed for one in registry.entries)
    if entry.name not in registry.loaded:
        registry.fill([*before, entry.installed])
    try:
        kit = request.node.getparent(Kit)
        # Where its fixtures take turns, each makes something else of a plugin.
        is_one = kit is not None and not hasattr(request.node, "callspec")
        yield begin(
            entry,
            plugin_settings,
            plugin_samples,
            filled=kit is not None,
            kept_as=f"trial of {kit.nodeid}" if kit and is_one else "",
        )
    finally:
        if tuple(one.installed for one in registry.entries) != before:
            registry.fill(before)
        cache.clear()


@pytest.fixture
def outside_transactions(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around the test: whoever changes anything puts it back.

    Tables cannot be changed within one everywhere. Unlike ``transactional_db`` it empties nothing afterwards.
    """
    with django_db_blocker.unblock():
        yield


def begin(entry: Entry, settings: Settings, samples: Samples, *, filled: bool, kept_as: str = "") -> Trial:
    """Put a plugin that is loaded on trial; with a name to keep it as, it is set up only once."""
    clinic, neighbour = build_once("two clinics", build_two_clinics)
    both = [Clinic.objects.select_related("site").get(pk=pk) for pk in (clinic, neighbour)]
    trial = Trial(entry, both[0], both[1], settings, samples)
    if kept_as:
        build_once(kept_as, lambda: trial.begin(filled=filled))
        # The migrations may have been tried since, which begins with new tables.
        count_on(models_of(entry))
    else:
        trial.begin(filled=filled)
    return trial
