"""The languages in which specimens are shown: those of the installation, and one from right to left."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

RIGHT_TO_LEFT = "ar"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the gallery; where it ``is_turned``, the samples are in letters that nobody can read."""

    code: str
    title: str
    is_turned: bool = False


def languages() -> tuple[Language, ...]:
    """Return the languages in their order, the invented one last."""
    named = ((code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES)
    return (*(Language(*one) for one in named), Language(RIGHT_TO_LEFT, _("From right to left"), True))


def language_named(code: str) -> Language | None:
    """Return a language of the gallery, ``None`` if it has none of this code."""
    return next((one for one in languages() if one.code == code), None)
