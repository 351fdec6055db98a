"""Words that a clinic writes in each of its languages: one field, stored as a text for each language code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from cms.plugins.api import here

LONGEST = 60


def languages() -> list[str]:
    """Return the languages of the clinic that is worked for, the main one first; else all that there are."""
    told = here("booking_link")
    if told is None:
        return [code for code, _name in settings.LANGUAGES]
    return [one.code for one in told.clinic.languages]


def words_in(words: Mapping[str, str], language: str, otherwise: str = "") -> str:
    """Return the words in ``language``; without them ``otherwise``."""
    return words.get(language) or otherwise


def language_name(code: str) -> str:
    """Return what a language is called in the reader's own."""
    return str(get_language_info(code)["name_translated"])


class WordsInput(forms.Widget):
    """A text input for each language of the clinic; words in other languages go along unseen."""

    class Media:
        js = ("booking_link/admin.js",)
        css = {"all": ("booking_link/admin.css",)}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = [(code, language_name(code)) for code in languages()]
        context = {"name": name, "id": (attrs or {}).get("id", name), "shown": shown, "longest": LONGEST}
        return render_to_string("booking_link/admin/words.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        prefix = f"{name}-"
        found = {key.removeprefix(prefix): data[key].strip() for key in data if key.startswith(prefix)}
        return {code: words for code, words in found.items() if words}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def format_value(self, value: Any) -> dict[str, str]:
        return dict(value or {})


class WordsInputAdapter(WidgetAdapter):
    js_constructor = "booking_link.Words"


class WordsField(forms.Field):
    """Accepts short texts by language code."""

    widget = WordsInput

    def clean(self, value: Any) -> dict[str, str]:
        words: dict[str, str] = super().clean(value) or {}
        known = dict(settings.LANGUAGES)
        for code, text in words.items():
            if code not in known:
                raise ValidationError(_("“%(code)s” is not a language of this network.") % {"code": code})
            if len(text) > LONGEST:
                raise ValidationError(
                    _("In %(language)s there are more than %(number)d characters.")
                    % {"language": language_name(code), "number": LONGEST}
                )
        return words


class WordsBlock(blocks.FieldBlock):
    """A mapping of language codes to words; a language without words is left out."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = WordsField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dict[str, str]:
        return {code: str(words) for code, words in value.items()} if isinstance(value, Mapping) else {}

    class Meta:
        icon = "globe"
        default: dict[str, str] = {}


register(WordsInputAdapter(), WordsInput)
