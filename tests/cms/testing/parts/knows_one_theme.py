"""Answers under all themes but one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from cms.plugins.api import Plugin, here


def register(plugin: Plugin) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        told = here(plugin.name)
        if told is None or told.clinic.theme == "limfjord":
            raise Http404
        return HttpResponse("")

    plugin.site_urls([path("theme/", view, name="theme")])
