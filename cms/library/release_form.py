"""What an editor is asked when a library page is published."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.library.choices import DEFAULT_DEADLINE, LONGEST_NOTE, LONGEST_REASON, check_choice
from cms.library.models import LibraryPage
from cms.library.parts import changed, parts_of
from cms.library.releases import ReleaseClass
from cms.library.values import Part, ReleaseChoice, ReleaseRefusedError
from cms.library.wording import label_of, mark_changes

ABOUT_CORRECTIONS = ("corrected", "reason", "deadline")


@dataclass(frozen=True, slots=True)
class CorrectablePart:
    """A part that a correction may name, with its words before and after this draft."""

    target: str
    label: str
    before: SafeString
    after: SafeString
    is_changed: bool
    is_new: bool
    is_gone: bool


def correctable_parts(draft: LibraryPage, before: LibraryPage | None) -> list[CorrectablePart]:
    """Return all parts of the draft and of the published page: first those that differ, in page order."""
    old, new = parts_of(before), parts_of(draft)
    differing = changed(old, new)
    targets = dict.fromkeys((*differing, *new, *old))
    return [_correctable(draft, target, old, new, target in differing) for target in targets]


def _correctable(
    page: LibraryPage, target: str, old: Mapping[str, Part], new: Mapping[str, Part], is_changed: bool
) -> CorrectablePart:
    was, now = old.get(target), new.get(target)
    before, after = mark_changes(was.value if was else "", now.value if now else "")
    return CorrectablePart(
        target=target,
        label=label_of(page, now or was, target),
        before=before,
        after=after,
        is_changed=is_changed,
        is_new=was is None,
        is_gone=now is None,
    )


class ReleaseForm(forms.Form):
    """Class and note of a release and, of a correction, what it corrects, why, and until when."""

    release_class = forms.ChoiceField(
        label=_("Class"),
        choices=ReleaseClass.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of change this is.")},
    )
    note = forms.CharField(
        label=_("Note for clinics"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("What changed and why, in one sentence. An editorial release may do without."),
    )
    in_rings = forms.BooleanField(
        label=_("Ring by ring"),
        required=False,
        help_text=LibraryPage._meta.get_field("release_in_rings").help_text,
    )
    corrected = forms.MultipleChoiceField(
        label=_("What is corrected"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why the old words must not be read any more. Clinics read this when they confirm."),
    )
    deadline = forms.DateField(
        label=_("Clinics confirm until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day until which every clinic confirms that it has taken note."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, page: LibraryPage, parts: list[CorrectablePart], may_correct: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.first_day = timezone.localdate(page.go_live_at) if page.go_live_at else timezone.localdate()
        self.first_day = max(self.first_day, timezone.localdate())
        corrected, classes = self.fields["corrected"], self.fields["release_class"]
        assert isinstance(corrected, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(classes, forms.ChoiceField)  # noqa: S101 - for the type checker
        corrected.choices = [(part.target, part.label) for part in parts]
        corrected.error_messages["invalid_choice"] = _(
            "The correction names a block that is gone. Choose again which parts are corrected."
        )
        self.initial.setdefault("deadline", self.first_day + DEFAULT_DEADLINE)
        if not may_correct:
            classes.choices = [choice for choice in ReleaseClass.choices if choice[0] != ReleaseClass.SAFETY]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("release_class") in {ReleaseClass.EDITORIAL, ReleaseClass.SUBSTANTIVE}:
            # Nothing is corrected then, so a tick that names a block that is gone does no harm.
            for name in ABOUT_CORRECTIONS:
                self.errors.pop(name, None)
        if not self.errors:
            try:
                check_choice(self.choice(), [part.target for part in self.parts], self.first_day)
            except ReleaseRefusedError as refused:
                for name, errors in refused.error_dict.items():
                    self.add_error(name, errors)
        return cleaned

    def choice(self) -> ReleaseChoice:
        """Return what was chosen. Only a release of the class safety corrects anything."""
        given = self.cleaned_data
        common = given["release_class"], given["note"].strip(), given["in_rings"]
        if given["release_class"] != ReleaseClass.SAFETY:
            return ReleaseChoice(*common)
        deadline: datetime.date | None = given["deadline"]
        return ReleaseChoice(*common, tuple(given["corrected"]), given["reason"].strip(), deadline)

    def chosen(self) -> set[str]:
        """Return the targets that are ticked; at first those that the draft changes are not."""
        return set(self["corrected"].value() or ())
