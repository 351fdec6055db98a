"""Fails when it is switched on and when it is copied; had it started, pages would say so."""

from __future__ import annotations

from typing import Any, NoReturn

from cms.plugins.api import Plugin, SlotContext

plugin = Plugin("cannot_start")


@plugin.slot("page.body.end.v1")
def shown(context: SlotContext) -> str:
    return "It has started."


@plugin.on_activated
def fail(context: Any) -> NoReturn:
    raise RuntimeError("It never works.")


@plugin.on_copied
def fail_again(source: Any, target: Any) -> NoReturn:
    raise RuntimeError("It never works.")
