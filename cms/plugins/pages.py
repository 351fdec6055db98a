"""Pages whose type a plugin defines: where they can be, and where they are shown.

Such a page exists only for clinics that have the plugin on. Elsewhere it is kept, and found by no visitor. So
is a page whose type has left the code.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageQuerySet, get_page_models

from cms.clinics.records import clinic_for_page_path
from cms.locales.pages import ClinicPage
from cms.plugins.activation import is_active


class PluginPage(ClinicPage):
    """Derive the page types of a plugin from this.

    The plugin is the one that its application is called after.
    """

    parent_page_types: ClassVar = ["pages.ClinicHome", "pages.SectionIndex", "pages.PlainPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @classmethod
    def plugin(cls) -> str:
        """Return the name of the plugin that defines this type."""
        return cls._meta.app_label

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Whether such a page can be made there: the clinic that ``parent`` belongs to has the plugin on."""
        return bool(super().can_create_at(parent)) and is_shown_at(cls, parent.path)


class TakesPluginPages(Page):
    """A page type below which pages of plugins can be made; what each clinic has on decides which."""

    class Meta:
        abstract = True

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        return [*super().clean_subpage_models(), *plugin_page_types()]


def plugin_page_types() -> list[type[PluginPage]]:
    """Return the page types of all plugins that are installed."""
    return [model for model in get_page_models() if issubclass(model, PluginPage)]


def is_shown(page: Page) -> bool:
    """Whether visitors may see a page: its type is there, and its plugin, if it has one, is on there."""
    model = page.specific_class
    if model is None or model is Page:
        return False
    return not issubclass(model, PluginPage) or is_shown_at(model, page.path)


def is_shown_at(model: type[PluginPage], path: str) -> bool:
    """Whether pages of a type are shown at the place ``path`` in the tree."""
    owner = clinic_for_page_path(path)
    return owner is not None and is_active(model.plugin(), owner[0].id)


def shown(pages: PageQuerySet[Any], clinic_id: int) -> PageQuerySet[Any]:
    """Return those of a clinic's ``pages`` that visitors may see; asks the database for nothing more."""
    models = [
        model
        for model in get_page_models()
        if not issubclass(model, PluginPage) or is_active(model.plugin(), clinic_id)
    ]
    return pages.filter(content_type__in=_types(model for model in models if model is not Page))


def gone(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Return those of ``pages`` whose type has left the code; they can be listed, and nothing else."""
    return pages.exclude(content_type__in=_types(get_page_models()))


def _types(models: Iterable[type[Page]]) -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*models, for_concrete_models=False).values())
