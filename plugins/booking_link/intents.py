"""What a reader may want: pages of the library name an intent, each clinic says which service answers it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Intent(TextChoices):
    """The intents of the library's calls to action, by the names that its pages store."""

    INITIAL_CONSULTATION = "initial-consultation", _("First consultation")
    FOLLOW_UP = "follow-up", _("Follow-up visit")
    AURICULOTHERAPY = "auriculotherapy", _("Ear acupuncture")
    COSMETIC_ACUPUNCTURE = "cosmetic-acupuncture", _("Cosmetic acupuncture")
    QUESTION = "question", _("A question")
