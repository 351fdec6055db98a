"""Registers nothing here: everything it does goes past its Plugin object."""

from __future__ import annotations

from cms.plugins.api import Plugin

plugin = Plugin("goes_round")
