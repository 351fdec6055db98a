"""Template tags of the theme host."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.clinics.models import Practitioner, PractitionerText
from cms.clinics.telephone import phone_url
from cms.locales.context import current_context
from cms.themes.current import current_theme
from cms.themes.stylesheet import stylesheet_for

register = template.Library()


@register.simple_tag
def theme_stylesheet() -> SafeString:
    """The link to the stylesheet of the theme in force."""
    stylesheet = stylesheet_for(current_theme().name)
    return format_html(
        '<link rel="stylesheet" href="{}">',
        reverse("theme_stylesheet", args=[stylesheet.theme, stylesheet.digest]),
    )


@register.simple_tag
def theme_name() -> str:
    """The name of the theme in force."""
    return current_theme().name


@register.simple_tag
def practitioner_text(practitioner: Practitioner) -> PractitionerText | None:
    """What to tell of a practitioner: in the page's language, or in the next one that the clinic has."""
    return practitioner.text_in(_languages_to_try())


@register.simple_tag
def lang_if_foreign(code: str) -> SafeString:
    """The attribute ``lang`` of a text in another language than the page; nothing in the page's own."""
    return SafeString("") if code == _languages_to_try()[0] else format_html(' lang="{}"', code)


register.filter("phone_link", phone_url)


def _languages_to_try() -> tuple[str, ...]:
    """The page's language first. A preview in the library has no clinic, only the editor's language."""
    context = current_context()
    if context is not None:
        return context.clinic.fallback_chain(context.language.code)
    return (get_language() or settings.LANGUAGE_CODE, *(code for code, _ in settings.LANGUAGES))
