"""``{% hero_picture %}`` and ``{% hero_preload %}``: the large picture at the top of a page.

What the page loads ahead and what it shows is the same file only if both name the same widths and sizes. So
they come from here, and from ``theme/hero_sizes.html``, for a theme to override that shows it wider.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found

register = template.Library()

# From a part of a small screen to all of a wide one; 810 and 1200 pixels are the width of a phone with two or
# three pixels to the point.
SPECS = tuple(Filter.expand_spec(["format-{avif,webp,jpeg}", "fill-{480x320,810x540,1200x800,1620x1080}"]))
PRELOADED = "avif"
PRIORITY = "high"


@register.simple_tag
def hero_picture(image: Any, alt: str = "") -> SafeString:
    """The picture ``image`` in every size; nothing for ``None``. ``alt`` is empty if it only decorates."""
    if not image:
        return SafeString()
    attributes = {"sizes": _sizes(), "loading": "eager", "fetchpriority": PRIORITY, "alt": alt}
    return Picture(_renditions(image), attributes).__html__()


@register.simple_tag
def hero_preload(image: Any) -> SafeString:
    """The link by which a browser that reads AVIF loads the picture before it has read the page."""
    if not image:
        return SafeString()
    best = Picture(_renditions(image)).formats[PRELOADED]
    return format_html(
        '<link rel="preload" as="image" type="image/{}" imagesrcset="{}" imagesizes="{}" fetchpriority="{}">',
        PRELOADED,
        Picture.get_width_srcset(best),
        _sizes(),
        PRIORITY,
    )


def _renditions(image: Any) -> dict[str, Any]:
    return get_renditions_or_not_found(image, [Filter(spec=spec) for spec in SPECS])


def _sizes() -> str:
    return render_to_string("theme/hero_sizes.html").strip()
