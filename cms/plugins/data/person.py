"""How closely a text says who a person is: whatever holds it is taken out of the log."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LETTERS = 3
LETTERS_AND_DIGITS = 6


def names_one(text: str) -> bool:
    """Whether a text is long enough to be a name, an e-mail address, a telephone number or the like."""
    letters = sum(one.isalpha() for one in text)
    return letters >= LETTERS or letters + sum(one.isdigit() for one in text) >= LETTERS_AND_DIGITS


def cleaned_person(text: str) -> str:
    """Return what identifies a person, trimmed; ``ValidationError`` for what stands in texts about others."""
    person = text.strip()
    if not person:
        raise ValidationError(_("Say what identifies the person."))
    if not names_one(person):
        raise ValidationError(
            _(
                "That is too short to identify a person, and would be found in texts about others. "
                "Give a name of at least three letters, an e-mail address or a telephone number."
            )
        )
    return person
