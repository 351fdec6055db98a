"""The clinic's own pages: home, section and plain page, and the base that all pages of a clinic share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.blocks.shown import shown_blocks
from cms.blocks.vocabulary import BodyBlock
from cms.clinics.models import Practitioner
from cms.clinics.pictures import ScopedPageForm
from cms.clinics.records import ClinicRecord, LanguageRecord, clinic_for_page_path
from cms.locales.context import current_context
from cms.locales.urls import clinic_path
from cms.pages.cards import Card, cards_for
from cms.pages.site import site_context
from cms.streams.fields import DurableStreamField

PROSE = ["bold", "italic", "link", "ol", "ul"]


class ClinicPage(Page):
    """A page of a clinic's website.

    Its address comes from the clinic's record, never from a list of all sites.
    """

    base_form_class = ScopedPageForm

    class Meta:
        abstract = True

    def clinic_and_language(self) -> tuple[ClinicRecord, LanguageRecord] | None:
        """Return the clinic and the language that this page belongs to by its place in the tree."""
        here = current_context()
        if here is not None:
            for language in here.clinic.languages:
                if self.path.startswith(language.home_path):
                    return here.clinic, language
        return clinic_for_page_path(self.path)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        owner = self.clinic_and_language()
        if owner is None:
            return None
        clinic, language = owner
        path = clinic_path(language, self.url_path[len(language.home_url_path) :])
        return clinic.site_id, clinic.root_url, path

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        parts = self.get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, path = parts
        here = current_context()
        return path if here is not None and here.clinic.site_id == site_id else root_url + path

    url = property(get_url)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **site_context(self)}

    def listed_pages(self) -> list[Page]:
        """Return the published children, as their own types."""
        return list(self.get_children().live().public().specific())

    @classmethod
    def cards(cls, pages: Sequence[Self]) -> dict[int, Card]:
        """Return cards by page id; types with more to show load it here for all pages at once."""
        return {page.pk: Card(page.title, page.url, page.search_description) for page in pages}


class ClinicHome(ClinicPage):
    """The first page of a clinic in one language."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    hero = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_alt = models.CharField(
        _("description of the picture"),
        max_length=200,
        blank=True,
        help_text=_(
            "What the picture shows, for people who cannot see it. Leave it empty if it only decorates."
        ),
    )
    body = DurableStreamField(BodyBlock, verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.SectionIndex", "pages.PlainPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("hero"), FieldPanel("hero_alt")], heading=_("Picture")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        sections = Page.objects.live().public().descendant_of(self).filter(depth=self.depth + 2).specific()
        context["treated"] = cards_for(sections)
        context["blocks"] = shown_blocks(self.body)
        owner = self.clinic_and_language()
        if owner is not None:
            context["practitioners"] = list(
                Practitioner.objects.for_clinic(owner[0].id).select_related("photo").prefetch_related("texts")
            )
        return context


class SectionIndex(ClinicPage):
    """A list of pages of one sort, for example the conditions that a clinic treats."""

    introduction = RichTextField(_("introduction"), blank=True, features=PROSE)

    parent_page_types: ClassVar = ["pages.ClinicHome"]
    subpage_types: ClassVar = ["editions.Edition", "pages.PlainPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["cards"] = cards_for(self.listed_pages())
        return context


class PlainPage(ClinicPage):
    """A page that the clinic writes by itself, from the same blocks as the library."""

    body = DurableStreamField(BodyBlock, verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar = ["pages.ClinicHome", "pages.SectionIndex", "pages.PlainPage"]
    subpage_types: ClassVar = ["pages.PlainPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = shown_blocks(self.body)
        return context
