"""A booking link in a form: somebody pastes an address, and its parts are stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from plugins.booking_link.links.link import BookingLink, LinkError, build, parse, warnings
from plugins.booking_link.links.providers import PROVIDERS
from plugins.booking_link.targets.descriptions import describe
from plugins.booking_link.targets.resolution import built

# More than ``parse`` accepts, so that it is the one to say what is wrong with a long address.
LONGEST = 2000


class LinkInput(forms.TextInput):
    """An input for an address, under which the editor reads what was understood."""

    class Media:
        js = ("booking_link/admin.js",)
        css = {"all": ("booking_link/admin.css",)}


class LinkInputAdapter(WidgetAdapter):
    js_constructor = "booking_link.Link"


register(LinkInputAdapter(), LinkInput)


class LinkField(forms.CharField):
    """Accepts an address that a button may lead to; an error says what is wrong with any other."""

    widget = LinkInput

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            try:
                parse(value)
            except LinkError as error:
                raise ValidationError(error.message, code="link") from error


class LinkBlock(blocks.FieldBlock):
    """A ``BookingLink``, or ``None``; text that is no link stays as it is until somebody puts it right."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        attrs = {"inputmode": "url", "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}
        self.field = LinkField(
            required=required, help_text=help_text, max_length=LONGEST, widget=LinkInput(attrs=attrs)
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> BookingLink | str | None:
        if not isinstance(value, Mapping):
            return self.value_from_form(value)
        if is_stored_link(value):
            return BookingLink(value["provider"], value["parts"], value["options"], value["shape"])
        return json.dumps(value)

    def clean(self, value: BookingLink | str | None) -> BookingLink | str | None:
        """Refuse what is no link, but keep one whose provider is gone: it may come back."""
        if isinstance(value, BookingLink) and value.provider not in PROVIDERS:
            return value
        return super().clean(value)

    def get_prep_value(self, value: BookingLink | str | None) -> Any:
        return stored(value) if isinstance(value, BookingLink) else value or None

    def value_for_form(self, value: BookingLink | str | None) -> str:
        """Return the address; for a link that its provider no longer has, words that ask for another one."""
        if isinstance(value, BookingLink):
            return built(value) or describe(value)
        return value or ""

    def value_from_form(self, value: str | None) -> BookingLink | str | None:
        try:
            return parse(value) if value else None
        except LinkError:
            return value

    def get_form_state(self, value: BookingLink | str | None) -> dict[str, Any]:
        """Return the address, and in words what it is and what to look at."""
        address = self.value_for_form(value)
        if not isinstance(value, BookingLink):
            return {"address": address, "words": "", "warnings": []}
        try:
            build(value)
        except LinkError as error:
            return {"address": address, "words": "", "warnings": [error.message]}
        return {"address": address, "words": _understood(value), "warnings": warnings(value)}

    class Meta:
        icon = "link"


def _understood(link: BookingLink) -> str:
    words = describe(link)
    if built(link).endswith(words):
        return _("We do not know this booking service by name. Its address is kept as it is.")
    return words


def is_stored_link(value: Mapping[str, Any]) -> bool:
    """Whether a mapping has what ``stored`` returns; what is in it may still be wrong."""
    return (
        value.keys() == {"provider", "shape", "parts", "options"}
        and isinstance(value["parts"], Mapping)
        and isinstance(value["options"], Mapping)
        and "account" in value["parts"]
    )


def stored(link: BookingLink) -> dict[str, Any]:
    """Return a link as it is stored: its parts, from which the address is built anew each time."""
    return {
        "provider": link.provider,
        "shape": link.shape,
        "parts": dict(link.parts),
        "options": dict(link.options),
    }
