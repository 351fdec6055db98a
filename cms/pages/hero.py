"""A page with a large picture at its top."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page


class HeroPage(Page):
    """The picture of a page, and what it shows in words."""

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

    class Meta:
        abstract = True


def hero_panel() -> MultiFieldPanel:
    """Return the part of the page editor for the picture."""
    return MultiFieldPanel([FieldPanel("hero"), FieldPanel("hero_alt")], heading=_("Picture"))
