"""Ends the process that calls it."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any, NoReturn

from django.urls import path

from cms.plugins.api import Permission, Plugin

plugin = Plugin("exits_everywhere")


def leave(*args: Any) -> NoReturn:
    sys.exit(1)


plugin.slot("page.body.end.v1")(leave)
plugin.site_urls([path("", leave, name="view")])
plugin.admin_urls([path("", leave, name="screen")], permission=Permission.MARKETER)
plugin.publish_check(leave, gate=True)
plugin.periodic(leave, every=timedelta(hours=1))
plugin.export(leave)
plugin.erase(leave)
plugin.on_deactivated(leave)
