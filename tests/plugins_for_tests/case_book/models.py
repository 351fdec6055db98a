"""Whose case a clinic may tell, the book it keeps of that, and the page that tells one."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.plugins.api import PluginPage, ScopedManager


class Book(models.Model):
    """A clinic's case book, opened when the clinic first switched the plugin on."""

    clinic = models.OneToOneField("clinics.Clinic", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    everywhere = models.Manager()
    objects = ScopedManager()

    def __str__(self) -> str:
        return f"The case book of {self.clinic}"


class Consent(models.Model):
    """A person agreed that a clinic tells their case."""

    clinic = models.ForeignKey("clinics.Clinic", on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=100)
    given_on = models.DateField()

    everywhere = models.Manager()
    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("clinic", "person"), name="case_book_consent_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.given_on:%Y-%m-%d}"


class CasePage(PluginPage):
    """Tells how one person was treated."""

    person = models.CharField(max_length=100, blank=True)
    story = models.TextField(blank=True)

    template = "case_book/case_page.html"
    content_panels = [*Page.content_panels, FieldPanel("person"), FieldPanel("story")]

    class Meta:
        verbose_name = "case"
        verbose_name_plural = "cases"
