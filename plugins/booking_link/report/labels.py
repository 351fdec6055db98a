"""What the keys that clicks are counted by are called in a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from plugins.booking_link.placements import Placement


def label_of_placement(name: str) -> str:
    """Return what a place on a page is called; one of an earlier version by the name it had."""
    return str(Placement(name).label) if name in Placement.values else name


def label_of_language(code: str) -> str:
    """Return the name of a language in the reader's own."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def labels_of_pages(clinic: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the title and the path of each of the clinic's pages, in one query.

    0 stands for no page. A page that is not there, or not this clinic's, has no name.
    """
    found = {key: (_("A page that is no longer there"), "") for key in keys}
    if 0 in found:
        found[0] = (_("No page"), "")
    rows = Page.objects.filter(pk__in=[key for key in keys if key]).values_list(
        "pk", "title", "path", "url_path"
    )
    for key, title, path, url_path in rows:
        for language in clinic.languages:
            if path.startswith(language.home_path):
                prefix = f"/{language.prefix}/" if language.prefix else "/"
                found[key] = (title, prefix + url_path.removeprefix(language.home_url_path))
    return found
