"""Something at every point that there is, and nothing wrong with it; its words are the clinic's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.plugins.api import (
    Health,
    HealthState,
    Issue,
    Link,
    PageContext,
    Permission,
    Plugin,
    PluginContext,
    SlotContext,
    here,
    plugin_url,
    practitioners_of,
)

DAY = timedelta(days=1)
LINES = (
    "page.header.action.v1",
    "page.body.start.v1",
    "page.aside.v1",
    "page.footer.v1",
    "practitioner.card.v1",
    "location.card.v1",
    "dashboard.panel.v1",
)


def register(plugin: Plugin) -> None:
    """Register it all."""
    for slot in LINES:
        plugin.slot(slot)(line)
    plugin.slot("home.section.v1")(section)
    views = Views(plugin.name)
    plugin.site_urls(
        [
            path("", views.name, name="name"),
            path("send/", views.send, name="send"),
            path("page/<uuid:key>/", views.page, name="page"),
            path("of/<slug:slug>/", views.clinic, name="clinic"),
            path("named/<str:slug>/", views.clinic, name="named"),
            path("people/", include([path("<int:pk>/", views.person)])),
        ]
    )
    plugin.admin_urls([path("", views.name, name="name")], permission=Permission.MARKETER)
    plugin.admin_urls([path("own/", views.name, name="own")], permission=Permission.OWNER)
    plugin.admin_urls([path("all/<key:pk>/", views.person, name="all")], permission=Permission.PUBLIC)
    plugin.intent(lambda context: Link(plugin_url(plugin.name, "name")))
    plugin.structured_data(lambda context: [{"@type": "Offer", "name": context.clinic.name}])
    plugin.publish_check(advise)
    plugin.publish_check(object_to_nothing, gate=True)
    plugin.health("world", lambda context: Health(HealthState.OK))
    plugin.periodic(nothing, every=DAY)
    plugin.export(lambda context: context.clinic.slug, restore=lambda context, data: None)
    plugin.erase(lambda context, person: 0)
    plugin.on_activated(nothing)
    plugin.on_deactivated(nothing)
    plugin.on_copied(lambda source, target: None)


def line(context: SlotContext) -> SafeString:
    return format_html("<p>{}</p>", context.clinic.name)


def section(context: SlotContext) -> SafeString:
    return format_html("<section><h2>{}</h2></section>", context.clinic.name)


def nothing(context: PluginContext) -> None:
    pass


def advise(context: PageContext) -> Iterator[Issue]:
    yield Issue(f"{context.clinic.name} publishes {context.page.title}.")


def object_to_nothing(context: PageContext) -> list[Issue]:
    return []


class Views:
    """What it answers, at each of its addresses for the clinic that is asked."""

    def __init__(self, plugin: str) -> None:
        self.plugin = plugin

    @property
    def told(self) -> PluginContext:
        told = here(self.plugin)
        if told is None:
            raise Http404
        return told

    def name(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(format_html("<p>{}</p>", self.told.clinic.name))

    @property
    def send(self) -> Any:
        return require_POST(lambda request: HttpResponseRedirect("/"))

    def page(self, request: HttpRequest, key: UUID) -> HttpResponse:
        home = self.told.clinic.languages[0].home_path
        page = get_object_or_404(Page, translation_key=key, path__startswith=home)
        return HttpResponse(format_html("<p>{}</p>", page.title))

    def clinic(self, request: HttpRequest, slug: str) -> HttpResponse:
        if slug != self.told.clinic.slug:
            raise Http404
        return self.name(request)

    def person(self, request: HttpRequest, pk: int) -> HttpResponse:
        names = {one.pk: one.name for one in practitioners_of(self.told.clinic)}
        if pk not in names:
            raise Http404
        return HttpResponse(format_html("<p>{}</p>", names[pk]))
