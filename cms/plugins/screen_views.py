"""What a plugin answers in the admin: for one clinic that has it on, for whom it may, and contained."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import ResolverMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.clinics.guard import keep_in_scope
from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, record_of
from cms.plugins.activation import active_settings
from cms.plugins.containment import Turn, attempt
from cms.plugins.contexts import PluginContext
from cms.plugins.declared import Screens
from cms.plugins.here import working_for
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import is_in_scope, may_open
from cms.plugins.screens import match_screen, screen_at
from cms.plugins.settings import read_settings
from cms.plugins.site_views import answer
from cms.plugins.tracing import Outcome


@dataclass(frozen=True, slots=True)
class PluginScreen:
    """What stands around a screen: ``request.plugin_screen`` in the templates of plugins."""

    clinic: ClinicRecord
    entry: Entry
    screens: Screens

    @property
    def title(self) -> str:
        """The label of the screen, the title of the plugin without one."""
        return str(self.screens.label or self.entry.title)

    @property
    def trail(self) -> list[dict[str, str]]:
        """The way back to the clinic's plugins, as Wagtail's breadcrumbs."""
        label = _("Plugins of %(clinic)s") % {"clinic": self.clinic.name}
        first = screen_at(self.entry.name, self.screens.first, self.clinic)
        return [
            {"url": reverse("plugins:index"), "label": _("Plugins")},
            {"url": reverse("plugins:clinic", args=[self.clinic.slug]), "label": label},
            {"url": first, "label": self.title},
        ]


def screen(request: HttpRequest, slug: str, plugin: str, rest: str) -> HttpResponseBase:
    """Let a plugin answer at ``rest``; what fails in it is the admin's own error page, in words."""
    clinic = record_of(get_object_or_404(Clinic, slug=slug))
    entry = registry.loaded.get(plugin)
    if clinic is None or entry is None or entry.plugin is None or not is_in_scope(request.user, clinic.id):
        raise Http404
    raw = active_settings(clinic.id).get(plugin)
    if raw is None:
        raise Http404
    screens, found = match_screen(entry.plugin, rest)
    if not may_open(request.user, screens.permission, clinic.id):
        raise PermissionDenied
    shown = PluginScreen(clinic, entry, screens)
    request.plugin_screen = shown  # type: ignore[attr-defined]  # where templates look for it
    return _contained(request, shown, found, raw)


def _contained(request: HttpRequest, shown: PluginScreen, found: ResolverMatch, raw: Any) -> HttpResponseBase:
    name, clinic = shown.entry.name, shown.clinic
    # What names a page of another clinic in its address does not exist here either.
    found.func = keep_in_scope(found.func)

    def work(turn: Turn) -> HttpResponseBase | Exception:
        settings = read_settings(shown.entry, raw)
        language = clinic.language(get_language() or "") or clinic.languages[0]
        with working_for(name, PluginContext(clinic, language.code, settings)):
            return answer(request, found, dict, turn)

    tried = attempt(name, f"screen:{found.view_name}", clinic.id, work)
    if tried.outcome is Outcome.PAUSED:
        return _sorry(request, shown, HTTPStatus.SERVICE_UNAVAILABLE)
    if tried.answer is None:
        return _sorry(request, shown, HTTPStatus.INTERNAL_SERVER_ERROR)
    if isinstance(tried.answer, Exception):
        raise tried.answer
    return tried.answer


def _sorry(request: HttpRequest, shown: PluginScreen, status: HTTPStatus) -> HttpResponse:
    is_paused = status is HTTPStatus.SERVICE_UNAVAILABLE
    return render(
        request, "plugins/screen_error.html", {"shown": shown, "is_paused": is_paused}, status=status
    )
