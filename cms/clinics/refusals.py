"""What is refused about pages: to delete a clinic's home page, and to publish incomplete drafts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.clinics.models import ClinicLanguage


def keep_home_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete the home page of a clinic."""
    return _refuse_homes(request, [page], "wagtailadmin_explore", page.pk)


def keep_pages_whole(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete home pages, and to publish what the page editor would not publish."""
    if not issubclass(action.model, Page):
        return None
    if action_type == "delete":
        return _refuse_homes(request, objects, action.next_url)
    if action_type != "publish":
        return None
    with_descendants = action.cleaned_form.cleaned_data["include_descendants"]
    names = [page.title for page in pages_to_publish(objects, with_descendants) if not is_complete(page)]
    if not names:
        return None
    text = _("Nothing was published. Open these pages and correct what is missing: %(pages)s.")
    messages.error(request, text % {"pages": ", ".join(names)})
    return redirect(action.next_url)


def is_complete(page: Page) -> bool:
    """Whether a page, with all blocks of its streams, would pass its form."""
    try:
        page.full_clean()
        for field in page._meta.concrete_fields:
            value = getattr(page, field.name, None)
            if isinstance(field, StreamField) and isinstance(value, StreamValue):
                field.stream_block.clean(value)
    except ValidationError:
        return False
    return True


def pages_to_publish(pages: Iterable[Page], with_descendants: bool) -> Iterator[Page]:
    for page in pages:
        yield page.get_latest_revision_as_object()
        if with_descendants:
            for draft in page.get_descendants().not_live().specific():
                yield draft.get_latest_revision_as_object()


def _refuse_homes(request: HttpRequest, pages: Iterable[Page], *target: Any) -> HttpResponse | None:
    keys = [page.pk for page in pages]
    homes = ClinicLanguage.everywhere.filter(home__in=keys).select_related("home", "clinic")
    names = ", ".join(f"“{row.home.title}” ({row.clinic.name})" for row in homes)
    if not names:
        return None
    text = _("Nothing was deleted. The home page of a clinic stays until its language is removed: %(pages)s.")
    messages.error(request, text % {"pages": names})
    return redirect(*target)
