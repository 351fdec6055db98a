"""What a plugin's code answers: where an intent leads, what is wrong with a page, how healthy it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Link:
    """Where a button leads: an address, and a sentence to stand beside it or none."""

    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with a page, in a sentence that says what to do; ``block`` is the id of the block."""

    message: str
    block: str = ""


class HealthState(Enum):
    """How something that a plugin depends on is."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one thing that a plugin depends on, with a sentence for the clinic."""

    state: HealthState
    message: str = ""


class Permission(Enum):
    """Who may open a screen of a plugin at a clinic; staff of the network always may."""

    OWNER = "owner"
    """Whoever may switch the clinic's plugins."""
    MARKETER = "marketer"
    """Whoever works for the clinic."""
    PUBLIC = "public"
    """Whoever may sign in to the admin."""
