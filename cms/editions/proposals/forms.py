"""The forms of proposals; the actions check everything once more."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.editions.models import Proposal
from cms.library.models import Release, ReleaseClass

NOTE_LENGTH = Proposal._meta.get_field("note").max_length
REASON_LENGTH = Proposal._meta.get_field("reason").max_length
CLASSES = [(value, label) for value, label in ReleaseClass.choices if value != ReleaseClass.SAFETY]


class ProposeForm(forms.Form):
    """Why the library should have the clinic's words."""

    note = forms.CharField(
        label=_("Why the library should have it"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence or two for the library editor who reads your text."),
    )


class AcceptForm(forms.Form):
    """How the words are released, and which words these are."""

    release_class = forms.ChoiceField(
        label=_("Class of the release"),
        choices=CLASSES,
        initial=ReleaseClass.EDITORIAL,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note for clinics"),
        max_length=Release._meta.get_field("note").max_length,
        required=False,
        help_text=_("What changed and why, in one sentence. Empty, it says which clinic proposed it."),
    )
    merged = forms.ChoiceField(
        label=_("Which words the library takes"),
        choices=[("", _("The proposal, as the clinic wrote it")), ("1", _("Both changes together"))],
        required=False,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, can_merge: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        if not can_merge:
            del self.fields["merged"]


class DeclineForm(forms.Form):
    """Why the library does not take the words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The clinic reads this."),
        error_messages={"required": _("Say why, so that the clinic understands the answer.")},
    )
