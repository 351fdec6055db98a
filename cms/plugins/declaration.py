"""What a plugin contributes: one ``Plugin`` object, on which everything is registered and so has an owner."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.safestring import SafeString

from cms.plugins.manifest import NAME
from cms.plugins.slots import SLOTS, SlotContext
from cms.streams.blocks import DurableStructBlock

SlotFunction = Callable[[SlotContext], SafeString | str | None]
Function = TypeVar("Function", bound=SlotFunction)


class DeclarationError(Exception):
    """A plugin registers something that there is no place for; found when it is loaded, not at a request."""


@dataclass(frozen=True, slots=True)
class InSlot:
    """A function of a plugin in a slot; a lower ``order`` comes first."""

    plugin: str
    slot: str
    function: SlotFunction
    order: int


class Plugin:
    """One plugin. Make it in ``plugin.py`` and call it ``plugin``; ``name`` is that of the manifest."""

    def __init__(self, name: str) -> None:
        if not NAME.match(name):
            raise DeclarationError(f"A plugin cannot be called “{name}”.")
        self.name = name
        self.in_slots: list[InSlot] = []
        self.settings_block: DurableStructBlock | None = None

    def slot(self, slot: str, *, order: int = 50) -> Callable[[Function], Function]:
        """Show in ``slot`` what the decorated function returns: safe HTML, a text to escape, or ``None``.

        The function gets a ``SlotContext``. One plugin has one function in a slot.
        """
        if slot not in SLOTS:
            raise DeclarationError(f"There is no slot “{slot}”. The slots are {', '.join(sorted(SLOTS))}.")
        if any(one.slot == slot for one in self.in_slots):
            raise DeclarationError(f"The slot “{slot}” has a function of this plugin already.")

        def register(function: Function) -> Function:
            _demand_one_argument(function)
            self.in_slots.append(InSlot(self.name, slot, function, order))
            return function

        return register

    def settings(self, block: type[DurableStructBlock]) -> None:
        """Let every clinic fill in ``block``, a struct that loses nothing; its values come with each call."""
        if self.settings_block is not None:
            raise DeclarationError("A plugin has one block of settings.")
        if not (isinstance(block, type) and issubclass(block, DurableStructBlock)):
            raise DeclarationError("The settings of a plugin are a subclass of DurableStructBlock.")
        # One instance for the life of the process: Wagtail keeps every block that was ever made.
        self.settings_block = block()
        self.settings_block.set_name("settings")


def _demand_one_argument(function: Callable[..., object]) -> None:
    try:
        inspect.signature(function).bind(object())
    except (TypeError, ValueError) as error:
        raise DeclarationError(f"{function.__qualname__} must take one argument, the SlotContext.") from error
