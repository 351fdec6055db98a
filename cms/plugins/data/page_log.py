"""The log of pages says at which clinic an entry was written, so that this is known when the page is gone.

Entries do that hold what plugins say: about a page that is to be published, and all about pages of plugins.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_save
from wagtail.models import Page, PageLogEntry

from cms.clinics.records import ClinicRecord, clinic_for_page_path
from cms.plugins.pages import PluginPage
from cms.plugins.publishing.keeping_back import KEPT_BACK, PUBLISHED_ANYWAY

# Where plugins speak of a page, and people answer them.
ABOUT_PAGES = frozenset({KEPT_BACK, PUBLISHED_ANYWAY})
WRITTEN_AT = "written_at_clinic"


def connect() -> None:
    """Listen to new entries; called when the app is ready."""
    pre_save.connect(note_clinic, sender=PageLogEntry)


def note_clinic(sender: type[PageLogEntry], instance: PageLogEntry, raw: bool = False, **kwargs: Any) -> None:
    """Note the clinic in whose tree the page stands now."""
    if raw or not (instance._state.adding and isinstance(instance.data, dict) and _is_of_plugins(instance)):
        return
    path = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    owner = clinic_for_page_path(path) if path else None
    if owner is not None:
        instance.data = {**instance.data, WRITTEN_AT: owner[0].id}


def written_at(clinic: ClinicRecord) -> Q:
    """Return what selects the entries that were written at a clinic, wherever their pages are now."""
    return Q(**{f"data__{WRITTEN_AT}": clinic.id})


def _is_of_plugins(entry: PageLogEntry) -> bool:
    model = entry.content_type.model_class() if entry.content_type else None
    return entry.action in ABOUT_PAGES or (model is not None and issubclass(model, PluginPage))
