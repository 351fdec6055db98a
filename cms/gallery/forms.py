"""What is looked at in the gallery: a theme, a language, and light or dark screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.gallery.languages import languages
from cms.gallery.pages import sheets
from cms.gallery.schemes import Scheme
from cms.themes.registry import available_themes

WIDTHS = (("wide", _("As wide as there is room")), ("phone", _("Phone, 320 pixels")))
SCHEMES = (
    (Scheme.ASKED.value, _("As your own")),
    (Scheme.LIGHT.value, _("Light")),
    (Scheme.DARK.value, _("Dark")),
)


class GalleryForm(forms.Form):
    """The choices of the gallery; what is missing or unknown is the first of its kind."""

    theme = forms.ChoiceField(label=_("Theme"))
    language = forms.ChoiceField(label=_("Language"))
    scheme = forms.ChoiceField(label=_("Screen"), choices=SCHEMES, required=False)
    width = forms.ChoiceField(label=_("Width"), choices=WIDTHS)
    sheet = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["theme"].choices = available_themes()
        fields["language"].choices = [(one.code, one.title) for one in languages()]
        fields["sheet"].choices = [(one.name, one.title) for one in sheets()]
        self.data = {name: self._chosen(name, field.choices) for name, field in fields.items()}

    def _chosen(self, name: str, choices: Any) -> str:
        values = [value for value, _label in choices]
        asked = self.data.get(name, "")
        return str(asked if asked in values else values[0])

    def query(self, **changes: str) -> dict[str, str]:
        """Return the choices with ``changes``, for an address."""
        return {**self.data, **changes}
