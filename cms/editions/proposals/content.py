"""What may enter the library: nothing that belongs to one clinic alone, and nothing unnoticed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.blocks.variables import NAMES, PATTERN, in_braces
from cms.clinics.models import Clinic, Location
from cms.clinics.queries import scope_path
from cms.editions.proposals.values import Kind, Offer
from cms.editions.resolving.values import SourceBlock
from cms.library.models import LibraryIndex, LibraryPage
from cms.library.queries import library_collection

CLINIC_ONLY = frozenset({"practitioners"})
"""Blocks that show a clinic's own people or places."""


def refuse_foreign_parts(offer: Offer) -> None:
    """Raise ``ValidationError`` if the offer holds anything that only its clinic has a right to."""
    reasons = list(_reasons(offer))
    if reasons:
        raise ValidationError(reasons)


def notices(offer: Offer, clinic: Clinic) -> tuple[str, ...]:
    """Say what a library editor should look at twice: clinic variables, and the clinic's own details."""
    words = json.dumps(offer.part.value, ensure_ascii=False)
    found = [name for name in NAMES if name in PATTERN.findall(words)]
    lines = []
    if found:
        lines.append(
            _("Every clinic's page fills in its own details for %(names)s.")
            % {"names": in_braces(tuple(found))}
        )
    named = [detail for detail in _details(clinic) if detail in words]
    if named:
        lines.append(
            _("The text names this clinic's own details, and every clinic would show them: %(details)s.")
            % {"details": ", ".join(dict.fromkeys(named))}
        )
    return tuple(lines)


def _reasons(offer: Offer) -> Iterator[str]:
    if offer.part.type in CLINIC_ONLY:
        yield _(
            "This block shows the clinic's own people or places, which the library does not have. "
            "It can't be proposed."
        )
    for thing in _referenced(offer):
        reason = _foreign(thing)
        if reason:
            yield reason


def _foreign(thing: models.Model) -> str:
    if isinstance(thing, (get_image_model(), get_document_model())):
        if _is_in_library_collection(thing):
            return ""
        return _(
            "“%(title)s” is the clinic's own. The library can only use pictures and documents from "
            "its own collection: ask a library editor to take it in, or choose one of the library's."
        ) % {"title": thing.title}
    if isinstance(thing, Page):
        if isinstance(thing.specific, (LibraryPage, LibraryIndex)):
            return ""
        return _("The text links to the clinic's own page “%(title)s”. Remove that link first.") % {
            "title": thing.title
        }
    if scope_path(type(thing)) is not None:
        return _("The text refers to “%(thing)s”, which belongs to the clinic alone.") % {"thing": thing}
    return ""


def _is_in_library_collection(thing: Any) -> bool:
    return bool(thing.collection.path.startswith(library_collection().path))


def _referenced(offer: Offer) -> Iterator[models.Model]:
    """Return the objects that the words refer to: pictures, documents, pages and whatever blocks choose."""
    if offer.kind is Kind.FIELD:
        keys = [(get_image_model(), offer.part.value.get("image"))] if offer.target == "hero" else []
    else:
        keys = [(model, key) for model, key, _model_path, _path in _block_references(offer.part)]
    for model, key in dict.fromkeys(keys):
        found = model._base_manager.filter(pk=key).first() if key else None
        if found is not None:
            yield found


def _block_references(part: SourceBlock) -> Iterator[tuple[type[models.Model], Any, str, str]]:
    stream = LibraryPage._meta.get_field("body").stream_block
    value = stream.to_python([{"type": part.type, "value": part.value, "id": part.id}])
    yield from stream.extract_references(value)


def _details(clinic: Clinic) -> list[str]:
    """Return the words by which the clinic is known."""
    places = Location.objects.for_clinic(clinic).values_list("street", "phone", "email")
    details = [clinic.name, clinic.legal_name, *(word for place in places for word in place)]
    return [detail for detail in details if detail]
