"""Answers for records of any clinic, whatever names them, and fails where nobody tries."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from wagtail.models import Page

from cms.plugins.api import Permission, Plugin


def register(plugin: Plugin) -> None:
    plugin.site_urls(
        [
            path("fails/", fails, name="fails"),
            path("takes-nothing/", fails_to_take, name="takes"),
            path("uuid/<uuid:translation_key>/", page, name="uuid"),
            path("slug/<slug:slug>/", clinic, name="slug"),
            path("str/<str:pk>/", clinic, name="str"),
            path("int/<int:pk>/", person, name="int"),
            path("both/<int:pk>/<slug:slug>/", clinic, name="both"),
            path("rename/<int:pk>/", rename, name="rename"),
            re_path(r"^(?P<rest>z+)/$", fails, name="pattern"),
        ]
    )
    plugin.admin_urls(
        [
            path("fails/", fails, name="fails"),
            path("takes-nothing/", fails_to_take, name="takes"),
            path("uuid/<uuid:translation_key>/", page, name="uuid"),
            path("key/<key:pk>/", person, name="key"),
            path("rename/<int:pk>/", rename, name="rename"),
        ],
        permission=Permission.MARKETER,
    )


def fails(request: HttpRequest, **captured: str) -> HttpResponse:
    raise RuntimeError("It never works.")


def fails_to_take(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        raise RuntimeError("It never works.")
    return HttpResponse("")


def page(request: HttpRequest, **named: Any) -> HttpResponse:
    pages = Page.objects.filter(**named)
    return HttpResponse(pages[0].title if pages else "", status=200 if pages else 404)


def clinic(request: HttpRequest, **named: Any) -> HttpResponse:
    if "slug" in named:
        named.pop("pk", None)
    return HttpResponse(str(_found("Clinic", named)))


def person(request: HttpRequest, **named: Any) -> HttpResponse:
    return HttpResponse(str(_found("Practitioner", named)))


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the place that the address names, and say that there is none."""
    if request.method == "POST":
        apps.get_model("clinics", "Location").everywhere.filter(pk=pk).update(name="Taken")
    raise Http404


def _found(model: str, named: dict[str, Any]) -> Any:
    kind = apps.get_model("clinics", model)
    rows = getattr(kind, "everywhere", kind.objects)
    if not str(named.get("pk", "0")).isdigit():
        raise Http404
    return get_object_or_404(rows, **named)
