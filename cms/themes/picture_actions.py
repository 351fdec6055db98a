"""Giving a clinic's site pictures of its own, and taking them away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.themes.actions import check_may_choose
from cms.themes.pictures import FOLDER
from cms.themes.uploads import Made

if TYPE_CHECKING:
    from cms.accounts.models import User

PICTURED = "themes.pictures"


def change_pictures(
    clinic: Clinic,
    made: Mapping[str, Made | None],
    *,
    header_image: int | None = None,
    name_in_logo: bool | None = None,
    user: User | None,
) -> None:
    """Change pictures of a clinic's site, from the next request on; those that are not named stay.

    ``made`` holds pictures by the names of ``Pictures``, ``None`` for one that goes. ``header_image`` is the
    id of the picture in the library that a new ``header`` was made of; ``name_in_logo`` says whether the name
    stands in the logo, ``None`` to leave that. Without a user the system itself acts. What was there before
    is in the log, and its files stay: pages in caches still name them, and a way back needs them. Raises
    ``PermissionDenied``.
    """
    check_may_choose(user, clinic)
    with transaction.atomic():
        row = Clinic.objects.select_for_update().get(pk=clinic.pk)
        before: dict[str, Any] = row.pictures
        after = before | {name: _stored(clinic, name, one) for name, one in made.items()}
        if "header" in made:
            after["header_image"] = header_image if made["header"] else None
        if name_in_logo is not None:
            after["name_in_logo"] = name_in_logo
        after = {name: value for name, value in after.items() if value}
        if after == before:
            return
        row.pictures = after
        row.save(update_fields=["pictures"])
        log(row, PICTURED, user=user, data={"from": before, "to": after})


def _stored(clinic: Clinic, name: str, made: Made | None) -> dict[str, Any] | None:
    """Store the file of a picture under a name that no other content has, and return what to remember."""
    if made is None:
        return None
    digest = hashlib.sha256(made.data).hexdigest()[:20]
    file = f"{FOLDER}/{clinic.pk}/{name.replace('_', '-')}-{digest}.{made.ending}"
    if not default_storage.exists(file):
        file = default_storage.save(file, ContentFile(made.data))
    return {"file": file, "width": made.width, "height": made.height}
