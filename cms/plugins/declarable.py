"""What a plugin can declare, and the words in which everything else is refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.core.checks import ERROR

from cms.plugins.secrecy.within import has_secret
from cms.streams.blocks import DurableStructBlock
from cms.streams.checks import check_blocks

LONGEST_NAME = 64
LONGEST_WITHIN = 100
"""How long the name of a check, a probe or a job may be: what is noted of them has no place for more."""
SHORTEST = timedelta(minutes=1)


class DeclarationError(Exception):
    """A plugin registers something that there is no place for; found when it is loaded, not at a request."""


def name_of(function: Callable[..., object]) -> str:
    """Return what a function is called where it gets no other name."""
    name = getattr(function, "__name__", "")
    if not name:
        raise DeclarationError(f"{function!r} has no name of its own. Give it one, with name=….")
    return str(name)


def demand_name(name: str, taken: Iterable[Any]) -> None:
    """Demand a name that can be noted, and that nothing of its kind has in this plugin."""
    if not 0 < len(name) <= LONGEST_WITHIN:
        raise DeclarationError(f"A name has 1 to {LONGEST_WITHIN} characters, and “{name}” has {len(name)}.")
    if any(one.name == name for one in taken):
        raise DeclarationError(f"There is a “{name}” already. Give this one another name, with name=….")


def demand_rest(name: str, every: timedelta) -> None:
    """Demand a while between two runs of a job, or between two looks at health."""
    if every < SHORTEST:
        raise DeclarationError(f"“{name}” cannot be done more often than once a minute.")


def demand_arguments(function: Callable[..., object], number: int, words: str) -> None:
    """Demand that a function can be called with so many arguments; ``words`` say with which."""
    try:
        inspect.signature(function).bind(*(object() for _one in range(number)))
    except (TypeError, ValueError) as error:
        name = getattr(function, "__qualname__", repr(function))
        raise DeclarationError(f"{name} must take {words}.") from error


def demand_no_secret(block: DurableStructBlock, what: str) -> None:
    """Demand that nothing in a block of pages is a secret: pages have versions, copies and translations."""
    if has_secret(block):
        raise DeclarationError(f"{what} has a secret, which only the settings of a plugin can have.")


def demand_durable(block: type[DurableStructBlock], what: str) -> DurableStructBlock:
    """Return an instance of ``block``, in which nothing is lost on any level."""
    if not (isinstance(block, type) and issubclass(block, DurableStructBlock)):
        raise DeclarationError(f"{what} must be a subclass of DurableStructBlock.")
    made = block()
    problems = [one.msg for one in check_blocks(made, None) if one.level >= ERROR]
    if problems:
        raise DeclarationError(f"{what} would lose content. {' '.join(problems)}")
    return made
