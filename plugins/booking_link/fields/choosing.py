"""Fields that choose among what a clinic has: its practitioners, its locations and its services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext as _
from wagtail import blocks

from cms.plugins.api import here, places_of, practitioners_of
from plugins.booking_link.fields.words import words_in
from plugins.booking_link.targets.resolution import keyed

Choices = list[tuple[str, str]]


def practitioner_choices() -> Choices:
    """Return the practitioners of the clinic that is worked for; nobody without a clinic."""
    told = here("booking_link")
    return [(str(one.pk), one.display_name) for one in practitioners_of(told.clinic)] if told else []


def location_choices() -> Choices:
    """Return the locations of the clinic that is worked for."""
    told = here("booking_link")
    return [(str(one.pk), one.name) for one in places_of(told.clinic)] if told else []


def service_choices() -> Choices:
    """Return the services that the clinic has saved, in the language of whoever reads."""
    told = here("booking_link")
    if told is None:
        return []
    return [(key, service_title(service, told.language)) for key, service in keyed(told.settings["services"])]


def service_title(service: Any, language: str) -> str:
    """Return what a service is called in a language, else in the first one in which it has a name."""
    titles = service["title"]
    return words_in(titles, language) or next(iter(titles.values()), _("Service without a name"))


class OwnChoiceBlock(blocks.FieldBlock):
    """The key of something that a clinic has, as a text.

    ``choices`` are looked up for a form, and never for reading a value: that happens on every page. Whether a
    key is the clinic's own is judged where the settings as a whole are.
    """

    def __init__(
        self, choices: Callable[[], Choices], required: bool = True, help_text: Any = None, **kwargs: Any
    ) -> None:
        widget = forms.Select(choices=CallableChoiceIterator(lambda: [("", "---------"), *choices()]))
        self.field = forms.CharField(required=required, help_text=help_text, widget=widget)
        super().__init__(**kwargs)

    class Meta:
        icon = "list-ul"
        default = ""
