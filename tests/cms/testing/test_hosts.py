"""What the kit notices where the host lets a plugin through, at each of the places that hold one.

A plugin cannot prove that the kit looks there: a sound one is held as well as a spoilt one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache

from cms.plugins import (
    block_types,
    calling,
    dashboard,
    jobs,
    middleware,
    reactions,
    screen_views,
    site_views,
    views,
)
from cms.plugins.block_types import PluginBlockGate
from cms.plugins.breaker import Breaker
from cms.plugins.containment import Attempt, Turn
from cms.plugins.contexts import SlotContext
from cms.plugins.data import erasing, exporting, restoring
from cms.plugins.publishing import keeping_back
from cms.plugins.registry import registry
from cms.plugins.tracing import Outcome
from cms.testing.conformance.test_activation import test_09_clinic_without_it_sees_nothing_of_it as silent
from cms.testing.conformance.test_failure import test_11_failure_leaves_the_page_whole as whole
from cms.testing.fixtures import begin
from cms.testing.samples import Samples
from cms.testing.trial import Trial
from tests.cms.testing.spoilt import named, part

NUMBERS = count(1)
OFF = "of a clinic that has the plugin off"


def uncontained(plugin: str, point: str, clinic: int, work: Callable[[Turn], Any], **how: Any) -> Attempt:
    return Attempt(work(Turn(Breaker(plugin, point, clinic))), Outcome.SHOWN, "")


def undemanding(*about: Any, **how: Any) -> Any:
    return nullcontext()


def ungated(slot: str, here: Any) -> Any:
    one = next(one for one in registry.in_slot(slot) if one.plugin.startswith("held"))
    return one.function(SlotContext(here.clinic, here.language.code, {}))


@pytest.fixture
def held(generate, few_pages) -> Trial:
    """A plugin with something at every point, on trial."""
    entry = generate(f"held_{next(NUMBERS)}", part("everything"))
    cache.clear()
    return begin(entry, {}, Samples(), filled=True)


def unsaid(said: list[str], point: Callable[[Trial], None], held: Trial) -> list[str]:
    """Return what the point does not say, of what it has to say."""
    with pytest.raises(pytest.fail.Exception) as failure:
        point(held)
    found, name = str(failure.value), held.entry.name
    return [one for one in said if not re.search(named(one, name), found)]


def test_host_that_lets_failures_out_at_pages_is_noticed(held, monkeypatch) -> None:
    monkeypatch.setattr(calling, "attempt", uncontained)
    said = [
        "/trial/ is not what it is without the plugin when everything in it fails",
        "the dashboard answers 500",
        "a call to action answers 500",
        "what searches find answers 500",
        "what interfaces give answers 500",
        "A look at a page before it is published ends with the plugin's own error",
    ]
    assert unsaid(said, whole, held) == []


def test_host_that_lets_failures_out_behind_pages_is_noticed(held, monkeypatch) -> None:
    for module in (site_views, screen_views, jobs):
        monkeypatch.setattr(module, "attempt", uncontained)
    for module in (exporting, restoring, erasing, reactions):
        monkeypatch.setattr(module, "demand", undemanding)
    for module in (block_types, views):
        monkeypatch.setattr(module, "contain", undemanding)
    monkeypatch.setattr(keeping_back, "objections_to", lambda page: ())
    monkeypatch.setattr(middleware, "patch_cache_control", lambda response, **how: None)
    ended = ("An export", "Reading an export back", "An erasure", "Switching it on", "Switching it off")
    said = [
        "/-/DASHED/ was answered by nobody",
        "/plugins/trial/NAME/screens/ was answered by nobody",
        "Work in the background ends with the plugin's own error",
        *(
            f"{words} ends with a BrokenError"
            for words in (*ended, "A copy to another clinic", "Writing a block")
        ),
        "Publishing a page is done although the plugin fails at it",
        "/trial/ would be kept for long although something on it failed",
        "/plugins/trial/NAME/ answers 500 when everything in it fails",
    ]
    assert unsaid(said, whole, held) == []


def test_host_that_leaves_nothing_alone_is_noticed(held, monkeypatch) -> None:
    monkeypatch.setattr(Breaker, "may_call", lambda self: True)
    points = ("page.body.end.v1", "block:NAME__note", "structured_data", "intent", "dashboard.panel.v1")
    said = [
        *(f"{point} is still called for" for point in (*points, "site:name", "screen:own")),
        "/-/DASHED/ answers 500 while it keeps failing, not 503",
    ]
    assert unsaid(said, whole, held) == []


def test_host_that_shows_plugins_where_they_are_off_is_noticed(held, monkeypatch) -> None:
    monkeypatch.setattr(dashboard, "render_slot", ungated)
    for name in ("get_searchable_content", "get_api_representation"):
        monkeypatch.delattr(PluginBlockGate, name)
    places = ("the dashboard", "what searches find", "what interfaces give")
    assert unsaid([f"{place} {OFF} is not what it is without" for place in places], silent, held) == []


def test_host_that_asks_plugins_where_they_are_off_is_noticed(held, monkeypatch) -> None:
    monkeypatch.setattr(calling, "is_active", lambda plugin, clinic: True)
    points = {
        "page.body.end.v1": "/trial/",
        "block:NAME__note": "what searches find",
        "dashboard.panel.v1": "the dashboard",
        "intent": "a call to action",
    }
    said = [f"{point} was called for {place} {OFF}" for point, place in points.items()]
    assert unsaid(said, silent, held) == []
