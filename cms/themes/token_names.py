"""What a clinic's staff call the design tokens that they can change, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: tuple[tuple[Promise, Mapping[str, Promise]], ...] = (
    (
        _("Colours of the page"),
        MappingProxyType(
            {
                "color-background": _("Background"),
                "color-surface": _("Background of panels"),
                "color-tint": _("Tinted background"),
                "color-text": _("Text"),
                "color-muted": _("Quiet text"),
                "color-heading": _("Headings"),
                "color-link": _("Links"),
                "color-accent": _("Buttons"),
                "color-on-accent": _("Text on buttons"),
                "color-line": _("Lines"),
                "color-control": _("Edges of fields"),
                "color-focus": _("Ring around what has the focus"),
            }
        ),
    ),
    (
        _("Colours of header, opening and footer"),
        MappingProxyType(
            {
                "color-header": _("Header"),
                "color-header-text": _("Text in the header"),
                "color-hero": _("Opening of a page"),
                "color-hero-text": _("Text in the opening"),
                "color-footer": _("Footer"),
                "color-footer-text": _("Text in the footer"),
            }
        ),
    ),
    (
        _("Colours of warnings"),
        MappingProxyType(
            {
                "color-emergency": _("Emergency"),
                "color-emergency-soft": _("Behind an emergency"),
                "color-on-emergency": _("Text on an emergency"),
                "color-caution": _("Caution"),
                "color-caution-soft": _("Behind a caution"),
                "color-calm": _("All is well"),
                "color-calm-soft": _("Behind what is well"),
            }
        ),
    ),
    (
        _("Type"),
        MappingProxyType(
            {
                "font-family-text": _("Face of the text"),
                "font-family-heading": _("Face of headings"),
                "font-size": _("Size of the text"),
                "font-scale": _("How much larger headings are, from one to the next"),
                "font-leading": _("Distance between lines"),
            }
        ),
    ),
    (
        _("Space and corners"),
        MappingProxyType(
            {
                "space-unit": _("Space between things"),
                "space-section": _("Space between sections"),
                "radius-small": _("Round corners, small things"),
                "radius-medium": _("Round corners, cards"),
                "radius-large": _("Round corners, panels"),
                "radius-button": _("Round corners, buttons"),
            }
        ),
    ),
)

NAMES: Mapping[str, Promise] = MappingProxyType(
    {token: name for _group, names in GROUPS for token, name in names.items()}
)
