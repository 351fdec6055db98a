"""The states in which a block is shown."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(enum.StrEnum):
    """A state of a block; the value is part of the names of specimens."""

    USUAL = "usual"
    MINIMAL = "minimal"
    FULL = "full"
    LONG = "long"
    FOREIGN = "foreign"
    LABELLED = "labelled"
    NOTHING = "nothing"


TITLES: Mapping[State, Promise] = MappingProxyType(
    {
        State.USUAL: _("Blocks as editors preview them"),
        State.MINIMAL: _("Blocks with nothing in optional fields"),
        State.FULL: _("Blocks with every field filled in"),
        State.LONG: _("Blocks with long words and many items"),
        State.FOREIGN: _("Blocks in another language than the page"),
        State.LABELLED: _("Blocks with a label for editors"),
        State.NOTHING: _("Blocks where the clinic has nothing for them"),
    }
)
