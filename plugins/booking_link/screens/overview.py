"""The screen about a clinic's booking links: what to look at, where buttons lead, and codes to print."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString

from cms.plugins.api import PluginContext, SlotContext, here, screen_url
from plugins.booking_link.buttons.button import NAME
from plugins.booking_link.buttons.printing import png_file, scanned_address, svg_file
from plugins.booking_link.intents import Intent
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.placements import Placement
from plugins.booking_link.screens.advice import advice_for
from plugins.booking_link.screens.clinic_pages import used_intents
from plugins.booking_link.screens.naming import NamedLink, named_links
from plugins.booking_link.screens.trying import Answer, TryForm, answer_to
from plugins.booking_link.targets.resolution import Ask

FILES = {"svg": (svg_file, "image/svg+xml"), "png": (png_file, "image/png")}
WHICH = ("service", "practitioner", "location")


@dataclass(frozen=True, slots=True)
class IntentRow:
    """An intent: how many pages ask for it, whether it waits for a service to answer it, where it leads."""

    intent: Intent
    pages: int
    is_open: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A link with the query that asks for its code."""

    name: str
    query: str


def overview(request: HttpRequest) -> HttpResponse:
    """What to look at, where the library's calls lead, a form to try it out, and codes to print."""
    told = _told()
    form = TryForm(request.GET or None, context=told)
    context = {
        "clinic": told.clinic,
        "report": screen_url(NAME, "report", told.clinic),
        "advice": advice_for(told),
        "intents": _intents(told),
        "form": form,
        "answers": form.answers() if request.GET else [],
        "codes": [_code(one) for one in named_links(told) if isinstance(one.link, BookingLink)],
    }
    return render(request, "booking_link/admin/overview.html", context)


def panel(context: SlotContext) -> SafeString | None:
    """What to look at, for the dashboard; nothing while all is well."""
    advice = advice_for(context)
    if not advice:
        return None
    address = screen_url(NAME, "overview", context.clinic)
    return render_to_string("booking_link/admin/panel.html", {"advice": advice, "address": address})


def code(request: HttpRequest, kind: str) -> HttpResponse:
    """A QR code as a file; the query names the service, practitioner or location, nothing the clinic."""
    told = _told()
    wanted = [one for one in named_links(told) if _query(one) == _asked(request)]
    if not wanted or kind not in FILES:
        raise Http404
    write, content_type = FILES[kind]
    file = write(scanned_address(told, _ask(told, wanted[0])))
    name = f"booking-{told.clinic.hostname}.{kind}"
    return HttpResponse(
        file,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told() -> PluginContext:
    told = here(NAME)
    if told is None:
        raise Http404
    return told


def _intents(told: PluginContext) -> list[IntentRow]:
    used = used_intents(told.clinic)
    mapped = {intent for service in told.settings["services"] for intent in service["intents"]}
    rows = []
    for intent in Intent:
        ask = Ask(Placement.CALL_TO_ACTION.value, told.language, None, intent=intent.value)
        is_open = intent.value not in mapped and intent is not Intent.QUESTION
        rows.append(IntentRow(intent, used.get(intent.value, 0), is_open, answer_to(told, ask, "")))
    return rows


def _code(one: NamedLink) -> CodeRow:
    return CodeRow(one.name, urlencode(_query(one)))


def _query(one: NamedLink) -> dict[str, str]:
    return {name: value for name in WHICH if (value := getattr(one, name))}


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in WHICH if (value := request.GET.get(name, ""))}


def _ask(told: PluginContext, one: NamedLink) -> Ask:
    return Ask(
        Placement.PRINT.value,
        told.clinic.main_language,
        None,
        practitioner=int(one.practitioner) if one.practitioner else None,
        location=int(one.location) if one.location else None,
        service=one.service,
    )


overview_urls = [
    path("links/", overview, name="overview"),
    path("links/code.<str:kind>", code, name="code"),
]
