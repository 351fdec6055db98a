"""The contract with authors: what is there, and that our own plugins keep to it."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.conf import settings

from cms.plugins import api
from cms.plugins.contexts import IntentContext, PageContext, PluginContext, SlotContext
from cms.plugins.discovery import FOLDER

CONTEXTS = (PluginContext, PageContext, SlotContext, IntentContext)
METHODS = [name for name in vars(api.Plugin) if not name.startswith("_")]


def test_surface_for_authors_is_this_and_no_more() -> None:
    assert api.__all__ == [
        "Card",
        "DeclarationError",
        "DurableStreamBlock",
        "DurableStructBlock",
        "DurableStructValue",
        "Health",
        "HealthState",
        "IntentContext",
        "Issue",
        "Link",
        "PageContext",
        "Passage",
        "Permission",
        "Plugin",
        "PluginCommand",
        "PluginContext",
        "PluginPage",
        "ScopedManager",
        "SearchText",
        "SecretBlock",
        "SlotContext",
        "here",
        "http",
        "phone_url",
        "places_of",
        "plugin_url",
        "practitioners_of",
        "screen_url",
    ]
    assert {context.__name__: [one.name for one in fields(context)] for context in CONTEXTS} == {
        "PluginContext": ["clinic", "language", "settings"],
        "PageContext": ["clinic", "language", "settings", "page"],
        "SlotContext": ["clinic", "language", "settings", "page", "practitioner", "location"],
        "IntentContext": ["clinic", "language", "settings", "page", "intent"],
    }
    assert METHODS == [
        "slot",
        "block",
        "settings",
        "site_urls",
        "admin_urls",
        "intent",
        "structured_data",
        "publish_check",
        "health",
        "periodic",
        "export",
        "erase",
        "on_activated",
        "on_deactivated",
        "on_copied",
    ]


@pytest.mark.parametrize("folder", sorted(path.parent for path in FOLDER.glob("*/plugin.toml")))
def test_plugin_says_what_it_is_and_is_tried_by_the_kit(folder) -> None:
    assert (folder / "README.md").exists()
    conftest = settings.PROJECT / "tests" / "plugins" / folder.name / "conftest.py"
    assert f'meridian_plugin = "{folder.name}"' in conftest.read_text("utf-8")
