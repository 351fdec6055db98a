"""Admin forms for clinic data: they offer nothing of another clinic, and refuse it when it is posted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import ModelChoiceField
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.clinics.choices import theme_choices
from cms.clinics.queries import (
    clinic_id_of,
    clinics_where,
    objects_in_scope,
    pages_in_scope,
    right,
    scope_path,
)

SPOKEN_LANGUAGES = (
    *("ar", "bn", "bs", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "is", "it"),
    *(
        "ja",
        "ko",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "ru",
        "sv",
        "th",
        "tr",
        "uk",
        "ur",
        "vi",
        "zh-hans",
        "zh-hant",
    ),
)


class ScopedForm(WagtailAdminModelForm):
    """A form for an object with a ``clinic``, which comes from the user's scope and never changes afterwards.

    A user of one clinic is not asked. A user of several chooses when adding. Child forms are held to the same
    scope.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            offered = getattr(field, "queryset", None)
            if offered is not None and scope_path(offered.model) is not None:
                field.queryset = objects_in_scope(self.for_user, offered.model)
        if "clinic" in self.fields:
            self._settle_clinic(self.fields["clinic"])

    def _settle_clinic(self, field: ModelChoiceField) -> None:
        if self.instance.pk is None:
            meta = self.instance._meta
            field.queryset = clinics_where(self.for_user, right(f"{meta.app_label}.add_{meta.model_name}"))
            own = list(field.queryset[:2])
            if len(own) != 1:
                return
            self.initial["clinic"] = own[0].pk
        field.disabled = True
        field.widget = forms.HiddenInput()

    def is_valid(self) -> bool:
        """Validate the form and its child forms, then what they point at."""
        valid = super().is_valid()
        own_forms = [self, *(form for formset in self.formsets.values() for form in formset.forms)]
        refusals = [refuse_out_of_scope(form, self.for_user, self._clinic_id()) for form in own_forms]
        return valid and not any(refusals)

    def _clinic_id(self) -> int | None:
        clinic = getattr(self, "cleaned_data", {}).get("clinic")
        return clinic.pk if clinic is not None else clinic_id_of(self.instance)


class ClinicForm(ScopedForm):
    """The form of a clinic itself: its theme is one that is installed, its main language one that it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = theme_choices()
        if "theme" in self.fields and choices:
            old = self.fields["theme"]
            self.fields["theme"] = forms.ChoiceField(
                choices=choices, label=old.label, help_text=old.help_text
            )

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if "languages" not in self.formsets or "main_language" not in self.fields:
            return valid
        codes = {
            row.cleaned_data.get("language_code")
            for row in self.formsets["languages"].forms
            if hasattr(row, "cleaned_data") and not row.cleaned_data.get("DELETE")
        }
        main = self.cleaned_data.get("main_language")
        if main and main not in codes:
            self.add_error(
                "main_language",
                _("The main language needs a home page. Add one below, or choose another language."),
            )
            return False
        return valid

    def _post_clean(self) -> None:
        # The instance still has its old languages here; is_valid() looks at those that were posted.
        self.instance.checks_languages = "languages" not in self.formsets
        super()._post_clean()

    def _update_errors(self, errors: ValidationError) -> None:
        """Show what is wrong with a field that this form does not have above the form."""
        named = getattr(errors, "error_dict", {})
        for name in [name for name in named if name not in (*self.fields, NON_FIELD_ERRORS)]:
            named.setdefault(NON_FIELD_ERRORS, []).extend(named.pop(name))
        super()._update_errors(errors)


class PractitionerForm(ScopedForm):
    """The form of a practitioner, with the spoken languages as check boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            known = [
                *SPOKEN_LANGUAGES,
                *(code for code in self.instance.languages if code not in SPOKEN_LANGUAGES),
            ]
            self.fields["languages"] = forms.MultipleChoiceField(
                choices=[(code, get_language_info(code)["name_translated"]) for code in known],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                label=self.fields["languages"].label,
            )


def refuse_out_of_scope(form: Any, user: Any, clinic_id: int | None) -> bool:
    """Add an error to every field that points outside the scope; return whether there was one."""
    refused = False
    for name, value in list(getattr(form, "cleaned_data", {}).items()):
        unchanged = form.instance.pk and name not in form.changed_data
        if isinstance(value, models.Model) and not unchanged and not _is_in_scope(user, value, clinic_id):
            form.add_error(
                name, ValidationError(_("Choose something that belongs to this clinic."), code="scope")
            )
            refused = True
    return refused


def _is_in_scope(user: Any, value: models.Model, clinic_id: int | None) -> bool:
    if isinstance(value, Page):
        return pages_in_scope(user, Page.objects.filter(pk=value.pk)).exists()
    if isinstance(value, AbstractImage):
        policy = policy_registry.get(value)
        return policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], value)
    if scope_path(type(value)) is None:
        return True
    if clinic_id is not None and clinic_id_of(value) != clinic_id:
        return False
    return objects_in_scope(user, type(value)).filter(pk=value.pk).exists()
