"""Calls itself what another plugin is called."""

from __future__ import annotations

from cms.plugins.api import Plugin

plugin = Plugin("slow")
