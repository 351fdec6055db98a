"""The form of a clinic's look: a field for each design token that it may change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.themes.brand import MEASURE, RANGES, Choices, branded, differing, editable, is_value
from cms.themes.contrast import Measure, nearest_that_passes, shortfalls
from cms.themes.fonts import FONTS
from cms.themes.theme import Theme
from cms.themes.token_names import GROUPS, NAMES
from cms.themes.tokens import Token, TokenSet

DARK = "-dark"
SEEN = "seen"
CHANGED = gettext_lazy(
    "Somebody changed the look after you had opened this form, so nothing was saved. Save again to replace "
    "what they chose by what you see here."
)
AS_THE_THEME = gettext_lazy("As the theme has it")


@dataclass(frozen=True, slots=True)
class Row:
    """One token in the form: its name for people, its field, and that for dark screens if it is a colour."""

    label: str | Promise
    field: BoundField
    dark: BoundField | None


class BrandForm(forms.Form):
    """What a clinic makes of a theme; ``choices`` are those that are stored.

    Colours that cannot be told apart are refused. ``offers`` then holds, by the names of their fields, the
    nearest colours that can. A preview takes what it gets.
    """

    def __init__(
        self,
        *args: Any,
        theme: Theme,
        choices: Choices,
        pictures: Any = None,
        is_preview: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.theme, self.is_preview = theme, is_preview
        if not is_preview:
            self.fields[SEEN] = forms.CharField(
                widget=forms.HiddenInput, initial=seen(theme, choices, pictures)
            )
        self.offers: dict[str, str] = {}
        self.tokens = {token.name: token for token in editable(theme)}
        for name, token in self.tokens.items():
            chosen = choices.get(name, {})
            for field in (name, f"{name}{DARK}") if token.type == "color" else (name,):
                key = "dark" if field.endswith(DARK) else "value"
                self.fields[field] = _field(token, chosen.get(key, ""), dark=key == "dark")

    def groups(self) -> Iterator[tuple[str | Promise, list[Row]]]:
        """Yield the heading and the rows of each part of the form."""
        for heading, names in GROUPS:
            rows = [
                Row(label, self[name], self[f"{name}{DARK}"] if f"{name}{DARK}" in self.fields else None)
                for name, label in names.items()
                if name in self.fields
            ]
            if rows:
                yield heading, rows

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_preview or self.errors:
            return cleaned
        if cleaned[SEEN] != self.fields[SEEN].initial:
            self.add_error(None, ValidationError(CHANGED, code="changed"))
            # Whoever saves again has seen it.
            self.data = {**{name: self.data[name] for name in self.data}, SEEN: self.fields[SEEN].initial}
        else:
            tokens = branded(self.theme, self.choices)
            for low in shortfalls(tokens):
                self._refuse(low, tokens)
        return cleaned

    @property
    def choices(self) -> dict[str, dict[str, str]]:
        """What was chosen and differs from the theme."""
        chosen: dict[str, dict[str, str]] = {}
        for field, value in self.cleaned_data.items():
            if field == SEEN:
                continue
            name, key = (field.removesuffix(DARK), "dark") if field.endswith(DARK) else (field, "value")
            chosen.setdefault(name, {})[key] = value
        return differing(self.theme, chosen)

    def _refuse(self, low: Measure, tokens: TokenSet) -> None:
        """Refuse a pair at the colour in front, once, and look for one that would do."""
        field = low.foreground + (DARK if low.dark else "")
        if field in self.offers or field in self.errors:
            return
        sentence = _(
            "On “%(ground)s” this cannot be read well: the contrast is %(ratio).2f and should be %(least)g."
        )
        words = {"ground": NAMES[low.background], "ratio": low.ratio, "least": low.minimum}
        offer = nearest_that_passes(low.foreground, tokens, dark=low.dark)
        if offer:
            self.offers[field] = offer
        self.add_error(field, ValidationError(sentence % words, code="contrast"))


def seen(theme: Theme, choices: Choices, pictures: Any = None) -> str:
    """Return what a form was opened with: the theme, and a digest of the choices and the pictures."""
    text = json.dumps([choices, pictures or {}], sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{theme.name}:{digest}"


def _field(token: Token, chosen: str, *, dark: bool) -> forms.Field:
    if token.type == "color":
        own = token.dark if dark and token.dark is not None else token.value
        return ColorField(required=False, initial=chosen or own, label=_label(token, dark=dark))
    if token.type == "fontFamily":
        return forms.ChoiceField(
            choices=[("", AS_THE_THEME), *((key, font.label) for key, font in FONTS.items())],
            required=False,
            initial=chosen,
            label=_label(token),
        )
    return MeasureField(token, required=False, initial=chosen or token.value, label=_label(token))


def _label(token: Token, *, dark: bool = False) -> Any:
    name = NAMES[token.name]
    return gettext_lazy("%(name)s, on dark screens") % {"name": name} if dark else name


class ColorField(forms.CharField):
    """A colour in ``#rrggbb`` notation, with the browser's own picker."""

    widget = forms.TextInput(attrs={"type": "color"})

    def clean(self, value: Any) -> str:
        color = str(super().clean(value)).lower()
        if color and not is_value(Token("", "color", ""), color):
            raise ValidationError(_("Give a colour such as #1b5e83."), code="color")
        return color


class MeasureField(forms.DecimalField):
    """A measure as a number; its unit is that of the token."""

    def __init__(self, token: Token, **kwargs: Any) -> None:
        self.range = RANGES[token.name]
        found = MEASURE.match(str(kwargs.pop("initial")))
        super().__init__(
            min_value=Decimal(str(self.range.least)),
            max_value=Decimal(str(self.range.most)),
            initial=found[1] if found else None,
            help_text=self.range.unit,
            widget=forms.NumberInput(attrs={"step": self.range.step}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        number = super().clean(value)
        return "" if number is None else f"{float(number):g}{self.range.unit}"
