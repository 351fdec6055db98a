"""What can be asked of the matrix."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.clinics.models import Clinic
from cms.editions.oversight.deadlines import Answer
from cms.editions.oversight.values import Concern, Scope

Choices = list[tuple[Any, Any]]


def _concerns() -> Choices:
    return [("", _("Everything")), *((concern.value, concern.label) for concern in Concern)]


def _languages() -> Choices:
    return [("", _("All languages")), *settings.LANGUAGES]


def _answers() -> Choices:
    return [("", _("All clinics")), *((answer.value, answer.label) for answer in Answer)]


class FilterForm(forms.Form):
    """Which part of the network to show. Where the answer makes no sense, nothing is left out."""

    words = forms.CharField(label=_("Page"), required=False, max_length=100)
    concern = forms.ChoiceField(label=_("Look for"), required=False, choices=_concerns)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    clinic = forms.ModelChoiceField(
        label=_("Clinic"), required=False, queryset=Clinic.objects.all(), empty_label=_("All clinics")
    )

    @property
    def scope(self) -> Scope:
        """The part of the network that was asked for; all of it where the form has an error."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        clinic = cleaned.get("clinic")
        return Scope(language=cleaned.get("language") or "", clinic=clinic.pk if clinic else None)

    @property
    def wanted_concern(self) -> Concern | None:
        """What was looked for."""
        found = self.cleaned_data.get("concern") if self.is_valid() else ""
        return Concern(found) if found else None

    @property
    def wanted_words(self) -> str:
        """The words that were looked for."""
        return str(self.cleaned_data.get("words") or "").strip() if self.is_valid() else ""


class PartFilterForm(FilterForm):
    """The same for one page, which needs no name."""

    words = None  # type: ignore[assignment]  # Django's documented way to drop an inherited field

    @property
    def wanted_words(self) -> str:
        return ""


class SearchForm(FilterForm):
    """The same for parts of any page."""

    words = forms.CharField(
        label=_("Block or field"),
        max_length=100,
        help_text=_("A word of its heading, the name of its type, or its id."),
    )


class AnswerForm(forms.Form):
    """Which clinics of a report to show."""

    answer = forms.ChoiceField(label=_("Show"), required=False, choices=_answers)

    @property
    def wanted_answer(self) -> Answer | None:
        """The answer that was asked for."""
        found = self.cleaned_data.get("answer") if self.is_valid() else ""
        return Answer(found) if found else None
