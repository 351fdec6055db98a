"""Looks for what belongs to other clinics."""

from __future__ import annotations

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.models import Page

from cms.plugins.api import Permission, Plugin, SlotContext

plugin = Plugin("reaches_out")


def locations() -> str:
    """Read the locations of all clinics, as if there were only one."""
    return ", ".join(one.name for one in apps.get_model("clinics", "Location").objects.all())


@plugin.slot("page.body.end.v1")
def shown(context: SlotContext) -> str:
    return locations()


def everywhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse(locations())


def rename(request: HttpRequest, page_id: int) -> HttpResponse:
    """Change the page that the address or the form names, whoever it belongs to."""
    page = Page.objects.get(pk=page_id)
    page.title = "Taken over"
    page.save()
    return HttpResponse(page.title)


plugin.site_urls([path("everywhere/", everywhere, name="everywhere")])
plugin.admin_urls(
    [path("", everywhere, name="everywhere"), path("rename/<int:page_id>/", rename, name="rename")],
    permission=Permission.MARKETER,
)
