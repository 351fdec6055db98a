"""The demo's recent past: what the library said when the clinics decided, and what happened since."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cms.accounts.models import User
from cms.clinics.models import Clinic
from cms.clinics.roles import LIBRARY_EDITOR
from cms.demo.content import LANGUAGES, block_id, read_history, read_library_page
from cms.demo.library import LibraryPages, write_text
from cms.demo.pictures import Pictures
from cms.demo.staff import email_of
from cms.editions.oversight.actions import acknowledge
from cms.library.actions import release
from cms.library.models import Correction, LibraryPage


def first_text(name: str, language: str) -> dict[str, Any]:
    """Return what a library page said before all releases of the history."""
    return _text_before(0, name, language)


def play(library: LibraryPages, pictures: Pictures) -> None:
    """Make the releases one after the other, and let the clinics acknowledge that did."""
    history = read_history()
    editor = User.objects.get(email=email_of(LIBRARY_EDITOR.key))
    for number, made in enumerate(history["releases"]):
        for language in LANGUAGES:
            page = LibraryPage.objects.get(pk=library[made["page"], language].pk)
            write_text(page, _text_before(number + 1, made["page"], language), pictures, library)
            _release(page, made["page"], made[language], editor)
    for given in history["acknowledged"]:
        _acknowledge(given)


def _text_before(number: int, name: str, language: str) -> dict[str, Any]:
    """Return what a library page said before the release of this number and all after it."""
    text = read_library_page(name, language)
    for made in reversed(read_history()["releases"][number:]):
        if made["page"] == name:
            text = _undone(text, made[language])
    return text


def _undone(text: dict[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    blocks = made["before"]
    return {
        **text,
        "review": {**text["review"], **made.get("review_before", {})},
        "blocks": [{**block, **blocks.get(block["key"], {})} for block in text["blocks"]],
    }


def _release(page: LibraryPage, name: str, made: Mapping[str, Any], editor: User) -> None:
    days = made.get("days")
    release(
        page,
        release_class=made["class"],
        note=made["note"],
        user=editor,
        corrected=[block_id(name, key) for key in made.get("corrects", ())],
        reason=made.get("reason", ""),
        deadline=timezone.localdate() + datetime.timedelta(days=days) if days else None,
    )


def _acknowledge(given: Mapping[str, Any]) -> None:
    clinic = Clinic.objects.get(slug=given["clinic"])
    user = User.objects.get(email=email_of(given["role"], clinic.slug))
    for correction in Correction.objects.filter(library_key=block_id("library-page", given["page"])):
        acknowledge(correction, clinic, user, given["note"])
