"""Has the name of an application of the system, beside which Django would not start."""

from __future__ import annotations

from cms.plugins.api import Plugin

plugin = Plugin("pages")
