"""The demo's logos and icons, drawn for the project, given to the clinics as their owners would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.files import File

from cms.clinics.models import Clinic
from cms.demo.content import CONTENT
from cms.themes import uploads
from cms.themes.picture_actions import change_pictures
from cms.themes.uploads import Upload

LOGOS = CONTENT / "logos"


def give_logo(clinic: Clinic, name: str) -> None:
    """Give a clinic the logo, the logo for dark screens and the icon that are drawn for it, if they are."""
    made = {
        **_made(LOGOS / f"{name}-logo.svg", uploads.logo),
        **_made(LOGOS / f"{name}-logo-dark.svg", lambda file: uploads.logo(file, "logo_dark")),
        **_made(LOGOS / f"{name}-icon.svg", uploads.icon),
    }
    change_pictures(clinic, made, user=None)


def _made(path: Path, make: Callable[[uploads.Uploaded], Upload]) -> dict[str, uploads.Made | None]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return dict(make(File(file, name=path.name)).made)
