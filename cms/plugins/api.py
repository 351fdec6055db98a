"""The whole surface for authors of plugins, generation 1. What is not here may change without notice."""

from __future__ import annotations

from cms.plugins.declaration import DeclarationError, Plugin
from cms.plugins.slots import SlotContext
from cms.streams.blocks import DurableStructBlock

__all__ = ["DeclarationError", "DurableStructBlock", "Plugin", "SlotContext"]
