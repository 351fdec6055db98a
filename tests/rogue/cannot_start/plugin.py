"""Fails when it is switched on, when it is switched off and when it is copied."""

from __future__ import annotations

from typing import Any, NoReturn

from cms.plugins.api import Plugin

plugin = Plugin("cannot_start")


@plugin.on_activated
def fail(context: Any) -> NoReturn:
    raise RuntimeError("It never works.")


@plugin.on_copied
def fail_again(source: Any, target: Any) -> NoReturn:
    raise RuntimeError("It never works.")
