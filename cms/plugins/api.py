"""The whole surface for authors of plugins, generation 1. What is not here may change without notice."""

from __future__ import annotations

from cms.clinics.managers import ScopedManager
from cms.clinics.people import practitioners_of
from cms.clinics.places import places_of
from cms.clinics.telephone import phone_url
from cms.locales.cards import Card
from cms.locales.search_texts import Passage, SearchText
from cms.plugins import http
from cms.plugins.addresses import plugin_url
from cms.plugins.answers import Health, HealthState, Issue, Link, Permission
from cms.plugins.clinic_command import PluginCommand
from cms.plugins.contexts import IntentContext, PageContext, PluginContext, SlotContext
from cms.plugins.declaration import DeclarationError, Plugin
from cms.plugins.here import here
from cms.plugins.pages import PluginPage
from cms.plugins.screens import screen_url
from cms.plugins.secrecy.block import SecretBlock
from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from cms.streams.values import DurableStructValue

__all__ = [
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
