"""Leads the buttons of a call to action into a script."""

from __future__ import annotations

from cms.plugins.api import IntentContext, Link, Plugin

plugin = Plugin("bad_link")


@plugin.intent
def lead_astray(context: IntentContext) -> Link:
    return Link("javascript:alert(1)")
