"""Fails wherever no visitor looks."""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

from cms.plugins.api import PageContext, Plugin, PluginContext


def register(plugin: Plugin) -> None:
    plugin.publish_check(advise)
    plugin.publish_check(keep_back, gate=True)
    plugin.periodic(work, every=timedelta(days=1))
    plugin.health("world", look)


def advise(context: PageContext) -> NoReturn:
    raise RuntimeError("It never works.")


def keep_back(context: PageContext) -> NoReturn:
    raise RuntimeError("It never works.")


def work(context: PluginContext) -> NoReturn:
    raise RuntimeError("It never works.")


def look(context: PluginContext) -> NoReturn:
    raise RuntimeError("It never works.")
