"""The clinic's own pages: home, section, plain page and news."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.blocks.call_to_action import Intent
from cms.blocks.forms import BodyPageForm
from cms.blocks.shown import ShownBlock, shown_blocks
from cms.clinics.people import practitioners_of
from cms.locales.cards import Card, cards_for
from cms.locales.context import current_context
from cms.pages.blocks.body import ClinicBodyBlock
from cms.pages.hero import HeroPage, hero_panel
from cms.pages.letters import by_letter
from cms.pages.open_pages import open_pages
from cms.pages.written import WrittenPage
from cms.plugins.intents import link_for
from cms.plugins.pages import TakesPluginPages, shown
from cms.streams.fields import DurableStreamField

PROSE = ["bold", "italic", "link", "ol", "ul"]
MOST_CARDS = 12
"""A section with more pages is an index by letter: nobody finds one out of forty among cards."""


class ClinicHome(TakesPluginPages, HeroPage, WrittenPage):
    """The first page of a clinic in one language."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    body = DurableStreamField(ClinicBodyBlock, verbose_name=_("text"), blank=True)

    summary_field = "introduction"
    base_form_class = BodyPageForm
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.SectionIndex", "pages.PlainPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        hero_panel(),
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
        types = {block.type for block in context["blocks"]}
        if owner is not None and "people" in types:
            context["practitioners"] = practitioners_of(owner[0])
        context["shows_locations"] = "locations" in types
        here = current_context()
        context["booking"] = link_for(Intent.INITIAL_CONSULTATION.value, here, self) if here else None
        return context


class SectionIndex(TakesPluginPages, WrittenPage):
    """A list of pages of one sort, for example the conditions that a clinic treats."""

    introduction = RichTextField(_("introduction"), blank=True, features=PROSE)

    summary_field = "introduction"
    parent_page_types: ClassVar = ["pages.ClinicHome"]
    subpage_types: ClassVar = ["editions.Edition", "pages.PlainPage", "pages.NewsPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        owner = self.clinic_and_language()
        if owner is not None:
            clinic, language = owner
            listed = open_pages(language).child_of(self).order_by("path")
            cards = cards_for(shown(listed, clinic.id).specific())
            context["cards"] = sorted(cards, key=_newest_first)
            has_news = any(card.date for card in cards)
            context["letters"] = by_letter(cards) if len(cards) > MOST_CARDS and not has_news else []
        return context


class PlainPage(TakesPluginPages, WrittenPage):
    """A page that the clinic writes by itself, from the same blocks as the library."""

    body = DurableStreamField(ClinicBodyBlock, verbose_name=_("text"), blank=True)

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


class NewsPage(TakesPluginPages, HeroPage, WrittenPage):
    """A piece of news: what is new at the clinic, on which day."""

    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences, shown in lists of news.")
    )
    body = DurableStreamField(ClinicBodyBlock, verbose_name=_("text"), blank=True)

    summary_field = "summary"
    base_form_class = BodyPageForm
    parent_page_types: ClassVar = ["pages.SectionIndex"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        hero_panel(),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def body_blocks(self) -> list[ShownBlock]:
        return shown_blocks(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = self.body_blocks()
        return context

    @classmethod
    def cards(cls, pages: Sequence[Self]) -> dict[int, Card]:
        """Return cards with date and picture; pictures that were not loaded with the pages come at once."""
        prefetch_related_objects(pages, "hero")
        return {
            page.pk: Card(page.title, page.url, page.summary, page.hero, page.hero_alt, date=page.date)
            for page in pages
        }


def _newest_first(card: Card) -> int:
    """Order what has a date by it, newest first, before all else, which keeps its order."""
    return -card.date.toordinal() if card.date else 0
