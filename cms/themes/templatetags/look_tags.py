"""``{% clinic_pictures as pictures %}``: the logo, the icons and the other pictures of a clinic's site."""

from __future__ import annotations

from django import template

from cms.themes.pictures import Pictures, pictures_here

register = template.Library()


@register.simple_tag
def clinic_pictures() -> Pictures:
    """The pictures of the clinic that is shown; it costs no query."""
    return pictures_here()
