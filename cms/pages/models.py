"""The clinic's own pages: home, section and plain page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.blocks.call_to_action import Intent
from cms.blocks.forms import BodyPageForm
from cms.blocks.shown import ShownBlock, shown_blocks
from cms.blocks.vocabulary import BodyBlock
from cms.clinics.people import practitioners_of
from cms.locales.cards import cards_for
from cms.locales.context import current_context
from cms.locales.pages import ClinicPage
from cms.plugins.intents import link_for
from cms.plugins.pages import TakesPluginPages, shown
from cms.streams.fields import DurableStreamField

PROSE = ["bold", "italic", "link", "ol", "ul"]


class ClinicHome(TakesPluginPages, ClinicPage):
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

    base_form_class = BodyPageForm
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

    def body_blocks(self) -> list[ShownBlock]:
        return shown_blocks(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = self.body_blocks()
        owner = self.clinic_and_language()
        if owner is not None:
            listed = Page.objects.live().public().descendant_of(self).filter(depth=self.depth + 2)
            context["treated"] = cards_for(shown(listed, owner[0].id).specific())
            context["practitioners"] = practitioners_of(owner[0])
        here = current_context()
        context["booking"] = link_for(Intent.INITIAL_CONSULTATION.value, here, self) if here else None
        return context


class SectionIndex(TakesPluginPages, ClinicPage):
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
        owner = self.clinic_and_language()
        if owner is not None:
            listed = self.get_children().live().public()
            context["cards"] = cards_for(shown(listed, owner[0].id).specific())
        return context


class PlainPage(TakesPluginPages, ClinicPage):
    """A page that the clinic writes by itself, from the same blocks as the library."""

    body = DurableStreamField(BodyBlock, verbose_name=_("text"), blank=True)

    base_form_class = BodyPageForm
    parent_page_types: ClassVar = ["pages.ClinicHome", "pages.SectionIndex", "pages.PlainPage"]
    subpage_types: ClassVar = ["pages.PlainPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def body_blocks(self) -> list[ShownBlock]:
        return shown_blocks(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = self.body_blocks()
        return context
