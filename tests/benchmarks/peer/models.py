"""A plain Wagtail site with the same blocks: stock stream, stock serving, stock addresses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from cms.blocks.vocabulary import BodyBlock
from cms.clinics.models import Clinic, Location
from cms.library.review import ClinicalReview


class PeerFolder(Page):
    """The home page, and a section with pages below it."""

    introduction = models.TextField(blank=True)


class PeerPage(Page):
    """The same fields as a library page, in a site of its own."""

    kind = models.CharField(max_length=20)
    summary = models.TextField()
    hero = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+")
    hero_alt = models.CharField(max_length=200, blank=True)
    body = StreamField(list(BodyBlock.base_blocks.items()))
    reviewed_by = models.CharField(max_length=120)
    reviewer_credentials = models.CharField(max_length=200)
    reviewed_on = models.DateField()
    next_review_on = models.DateField()

    template = "peer/page.html"

    @property
    def review(self) -> ClinicalReview:
        return ClinicalReview(
            self.reviewed_by,
            self.reviewer_credentials,
            self.reviewed_on,
            self.next_review_on,
            timezone.localdate(),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What stands around the text, in the way of Wagtail's documentation: the site, its menu, details."""
        context = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request)
        # Stands for the site's settings: one row by site, as BaseSiteSetting.for_request reads it.
        clinic = Clinic.objects.get(site=site)
        location = list(Location.objects.for_clinic(clinic).prefetch_related("opening_hours"))
        menu = site.root_page.get_children().live().in_menu()
        trail = self.get_ancestors().filter(depth__gt=site.root_page.depth)
        return context | {
            "here": _here(clinic, location[0], site.root_page.get_url(request)),
            "site_navigation": [
                _link(page, request, is_current=self.path.startswith(page.path)) for page in menu
            ],
            "breadcrumbs": [_link(page, request) for page in trail],
            "canonical_url": self.get_full_url(request),
            "locations": location,
            "is_fictional": clinic.is_fictional,
        }


class BarePage(Page):
    """The blocks and nothing else: no menu, no address, no picture at the top."""

    body = StreamField(list(BodyBlock.base_blocks.items()))

    template = "peer/bare.html"


class LocalizedPage(Page):
    """A page as wagtail-localize translates it and alias pages copy it: title, summary, picture, blocks."""

    summary = models.TextField()
    hero = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+")
    hero_alt = models.CharField(max_length=200, blank=True)
    body = StreamField(list(BodyBlock.base_blocks.items()))

    template = "peer/localized.html"


def _here(clinic: Clinic, location: Location, home_url: str) -> SimpleNamespace:
    """The names that the shared header and footer use."""
    details = SimpleNamespace(
        name=clinic.name,
        legal_name=clinic.legal_name,
        city=location.city,
        phone=location.phone,
        country=clinic.country,
        emergency_number=clinic.emergency_number,
    )
    return SimpleNamespace(
        clinic=details,
        home_url=home_url,
        theme=clinic.theme,
        language=SimpleNamespace(code=clinic.main_language),
    )


def _link(page: Page, request: HttpRequest, **more: Any) -> dict[str, Any]:
    return {"title": page.title, "url": page.get_url(request), **more}
