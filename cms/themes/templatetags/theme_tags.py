"""Template tags of the theme host."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.clinics.models import Practitioner, PractitionerText
from cms.clinics.places import directions_to
from cms.clinics.telephone import phone_url
from cms.locales.context import current_context
from cms.themes.brand import choices_text
from cms.themes.current import current_theme, current_trial, stylesheet_url
from cms.themes.theme import Theme

register = template.Library()


@register.simple_tag
def theme_stylesheet() -> SafeString:
    """The link to the stylesheet of the theme in force."""
    return format_html('<link rel="stylesheet" href="{}">', stylesheet_url())


@register.simple_tag
def theme_font(path: str, face: str = "font-family-heading") -> SafeString:
    """The link that loads a theme's own font ahead; nothing where the clinic chose another face.

    ``path`` is one of a static file, ``face`` the token that the font is for.
    """
    here = current_context()
    chosen = choices_text(here.clinic.tokens, current_theme().name) if here else ""
    if face in json.loads(chosen or "{}"):
        return SafeString()
    link = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    return format_html(link, static(path))


@register.simple_tag
def theme_name() -> str:
    """The name of the theme in force."""
    return current_theme().name


@register.simple_tag
def theme_on_trial() -> str:
    """The title of the theme that only this browser sees, empty if it sees the clinic's own."""
    trial = current_trial()
    return current_theme().title if trial and trial.is_announced else ""


@register.simple_tag
def theme_picture(theme: Theme) -> SafeString:
    """A picture of a theme: the one in its manifest, or one that is drawn from its tokens."""
    if theme.manifest.preview:
        address = static(theme.static_path(theme.manifest.preview))
        return format_html('<img src="{}" alt="" loading="lazy">', address)
    tokens = {token.name.replace("-", "_"): token.value for token in theme.tokens}
    radius = tokens["radius_medium"].removesuffix("px")
    drawn = {"t": tokens, "title": theme.title, "radius": radius if radius.isdigit() else "4"}
    return render_to_string("themes/admin/specimen.html", drawn)


@register.simple_tag
def offered(field: BoundField) -> str:
    """The colour that the form of a clinic's look offers for a field that it refused; empty for none."""
    offers: dict[str, str] = getattr(field.form, "offers", {})
    return offers.get(field.name, "")


@register.simple_tag
def practitioner_text(practitioner: Practitioner) -> PractitionerText | None:
    """What to tell of a practitioner: in the page's language, or in the next one that the clinic has."""
    return practitioner.text_in(_languages_to_try())


@register.simple_tag
def lang_if_foreign(code: str) -> SafeString:
    """The attribute ``lang`` of a text in another language than the page; nothing in the page's own."""
    return SafeString("") if code == _languages_to_try()[0] else format_html(' lang="{}"', code)


register.filter("phone_link", phone_url)
register.filter("directions", directions_to)


def _languages_to_try() -> tuple[str, ...]:
    """The page's language first. A preview in the library has no clinic, only the editor's language."""
    context = current_context()
    if context is not None:
        return context.clinic.fallback_chain(context.language.code)
    return (get_language() or settings.LANGUAGE_CODE, *(code for code, _ in settings.LANGUAGES))
