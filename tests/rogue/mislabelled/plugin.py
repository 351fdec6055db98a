"""Has a name of its own; the label of its application is another one's."""

from __future__ import annotations

from cms.plugins.api import Plugin

plugin = Plugin("mislabelled")
