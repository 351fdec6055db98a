"""The forms of the rollout screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.clinics.models import Clinic
from cms.editions.rollout.models import Mode, Ring
from cms.editions.rollout.rings import MOST_HOURS


class RingForm(forms.Form):
    """A ring's name, its delay and, but for the default ring, its clinics."""

    name = forms.CharField(label=_("Name"), max_length=80)
    delay_hours = forms.IntegerField(
        label=_("Delay in hours"),
        min_value=0,
        max_value=MOST_HOURS,
        initial=0,
        help_text=_("How long after a release this ring receives it. 0 means at once."),
    )
    clinics = forms.ModelMultipleChoiceField(
        label=_("Clinics"),
        queryset=Clinic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A clinic is in one ring. Ticking it here takes it out of the ring that it is in now."),
    )

    def __init__(self, *args: Any, ring: Ring | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ring is not None and ring.is_default:
            del self.fields["clinics"]
        else:
            self.fields["clinics"].queryset = Clinic.objects.all()  # type: ignore[attr-defined]  # of its field


class ModeForm(forms.Form):
    """How a clinic follows the library."""

    mode = forms.ChoiceField(
        label=_("When the library releases something new"), choices=Mode.choices, widget=forms.RadioSelect
    )


class RingStepForm(forms.Form):
    """What is to happen to a release in one ring."""

    ring = forms.ModelChoiceField(queryset=Ring.objects.all())
    act = forms.ChoiceField(choices=[(name, name) for name in ("start", "postpone", "roll_back")])
    starts_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    reason = forms.CharField(required=False)
