"""The address behind every booking button: it counts the click and leads on to the booking page.

Where it leads is worked out now, from the clinic's settings; the request says only which button it was. No
session is opened, no cookie set, and neither the visitor's address nor the browser's name is kept.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_safe

from cms.plugins.api import PluginContext, here
from plugins.booking_link.clicks.counting import Button, counting, today_at
from plugins.booking_link.clicks.tokens import read_token
from plugins.booking_link.clicks.visitors import is_fetched_ahead, is_person
from plugins.booking_link.targets.looking_up import target_of
from plugins.booking_link.targets.resolution import Ask

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    # The booking service learns from which site a visitor comes, not from which page.
    "Referrer-Policy": "origin",
}


@require_safe
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the booking page that ``token`` asks for; to the contact section if there is none any more."""
    told = here("booking_link")
    ask = read_token(token, told.clinic.id) if told else None
    if told is None or ask is None:
        raise Http404
    target = target_of(told, ask)
    if target.kind != "url":
        return HttpResponseRedirect(_contact(told, ask), headers=HEADERS)
    if is_fetched_ahead(request):
        # Refused, the browser asks again when somebody clicks, and that is counted.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=HEADERS)
    if request.method == "GET" and is_person(request):
        counting.count(_button(told, ask))
    return HttpResponseRedirect(target.address, headers=HEADERS)


def _button(told: PluginContext, ask: Ask) -> Button:
    return Button(told.clinic.id, today_at(told.clinic), ask.page or 0, ask.placement, ask.language)


def _contact(told: PluginContext, ask: Ask) -> str:
    """Return the path of the contact section, in the language of the button."""
    language = told.clinic.language(ask.language)
    return f"/{language.prefix}/#contact" if language and language.prefix else "/#contact"


site_urls = [path("go/<str:token>/", go, name="go")]
