"""Page forms that accept no picture of another clinic, wherever in the page it is posted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

USABLE = ["choose", "change", "delete"]


class ScopedPageForm(WagtailAdminPageForm):
    """The base of page forms: a picture comes from a collection that the user may choose from.

    Pictures that the page held before are kept, whoever saves it.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, value in list(cleaned.items()):
            error = self._refusal(name, value) if self.for_user else None
            if error is not None:
                self.add_error(name, error)
        return cleaned

    def _refusal(self, name: str, value: Any) -> ValidationError | None:
        stored = getattr(self.instance, name, None) if self.instance.pk else None
        new = pictures_in(self.instance, name, value) - pictures_in(self.instance, name, stored)
        foreign = new - usable_pictures(self.for_user, new)
        if not foreign:
            return None
        refused = ValidationError(_("Choose a picture from a collection that you may use."), code="scope")
        if not isinstance(value, StreamValue):
            return refused
        held = [_pictures(child.block.extract_references(child.value)) for child in value]
        return StreamBlockValidationError(
            block_errors={index: refused for index, ids in enumerate(held) if ids & foreign}
        )


def pictures_in(instance: Model, name: str, value: Any) -> set[str]:
    """Return the ids of the pictures that the value of a field refers to."""
    if isinstance(value, get_image_model()):
        return {str(value.pk)}
    if isinstance(value, StreamValue):
        return _pictures(value.stream_block.extract_references(value))
    try:
        extract = getattr(instance._meta.get_field(name), "extract_references", None)
    except FieldDoesNotExist:
        return set()
    return _pictures(extract(value)) if extract and value else set()


def usable_pictures(user: Any, ids: set[str]) -> set[str]:
    """Return those of some pictures, by their ids, that the user may put on a page."""
    if not ids:
        return set()
    policy = policy_registry.get_by_type(get_image_model())
    found = policy.instances_user_has_any_permission_for(user, USABLE).filter(pk__in=ids)
    return {str(key) for key in found.values_list("pk", flat=True)}


def _pictures(references: Iterable[tuple[Any, str, str, str]]) -> set[str]:
    return {key for model, key, *_ in references if issubclass(model, get_image_model())}
