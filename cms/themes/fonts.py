"""Faces that a clinic can choose: stacks of fonts that readers' machines have, so that nothing is loaded.

After https://modernfontstacks.com (public domain): each stack names a face of every common system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Font:
    """A face by what it is like, and its stack in CSS notation."""

    label: Promise
    stack: str


FONTS: Mapping[str, Font] = MappingProxyType(
    {
        "system": Font(
            _("The face of the reader's machine"),
            'system-ui, "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif',
        ),
        "neutral": Font(
            _("Neutral, without serifs"),
            '"Inter", "Roboto", "Helvetica Neue", "Arial Nova", "Nimbus Sans", "Liberation Sans", sans-serif',
        ),
        "humanist": Font(
            _("Humanist, without serifs"),
            '"Seravek", "Gill Sans Nova", "Ubuntu", "Calibri", "Carlito", "DejaVu Sans", sans-serif',
        ),
        "geometric": Font(
            _("Geometric, without serifs"),
            '"Avenir", "Montserrat", "Corbel", "URW Gothic", "Source Sans 3", "DejaVu Sans", sans-serif',
        ),
        "rounded": Font(
            _("Rounded"),
            'ui-rounded, "Hiragino Maru Gothic ProN", "Quicksand", "Comfortaa", "Manjari", '
            '"Arial Rounded MT Bold", "Ubuntu", "DejaVu Sans", sans-serif',
        ),
        "reading": Font(
            _("For long reading, with serifs"),
            '"Charter", "Bitstream Charter", "Sitka Text", "Cambria", "Georgia", "Liberation Serif", serif',
        ),
        "old_style": Font(
            _("Old style, with serifs"),
            '"Iowan Old Style", "Palatino Linotype", "Palatino", "P052", "URW Palladio L", "Georgia", '
            '"Liberation Serif", serif',
        ),
        "slab": Font(
            _("Slab serifs"),
            '"Rockwell", "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
        ),
    }
)
"""The faces by the name that is stored, which is permanent."""
