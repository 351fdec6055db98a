"""Keeps personal data and can neither export nor erase it."""

from __future__ import annotations

from cms.plugins.api import Plugin

plugin = Plugin("forgets_nobody")
